import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { RiskLimits, TradingState } from '../../../src-shared/domain/limits.ts';
import type { Side } from '../../../src-shared/domain/order.ts';
import type { EntryLock } from './entry-lock.ts';
import type { Decimal } from '../../../src-shared/kernel/decimal.ts';

/** What the gate may know when it judges an order: the account as it stands, with everything outstanding counted. */
export interface RiskView {
  readonly limits: RiskLimits;
  readonly state: TradingState;
  /** Rule code or `kill-switch`: why the state is what it is. */
  readonly stateReason: string;
  readonly stateSince: number;
  /** The session trades with real money and was not armed for it. */
  readonly unarmed: boolean;
  /** The start's check against the venue is not finished. */
  readonly recovering: boolean;
  /** Ledger and venue do not agree on what is held. */
  readonly differing: boolean;
  /** Market time. */
  readonly time: number;
  readonly instruments: readonly Instrument[];
  /** Signed lots held. */
  positionLots(instrument: number): number;
  /** Lots outstanding on a side: recorded, submitted, working, in doubt; of an OCO pair the larger leg only. Legs that wait for their entry are not counted. */
  outstandingLots(instrument: number, side: Side): number;
  /** Outstanding lots of orders that are not reduce-only on a side. */
  outstandingOpeningLots(instrument: number, side: Side): number;
  /** Last price in ticks, 0 when there is none. */
  markTicks(instrument: number): number;
  /** When its best prices were heard last, or its last price where it has none. */
  markTime(instrument: number): number;
  /** Best prices in ticks, 0 where unknown. */
  bidTicks(instrument: number): number;
  askTicks(instrument: number): number;
  /** Since when the book of an instrument is stale, ms UTC; 0 where it is not, or is not kept. */
  bookStaleSince(instrument: number): number;
  /** Outstanding orders of the account. */
  readonly openOrders: number;
  /** Orders recorded within the 60 s of market time before now. */
  ordersWithinMinute(): number;
  /** The protection that blocks new entries on a side of an instrument the longest, or null. */
  entryLock(instrument: number, side: Side): EntryLock | null;
  /** Whoever may hold something by orders of its own: running strategies, and a person. */
  readonly origins: readonly string[];
  /** Signed lots that an origin holds by its own fills, and lots of its outstanding orders on a side that are not reduce-only. */
  originLots(origin: string, instrument: number): number;
  originOpeningLots(origin: string, instrument: number, side: Side): number;
  /** The instruments whose returns move together with this one, itself included; alone until enough is known. */
  movesWith(instrument: number): readonly number[];
  /** Orders that opened or added to a position within the 24 h before now, and those that are out and could. */
  entriesWithinDay(): number;
  unfilledEntries(): number;
  /** Median value of the last opening orders, quote units; null while there were too few. */
  typicalNotional(): number | null;
  /** What a perpetual's open lots cost, signed as lots; and the money behind it: the balance, with every other position's profit at the mark less its maintenance margin. */
  positionCost(instrument: number): Decimal;
  collateral(instrument: number): Decimal;
  /** Equity at Monday 00:00 UTC. */
  readonly weekStartEquity: number;
  /** Settle asset not held back by outstanding orders, exact. */
  freeCash(asset: string): Decimal;
  /** The same, below zero where losses of contracts that are not realised have used up more than there was. */
  freeMargin(asset: string): Decimal;
  /** The same once a contract's position is closed at its last price, fee paid. */
  freeIfClosed(instrument: number): Decimal;
  /** Quote units: now, at its highest, and at 00:00 UTC. */
  readonly equity: number;
  readonly equityPeak: number;
  readonly dayStartEquity: number;
  /** Fee rate for estimates, a fraction. */
  takerFeeRate(instrument: number): Decimal;
}

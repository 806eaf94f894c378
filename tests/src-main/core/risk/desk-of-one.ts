import { Instrument, type InstrumentSpec, type PerpetualTerms } from '../../../../src-shared/domain/instrument.ts';
import { DEFAULT_LIMITS, NO_LIMITS, type RiskLimits, type TradingState } from '../../../../src-shared/domain/limits.ts';
import type { IdentifiedOrder, Side } from '../../../../src-shared/domain/order.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import type { AssetId, ClientOrderId, InstrumentId, VenueId } from '../../../../src-shared/kernel/ids.ts';
import { utcMs } from '../../../../src-shared/kernel/time.ts';
import type { EntryLock } from '../../../../src-main/core/risk/entry-lock.ts';
import { locks } from '../../../../src-main/core/risk/entry-lock.ts';
import type { RiskView } from '../../../../src-main/core/risk/risk-view.ts';

/** 2026-01-05T14:05:00Z */
export const NOW = Date.UTC(2026, 0, 5, 14, 5);

const TERMS: PerpetualTerms = { maxLeverage: 50, leverage: 5, maintenanceMargin: '0.01', liquidationFee: '0.01' };

export function spec(
  base: string,
  over: Partial<Omit<InstrumentSpec, 'kind'>> & { readonly kind?: InstrumentSpec['kind']; readonly terms?: PerpetualTerms } = {},
): InstrumentSpec {
  const { kind = 'spot', terms = TERMS, ...rest } = over;
  const common = {
    id: `${base}/USD.SIM` as InstrumentId,
    symbol: `${base}/USD`,
    name: base,
    venue: 'SIM' as VenueId,
    base: base as AssetId,
    quote: 'USD' as AssetId,
    settle: 'USD' as AssetId,
    tick: '0.01',
    lot: '0.00001',
    engineLot: '0.00001',
    multiplier: '1',
    minNotional: '10',
    makerFee: '0.0008',
    takerFee: '0.001',
    halfSpreadBps: 1,
    validFrom: utcMs(0),
    ...rest,
  };
  return kind === 'spot' ? { ...common, kind } : { ...common, kind, terms };
}

export const BTC = new Instrument(spec('BTC'), 0);
export const ETH = new Instrument(spec('ETH'), 1);

/** The account that a rule's worked example describes. */
export class DeskView implements RiskView {
  limits: RiskLimits = NO_LIMITS;
  state: TradingState = 'ACTIVE';
  stateReason = 'start';
  stateSince = 0;
  unarmed = false;
  recovering = false;
  differing = false;
  time = NOW;
  instruments: readonly Instrument[] = [BTC, ETH];
  openOrders = 0;
  equity = 100_000;
  equityPeak = 100_000;
  dayStartEquity = 100_000;
  cash = Decimal.parse('100000');
  fee = Decimal.parse('0.001');
  rate = 0;
  blocked: EntryLock[] = [];
  weekStartEquity = 100_000;
  entries = 0;
  origins: readonly string[] = ['you'];
  unfilled = 0;
  typical: number | null = null;
  groups: readonly (readonly number[])[] = [[0], [1]];
  readonly costs: Decimal[] = [Decimal.ZERO, Decimal.ZERO];
  readonly own: Record<string, number[]> = {};
  readonly ownOpening: Record<Side, Record<string, number[]>> = { buy: {}, sell: {} };
  closed = Decimal.parse('100000');
  readonly position: number[] = [0, 0];
  readonly outstanding: Record<Side, number[]> = { buy: [0, 0], sell: [0, 0] };
  readonly opening: Record<Side, number[]> = { buy: [0, 0], sell: [0, 0] };
  readonly mark: number[] = [10_000_000, 400_000];
  readonly markTimes: number[] = [NOW, NOW];
  readonly bid: number[] = [0, 0];
  readonly ask: number[] = [0, 0];
  readonly bookStale: number[] = [0, 0];

  positionLots(instrument: number): number {
    return this.position[instrument] ?? 0;
  }
  outstandingLots(instrument: number, side: Side): number {
    return this.outstanding[side][instrument] ?? 0;
  }
  outstandingOpeningLots(instrument: number, side: Side): number {
    return this.opening[side][instrument] ?? 0;
  }
  markTicks(instrument: number): number {
    return this.mark[instrument] ?? 0;
  }
  markTime(instrument: number): number {
    return this.markTimes[instrument] ?? 0;
  }
  bidTicks(instrument: number): number {
    return this.bid[instrument] ?? 0;
  }
  askTicks(instrument: number): number {
    return this.ask[instrument] ?? 0;
  }
  bookStaleSince(instrument: number): number {
    return this.bookStale[instrument] ?? 0;
  }
  ordersWithinMinute(): number {
    return this.rate;
  }
  entryLock(instrument: number, side: Side): EntryLock | null {
    return this.blocked.find((lock) => locks(lock, { instrument, side, time: this.time })) ?? null;
  }
  originLots(origin: string, instrument: number): number {
    return this.own[origin]?.[instrument] ?? 0;
  }
  originOpeningLots(origin: string, instrument: number, side: Side): number {
    return this.ownOpening[side][origin]?.[instrument] ?? 0;
  }
  movesWith(instrument: number): readonly number[] {
    return this.groups.find((group) => group.includes(instrument)) ?? [];
  }
  entriesWithinDay(): number {
    return this.entries;
  }
  unfilledEntries(): number {
    return this.unfilled;
  }
  typicalNotional(): number | null {
    return this.typical;
  }
  positionCost(instrument: number): Decimal {
    return this.costs[instrument] ?? Decimal.ZERO;
  }
  collateral(): Decimal {
    return this.cash;
  }
  freeCash(): Decimal {
    return this.cash;
  }
  freeMargin(): Decimal {
    return this.cash;
  }
  freeIfClosed(): Decimal {
    return this.closed;
  }
  takerFeeRate(): Decimal {
    return this.fee;
  }
}

export function view(over: Partial<DeskView> = {}): DeskView {
  return Object.assign(new DeskView(), over);
}

export function limits(over: Partial<RiskLimits>): RiskLimits {
  return { ...NO_LIMITS, ...over };
}

export { DEFAULT_LIMITS };

let count = 0;

/** An order of BTC by lots of 0.00001; a market buy of 0.1 BTC unless said otherwise. */
export function order(over: Partial<IdentifiedOrder> = {}): IdentifiedOrder {
  count += 1;
  return {
    instrument: 0,
    side: 'buy',
    type: over.triggerTicks ? (over.limitTicks ? 'stop-limit' : 'stop') : over.limitTicks ? 'limit' : 'market',
    lots: over.quoteAmount ? 0 : 10_000,
    quoteAmount: null,
    limitTicks: null,
    triggerTicks: null,
    trailTicks: null,
    expiresAt: null,
    timeInForce: 'gtc',
    postOnly: false,
    reduceOnly: false,
    group: null,
    id: `o${String(count).padStart(25, '0')}` as ClientOrderId,
    origin: 'you',
    tag: null,
    decidedAt: utcMs(NOW),
    decisionTicks: 0,
    ...over,
  };
}

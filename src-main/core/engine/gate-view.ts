import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { RiskLimits, TradingState } from '../../../src-shared/domain/limits.ts';
import type { Side } from '../../../src-shared/domain/order.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { MINUTE_MS } from '../../../src-shared/kernel/time.ts';
import type { EntryLock } from '../risk/entry-lock.ts';
import type { RiskView } from '../risk/risk-view.ts';
import type { AccountState } from './account.ts';
import type { FirstHour } from './first-hour.ts';
import type { OrderHabits } from './order-habits.ts';
import type { TradeWatch } from './trade-watch.ts';
import type { TradingControl } from './trading-control.ts';

/** The gate's view of the account: everything it reads, nothing it could change. */
export class GateView implements RiskView {
  unarmed = false;
  recovering = false;
  differing = false;
  private readonly account: AccountState;
  private readonly control: TradingControl;
  private readonly trades: TradeWatch;
  private readonly habits: OrderHabits;
  private readonly firstHour: FirstHour;
  /** Market times of orders recorded within the last minute, oldest first. */
  private readonly orderTimes: number[] = [];

  constructor(
    account: AccountState,
    control: TradingControl,
    { trades, habits, firstHour }: { readonly trades: TradeWatch; readonly habits: OrderHabits; readonly firstHour: FirstHour },
  ) {
    this.account = account;
    this.control = control;
    this.trades = trades;
    this.habits = habits;
    this.firstHour = firstHour;
  }

  get instruments(): readonly Instrument[] {
    return this.account.instruments;
  }

  get limits(): RiskLimits {
    return this.firstHour.limitsOf(this.control.limits);
  }

  get state(): TradingState {
    return this.control.monitor.tradingState;
  }

  get stateReason(): string {
    return this.control.monitor.stateReason;
  }

  get stateSince(): number {
    return this.control.monitor.stateSince;
  }

  get time(): number {
    return this.account.time;
  }

  get openOrders(): number {
    return this.account.orders.size;
  }

  get equity(): number {
    return this.account.equity();
  }

  get equityPeak(): number {
    return this.control.monitor.equityPeak;
  }

  get dayStartEquity(): number {
    return this.control.monitor.dayStartEquity;
  }

  positionLots(instrument: number): number {
    return this.account.positions.lots(instrument);
  }

  outstandingLots(instrument: number, side: Side): number {
    return this.account.orders.size === 0 ? 0 : this.account.orders.outstandingLots(instrument, side, false);
  }

  outstandingOpeningLots(instrument: number, side: Side): number {
    return this.account.orders.size === 0 ? 0 : this.account.orders.outstandingLots(instrument, side, true);
  }

  markTicks(instrument: number): number {
    return this.account.market.markTicks[instrument] ?? 0;
  }

  markTime(instrument: number): number {
    return this.account.market.markTime[instrument] ?? 0;
  }

  bidTicks(instrument: number): number {
    return this.account.market.bidTicks[instrument] ?? 0;
  }

  askTicks(instrument: number): number {
    return this.account.market.askTicks[instrument] ?? 0;
  }

  bookStaleSince(instrument: number): number {
    return this.account.market.bookStaleSince[instrument] ?? 0;
  }

  ordersWithinMinute(): number {
    const { orderTimes } = this;
    const from = this.account.time - MINUTE_MS;
    while (orderTimes.length > 0 && orderTimes[0]! <= from) orderTimes.shift();
    return orderTimes.length;
  }

  entryLock(instrument: number, side: Side): EntryLock | null {
    return this.trades.lockOf(instrument, side);
  }

  get weekStartEquity(): number {
    return this.control.monitor.weekStartEquity;
  }

  get origins(): readonly string[] {
    return this.trades.origins();
  }

  originLots(origin: string, instrument: number): number {
    return this.trades.heldBy(origin, instrument);
  }

  originOpeningLots(origin: string, instrument: number, side: Side): number {
    return this.account.orders.openingLotsOf(origin, instrument, side);
  }

  movesWith(instrument: number): readonly number[] {
    return this.habits.movesWith(instrument);
  }

  entriesWithinDay(): number {
    return this.habits.entriesWithinDay();
  }

  unfilledEntries(): number {
    return this.habits.unfilledEntries();
  }

  typicalNotional(): number | null {
    return this.habits.typicalNotional();
  }

  positionCost(instrument: number): Decimal {
    return this.account.positions.cost(instrument);
  }

  collateral(instrument: number): Decimal {
    const held = this.account.instruments[instrument];
    return held === undefined ? Decimal.ZERO : this.account.collateral(held);
  }

  freeCash(asset: string): Decimal {
    return this.account.freeCash(asset);
  }

  freeMargin(asset: string): Decimal {
    return this.account.freeMargin(asset);
  }

  freeIfClosed(instrument: number): Decimal {
    const held = this.account.instruments[instrument];
    return held === undefined ? Decimal.ZERO : this.account.freeIfClosed(held);
  }

  takerFeeRate(instrument: number): Decimal {
    return this.account.feeRate(instrument);
  }

  /** Counts an order that was recorded; only needed while the order-rate rule is on. */
  noteOrder(time: number): void {
    if (this.limits.maxOrdersPerMinute !== null) this.orderTimes.push(time);
  }

  restoreOrderTimes(times: readonly number[]): void {
    this.orderTimes.splice(0, this.orderTimes.length, ...[...times].sort((a, b) => a - b));
  }
}

import { candleColumns, type CandleColumns } from '../../../../src-shared/domain/candle.ts';
import { Instrument } from '../../../../src-shared/domain/instrument.ts';
import type { Side } from '../../../../src-shared/domain/order.ts';
import type { FaultDetails } from '../../../../src-shared/kernel/fault.ts';
import { Sfc32 } from '../../../../src-shared/kernel/random.ts';
import { HOUR_MS } from '../../../../src-shared/kernel/time.ts';
import type { Strategy, StrategyDesk } from '../../../../src-main/core/strategies/strategy.ts';
import { spec } from '../risk/desk-of-one.ts';

/** What is traded on this desk. */
export const TEST_INSTRUMENT = new Instrument(spec('BTC'), 0);

/** Bars of an hour that wander, with trends and calm; the same seed gives the same bars. */
export function wanderingBars(seed: number, length: number): CandleColumns {
  const columns = candleColumns(length);
  const random = new Sfc32(seed);
  let price = 1_000;
  let drift = 0;
  for (let row = 0; row < length; row += 1) {
    if (random.next() < 0.02) drift = 0.004 * random.normal();
    const open = price;
    price = Math.max(1, Math.round(price * Math.exp(drift + 0.01 * random.normal()) * 100) / 100);
    columns.time[row] = (490_000 + row) * HOUR_MS;
    columns.open[row] = open;
    columns.close[row] = price;
    columns.high[row] = Math.max(open, price) * (1 + 0.004 * random.next());
    columns.low[row] = Math.min(open, price) * (1 - 0.004 * random.next());
    columns.volume[row] = 100;
  }
  return columns;
}

interface NextOrder {
  readonly side: Side;
  lots: number;
}

/** A desk of one strategy with 10,000 of money, whose market orders fill at the next bar's open, in two parts where it is told so. */
export class NextOpenDesk implements StrategyDesk {
  readonly instrument = TEST_INSTRUMENT;
  time = 0;
  positionLots = 0;
  readonly canShort = false;
  readonly ways = 'long';
  cash = 10_000;
  strategy: Strategy;
  /** Everything that was asked and said, with the row it came at. */
  readonly log: string[] = [];
  /** Rows at which something was bought or sold was decided, `buy 12`. */
  readonly decisions: string[] = [];
  private order: NextOrder | null = null;
  private readonly halves: boolean;
  private price = 0;
  private row = 0;

  constructor(strategy: Strategy, halves = false) {
    this.strategy = strategy;
    this.halves = halves;
  }

  get capital(): number {
    return this.cash + this.positionLots * this.instrument.lotSize * this.price;
  }
  fundingRate(): number {
    return Number.NaN;
  }
  outstandingLots(side: Side): number {
    return this.order?.side === side ? this.order.lots : 0;
  }
  enter(): void {
    this.spend(this.cash * 0.98);
  }
  exit(): void {
    this.order = null;
    this.sell(this.positionLots);
  }
  spend(amount: number): void {
    this.ask('buy', Math.floor(Math.min(amount, this.cash) / (this.price * 1.02 * this.instrument.lotSize)));
  }
  sell(lots: number): void {
    this.ask('sell', Math.min(lots, this.positionLots));
  }
  limit(): void {
    throw new Error('market orders only');
  }
  cancel(): void {
    throw new Error('market orders only');
  }
  workingTags(): readonly string[] {
    return [];
  }
  sizeAt(): number {
    return 1;
  }
  signal(code: string, details: FaultDetails): void {
    this.log.push(`${String(this.row)} ${code} ${JSON.stringify(details)}`);
  }

  /** Opens and closes bars, from a row to the one before another. */
  play(columns: CandleColumns, from: number, to: number): void {
    for (this.row = from; this.row < to; this.row += 1) {
      this.fillAt(columns.open[this.row]!);
      this.price = columns.close[this.row]!;
      this.time = columns.time[this.row]! + HOUR_MS;
      this.strategy.onBar(columns, this.row, this);
    }
  }

  private ask(side: Side, lots: number): void {
    this.log.push(`${String(this.row)} ${side} ${String(lots)}`);
    this.decisions.push(`${side} ${String(this.row)}`);
    if (lots > 0) this.order = { side, lots };
  }

  private fillAt(price: number): void {
    const { order } = this;
    if (order === null) return;
    const lots = this.halves && order.lots > 10 ? Math.floor(order.lots / 2) : order.lots;
    order.lots -= lots;
    if (order.lots === 0) this.order = null;
    const sign = order.side === 'buy' ? 1 : -1;
    this.positionLots += sign * lots;
    this.cash -= sign * lots * this.instrument.lotSize * price;
    const fill = { side: order.side, ticks: this.instrument.toTicks(price), lots, tag: null, complete: order.lots === 0 };
    this.strategy.onFill(fill, this);
  }
}

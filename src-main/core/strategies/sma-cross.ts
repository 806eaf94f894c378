import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import { Sma } from '../../../src-shared/domain/indicators/sma.ts';
import { type SignalCode, signalSize } from '../../../src-shared/domain/signals.ts';
import type { Ways } from '../../../src-shared/domain/strategy-spec.ts';
import { checkedParameters } from './parameters.ts';
import type { BarSpan, Strategy, StrategyDefinition, StrategyDesk, StrategyFill } from './strategy.ts';

/** Averages that differ by more than this share of them differ for certain. */
const UNCLEAR = 1e-9;

/** Buys while the fast average is above the slow one, and sells everything while it is below. */
class SmaCross implements Strategy {
  private readonly fastPeriod: number;
  private readonly slowPeriod: number;
  private readonly fast: Sma;
  private readonly slow: Sma;
  /** On which side of the slow average the fast one is at the newest bar and at the one before, by sign; NaN while the slow one is not warm. */
  private side = Number.NaN;
  private sideBefore = Number.NaN;
  /** The columns that the newest values came from without a break: from which row, and the row after the newest. */
  private columns: CandleColumns | null = null;
  private firstRow = 0;
  private nextRow = 0;
  /** Lots that the outstanding exit sells, and the same as text. */
  private leaving = 0;
  private kept = '';
  /** Lots filled of the order that is out, where it may be short. */
  private filled = 0;

  constructor(fast: number, slow: number) {
    this.fastPeriod = fast;
    this.slowPeriod = slow;
    this.fast = new Sma(fast);
    this.slow = new Sma(slow);
  }

  warm(history: CandleColumns): void {
    for (const close of history.close.subarray(0, history.length)) this.take(close);
  }

  onBar(columns: CandleColumns, row: number, desk: StrategyDesk): void {
    this.follow(columns, row, row + 1);
    this.take(columns.close[row]!);
    this.decide(desk);
  }

  onBars(span: BarSpan, desk: StrategyDesk): number {
    const { from, to } = span;
    const { close } = span.columns;
    if (desk.ways !== 'long') return this.onBarsBothWays(span, desk);
    const flat = desk.positionLots === 0;
    this.follow(span.columns, from, to);
    for (let row = this.pass(close, { from, to, above: flat, unclear: UNCLEAR }); row < to; row += 1) {
      this.take(close[row]!);
      if (flat ? !(this.side > 0) : !(this.side < 0)) continue;
      span.reach(row);
      this.decide(desk);
      this.nextRow = row + 1;
      return row + 1;
    }
    return to;
  }

  /** Notes that rows are taken next. */
  private follow(columns: CandleColumns, from: number, to: number): void {
    if (columns !== this.columns || from !== this.nextRow) this.firstRow = from;
    this.columns = columns;
    this.nextRow = to;
  }

  /** Takes rows in which the averages certainly stay as they are; returns the row after them. */
  private pass(
    close: Float64Array,
    span: { readonly from: number; readonly to: number; readonly above: boolean; readonly unclear: number },
  ): number {
    const { from, to, above } = span;
    if (from - this.firstRow < this.slowPeriod || (above ? !(this.side < 0) : !(this.side > 0))) return from;
    const row = Sma.pushUntil(this.fast, this.slow, close, span);
    // On which side they are is all that is asked of it until the next row is taken, and of the row before that too.
    if (row > from) this.sideBefore = this.side;
    return Math.min(row, to);
  }

  private onBarsBothWays(span: BarSpan, desk: StrategyDesk): number {
    const { columns, from, to } = span;
    this.follow(columns, from, to);
    for (let row = from; row < to; row += 1) {
      this.take(columns.close[row]!);
      if (!this.moves(desk)) continue;
      span.reach(row);
      this.decide(desk);
      this.nextRow = row + 1;
      return row + 1;
    }
    return to;
  }

  /** Whether it should hold something else than it does. */
  private moves({ positionLots, ways }: StrategyDesk): boolean {
    const wanted = wantedSide(this.side, ways);
    return !Number.isNaN(wanted) && wanted !== Math.sign(positionLots);
  }

  private decideWays(desk: StrategyDesk): void {
    if (!this.moves(desk) || desk.outstandingLots('buy') + desk.outstandingLots('sell') > 0) return;
    const wanted = wantedSide(this.side, desk.ways);
    if (wanted === 0) desk.exit();
    else desk.enter(wanted > 0 ? 'long' : 'short');
  }

  private decide(desk: StrategyDesk): void {
    if (desk.ways !== 'long') {
      this.decideWays(desk);
      return;
    }
    if (this.side > 0) {
      if (desk.positionLots === 0 && desk.outstandingLots('buy') === 0) desk.enter();
    } else if (this.side < 0) {
      const held = desk.positionLots;
      if (held <= 0 || desk.outstandingLots('sell') > 0) return;
      this.leave(held);
      desk.exit();
    }
  }

  onFill(fill: StrategyFill, desk: StrategyDesk): void {
    if (desk.ways !== 'long') this.filled += fill.lots;
    if (!fill.complete) return;
    if (desk.ways !== 'long') {
      const crossed = fill.side === 'buy' ? 'sma-cross.crossed-up' : 'sma-cross.crossed-down';
      this.say(crossed, this.filled, desk);
      this.filled = 0;
      return;
    }
    if (fill.side === 'buy') this.say(this.sideBefore <= 0 ? 'sma-cross.crossed-up' : 'sma-cross.above', desk.positionLots, desk);
    else {
      this.say(this.sideBefore >= 0 ? 'sma-cross.crossed-down' : 'sma-cross.below', Math.max(this.leaving, fill.lots), desk);
      this.leave(0);
    }
  }

  private leave(lots: number): void {
    this.leaving = lots;
    this.kept = lots === 0 ? '' : String(lots);
  }

  memory(): string {
    // Bars and position say the rest.
    return this.kept;
  }

  restore(memory: string): void {
    this.leave(Number(memory));
  }

  private take(close: number): void {
    const { fast, slow } = this;
    fast.push(close);
    slow.push(close);
    this.sideBefore = this.side;
    const high = fast.roughly();
    const low = slow.roughly();
    const gap = high - low;
    // Where rounding could hide a tie, or make one, the correctly rounded averages decide.
    this.side = Math.abs(gap) <= UNCLEAR * (Math.abs(high) + Math.abs(low)) ? fast.mean() - slow.mean() : gap;
  }

  private say(code: SignalCode, lots: number, desk: StrategyDesk): void {
    const { instrument } = desk;
    desk.signal(code, {
      fast: this.fastPeriod,
      slow: this.slowPeriod,
      gap: this.fast.mean() - this.slow.mean(),
      size: signalSize(instrument, lots),
      base: instrument.spec.base,
    });
  }
}

/** Which side is to be held while the fast average is on this side of the slow one: 1 long, -1 short, 0 none; NaN while nothing is said. */
function wantedSide(side: number, ways: Ways): number {
  if (side > 0) return ways === 'short' ? 0 : 1;
  if (side < 0) return ways === 'long' ? 0 : -1;
  return Number.NaN;
}

export const SMA_CROSS: StrategyDefinition = {
  spec: {
    id: 'sma-cross',
    family: 'trend',
    description: 'Holds while the fast average of closes is above the slow one: rides long moves and pays for every false start.',
    shorts: true,
    parameters: [
      { name: 'fast', label: 'Fast average', unit: 'bars', default: 20, min: 1, max: 5_000, integer: true },
      { name: 'slow', label: 'Slow average', unit: 'bars', default: 50, min: 2, max: 10_000, integer: true },
    ],
  },
  conflict: ({ fast = 0, slow = 0 }) =>
    fast < slow ? null : { parameter: 'fast', problem: `${String(fast)} bars must be fewer than those of slow, ${String(slow)}.` },
  // One more than the slow average needs, so that the first decision knows whether the averages have just crossed.
  warmupBars: (parameters) => checkedParameters(SMA_CROSS, parameters)('slow') + 1,
  create: (parameters) => {
    const value = checkedParameters(SMA_CROSS, parameters);
    return new SmaCross(value('fast'), value('slow'));
  },
};

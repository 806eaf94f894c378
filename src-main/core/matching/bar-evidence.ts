import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import { DAY_MS } from '../../../src-shared/kernel/time.ts';
import { ASSUMED_VOLATILITY, type MarketEvidence } from './market-evidence.ts';

/** Days with bars before the running one that estimates look back on. */
export const TRAILING_DAYS = 30;

/** Sums over bars: squared returns, volume, how many. */
interface Sums {
  squares: number;
  volume: number;
  bars: number;
}

/**
 * Trailing estimates from closed bars: the bars of the running UTC day and of the 30 days with bars before it, or what exists of them.
 * Variance is the sum of squared bar returns (mean taken as zero; the first bar's return is close over open) per day covered by bars,
 * so that missing bars neither dilute nor concentrate it. The bars are read when somebody asks, each once: a run without orders costs nothing.
 */
export class BarEvidence implements MarketEvidence {
  private readonly series: (Trailing | undefined)[] = [];

  /** Gives the bars of an instrument. */
  attach(instrument: number, timeframeMs: number, columns: CandleColumns): void {
    this.series[instrument] = new Trailing(timeframeMs, columns);
  }

  dailyVolatility(instrument: number, time: number): number {
    return this.series[instrument]?.at(time).volatility() ?? ASSUMED_VOLATILITY;
  }

  dailyVolume(instrument: number, time: number): number {
    return this.series[instrument]?.at(time).volume() ?? 0;
  }

  minuteVolume(instrument: number, time: number): number {
    return this.dailyVolume(instrument, time) / 1_440;
  }

  /** Bars show no queue; that an order at a bar's extreme is not filled stands for it. */
  queueAhead(): number {
    return 0;
  }
}

class Trailing {
  private readonly timeframeMs: number;
  private readonly columns: CandleColumns;
  private readonly days: Sums[] = [];
  private readonly past: Sums = { squares: 0, volume: 0, bars: 0 };
  private readonly today: Sums = { squares: 0, volume: 0, bars: 0 };
  private dayEnds = Number.NEGATIVE_INFINITY;
  private row = 0;
  /** The estimate of `volatility`, as long as no further bar was taken in. */
  private volatilityRow = -1;
  private volatilityThere = Number.NaN;

  constructor(timeframeMs: number, columns: CandleColumns) {
    this.timeframeMs = timeframeMs;
    this.columns = columns;
  }

  /** Takes in every bar that closed at or before `time`. */
  at(time: number): this {
    const { time: opens, length } = this.columns;
    const lastOpen = time - this.timeframeMs;
    while (this.row < length && opens[this.row]! <= lastOpen) {
      if (opens[this.row]! >= this.dayEnds) this.turn(opens[this.row]!);
      this.read(Math.min(lastOpen, this.dayEnds - 1));
    }
    return this;
  }

  /** Takes in the bars of one day that opened at or before an instant. */
  private read(lastOpen: number): void {
    const { time: opens, open, close, volume, length } = this.columns;
    const { today } = this;
    let { row } = this;
    let { squares, volume: traded } = today;
    const first = row;
    let before = row > 0 ? close[row - 1]! : open[row]!;
    while (row < length && opens[row]! <= lastOpen) {
      const move = close[row]! / before - 1;
      before = close[row]!;
      squares += move * move;
      traded += volume[row]!;
      row += 1;
    }
    this.row = row;
    today.squares = squares;
    today.volume = traded;
    today.bars += row - first;
  }

  volatility(): number {
    if (this.row !== this.volatilityRow) {
      const days = this.coveredDays();
      this.volatilityRow = this.row;
      this.volatilityThere = days === 0 ? ASSUMED_VOLATILITY : Math.sqrt((this.past.squares + this.today.squares) / days);
    }
    return this.volatilityThere;
  }

  volume(): number {
    const days = this.coveredDays();
    return days === 0 ? 0 : (this.past.volume + this.today.volume) / days;
  }

  private coveredDays(): number {
    return ((this.past.bars + this.today.bars) * this.timeframeMs) / DAY_MS;
  }

  /** Begins a day. The past is summed anew each time, so no rounding is carried along. */
  private turn(time: number): void {
    const { days, past, today } = this;
    this.dayEnds = (Math.floor(time / DAY_MS) + 1) * DAY_MS;
    if (today.bars === 0) return;
    days.push({ ...today });
    if (days.length > TRAILING_DAYS) days.shift();
    past.squares = past.volume = past.bars = 0;
    for (const sums of days) add(past, sums);
    today.squares = today.volume = today.bars = 0;
  }
}

function add(to: Sums, what: Sums): void {
  to.squares += what.squares;
  to.volume += what.volume;
  to.bars += what.bars;
}

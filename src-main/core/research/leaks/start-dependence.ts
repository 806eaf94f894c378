import { sliceCandles, type CandleColumns } from '../../../../src-shared/domain/candle.ts';
import type { ComputedColumns } from './indicator-leak.ts';
import type { TracedRun } from './trace.ts';

/** How much hangs on where history begins. */
export interface StartDependence {
  /** Starts that were looked at. */
  readonly starts: number;
  /** Bars after the warm-up of those starts. */
  readonly bars: number;
  /** Percent of those bars after which the later start held something where the run from the beginning did not, the other way round, or the other side. */
  readonly differing: number;
  /** Bars after the warm-up until both held the same for good, at worst. */
  readonly settledAfter: number;
}

/** Holds runs that begin later against the run from the first bar, from their warm-up on: what they hold, bar by bar. */
export function startDependence(run: TracedRun, candles: CandleColumns, warmupBars: number, starts: number): StartDependence {
  const whole = run(candles).held;
  const room = candles.length - warmupBars;
  let [looked, bars, differing, settledAfter] = [0, 0, 0, 0];
  for (let i = 1; i <= starts; i += 1) {
    const start = Math.floor((i * room) / (starts + 1));
    const from = start + warmupBars;
    if (start < 1 || from >= candles.length) continue;
    const { held } = run(sliceCandles(candles, start, candles.length));
    looked += 1;
    for (let row = from; row < candles.length; row += 1) {
      bars += 1;
      if (Math.sign(whole[row]!) === Math.sign(held[row - start]!)) continue;
      differing += 1;
      settledAfter = Math.max(settledAfter, row - from + 1);
    }
  }
  return { starts: looked, bars, differing: bars === 0 ? 0 : (100 * differing) / bars, settledAfter };
}

/**
 * How far an indicator's values are from those over all of the past when it begins only `history` bars before them, in percent of the
 * range that its values have over the series; the largest over the sampled rows, per output.
 */
export function indicatorDependence(compute: ComputedColumns, candles: CandleColumns, history: number, samples: number): readonly number[] {
  const whole = compute(candles);
  const worst = whole.map(() => 0);
  for (let i = 0; i < samples; i += 1) {
    const row = Math.floor(history + ((i + 1) * (candles.length - 1 - history)) / samples);
    const short = compute(sliceCandles(candles, row - history, row + 1));
    for (const [output, column] of whole.entries()) {
      const away = Math.abs(short[output]![history]! - column[row]!);
      worst[output] = Math.max(worst[output]!, (100 * away) / rangeOf(column));
    }
  }
  return worst;
}

/** Highest less lowest value; 1 where all are alike. */
function rangeOf(column: Float64Array): number {
  let high = Number.NEGATIVE_INFINITY;
  let low = Number.POSITIVE_INFINITY;
  for (const value of column) {
    if (value > high) high = value;
    if (value < low) low = value;
  }
  return high > low ? high - low : 1;
}

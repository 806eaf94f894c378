import { TIMEFRAMES, type CandleColumns, type Timeframe, candleColumns, sliceCandles } from './candle.ts';
import { Fault } from '../kernel/fault.ts';
import { MINUTE_MS, SECOND_MS } from '../kernel/time.ts';

/** Longer bars made of shorter ones. */
export interface ResampledCandles {
  readonly columns: CandleColumns;
  /** Opens of bars that a gap left with fewer parts than they have; they stand with the parts that there are. Ms UTC. */
  readonly partial: readonly number[];
  /** Short bars at the start and the end that do not come to a whole bar and were left out. */
  readonly leftOut: number;
}

/**
 * Makes bars of `to` out of bars of `from`: first open, highest high, lowest low, last close, summed volume. Bars open at whole multiples of their timeframe
 * UTC. A bar cut off by the first or last short bar is left out, one without any part stays missing: nothing is invented.
 * Fails with `input.invalid` when `to` is no longer multiple of `from`.
 */
export function resampleCandles(columns: CandleColumns, from: Timeframe, to: Timeframe): ResampledCandles {
  const short = TIMEFRAMES[from];
  const long = TIMEFRAMES[to];
  if (long <= short || long % short !== 0) {
    throw new Fault('input.invalid', { field: 'timeframe', problem: `bars of ${to} cannot be made of bars of ${from}.` });
  }
  const { time, length } = columns;
  let start = 0;
  while (start < length && start < long / short && time[start]! < firstWhole(time[0]!, long)) start += 1;
  let end = length;
  const lastWhole = length === 0 ? 0 : Math.floor((time[length - 1]! + short) / long) * long;
  while (end > start && time[end - 1]! >= lastWhole) end -= 1;
  const partial: number[] = [];
  const joined = joinedCandles(sliceCandles(columns, start, end), long, (open, parts) => {
    if (parts < long / short) partial.push(open);
  });
  return { columns: joined, partial, leftOut: length - (end - start) };
}

/** Joins bars that open within the same step of time, ms, counted from 1970 UTC, to one bar that opens with the step; `onBar` is told of how many. Those at the ends may lack parts. */
export function joinedCandles(
  columns: CandleColumns,
  stepMs: number,
  onBar: (open: number, parts: number) => void = () => undefined,
): CandleColumns {
  const { time, length } = columns;
  const bars = candleColumns(length);
  let count = 0;
  for (let row = 0; row < length;) {
    const open = Math.floor(time[row]! / stepMs) * stepMs;
    const first = row;
    while (row < length && time[row]! < open + stepMs) row += 1;
    joinBars(sliceCandles(columns, first, row), bars, count, open);
    onBar(open, row - first);
    count += 1;
  }
  return sliceCandles(bars, 0, count);
}

/** Steps that bars are joined to for a drawing, ms: those that a person counts in. */
const DRAWN_STEPS = [
  ...[5, 10, 15, 30].map((seconds) => seconds * SECOND_MS),
  ...[1, 5, 15, 30, 60, 120, 240, 360, 480, 720, 1_440, 2_880, 7_200, 14_400, 43_200].map((minutes) => minutes * MINUTE_MS),
];

/** The shortest step, ms, in which a span of bars of `barMs` is at most `most` bars; the longest there is where none is long enough. */
export function drawnStep(barMs: number, spanMs: number, most: number): number {
  const fitting = [barMs, ...DRAWN_STEPS.filter((step) => step > barMs && step % barMs === 0)];
  return fitting.find((step) => Math.ceil(spanMs / step) + 1 <= most) ?? fitting.at(-1)!;
}

function firstWhole(time: number, bar: number): number {
  return Math.ceil(time / bar) * bar;
}

function joinBars(parts: CandleColumns, bars: CandleColumns, at: number, open: number): void {
  let high = parts.high[0]!;
  let low = parts.low[0]!;
  let volume = 0;
  for (let i = 0; i < parts.length; i += 1) {
    if (parts.high[i]! > high) high = parts.high[i]!;
    if (parts.low[i]! < low) low = parts.low[i]!;
    volume += parts.volume[i]!;
  }
  bars.time[at] = open;
  bars.open[at] = parts.open[0]!;
  bars.high[at] = high;
  bars.low[at] = low;
  bars.close[at] = parts.close[parts.length - 1]!;
  bars.volume[at] = volume;
}

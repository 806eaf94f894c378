import { DAY_MS, utcDay } from '../kernel/time.ts';
import type { EquityCurve } from './metric.ts';

/**
 * Return of each UTC day: its last close's equity over that of the day before, minus 1; the first day's base is the starting cash.
 * A close at 00:00 belongs to the day that it ends. A day without a bar has no return, so a gap is one return, of the day after it.
 * Where equity is not above zero the returns end.
 */
export function dailyReturns(curve: EquityCurve): Float64Array {
  const { times, equity } = curve;
  const returns: number[] = [];
  let base = curve.start;
  for (let first = 0; first < times.length && base > 0;) {
    const dayEnds = (utcDay(times[first]! - 1) + 1) * DAY_MS;
    const next = firstAfter(times, dayEnds, first);
    returns.push(equity[next - 1]! / base - 1);
    base = equity[next - 1]!;
    first = next;
  }
  return Float64Array.from(returns);
}

/** Whether returns as `dailyReturns` makes them end because equity was not above zero any more: everything was lost, or more. */
export function endsInRuin(returns: Float64Array): boolean {
  return (returns.at(-1) ?? 0) <= -1;
}

/** Index of the first instant after `time`, from an index on that is not after it. */
function firstAfter(times: Float64Array, time: number, from: number): number {
  let before = from;
  let step = 1;
  while (before + step < times.length && times[before + step]! <= time) {
    before += step;
    step *= 2;
  }
  let after = Math.min(before + step, times.length);
  while (after - before > 1) {
    const middle = (before + after) >> 1;
    if (times[middle]! <= time) before = middle;
    else after = middle;
  }
  return after;
}

/** Arithmetic mean; 0 for no values. */
export function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return values.length === 0 ? 0 : sum / values.length;
}

/** Standard deviation with n - 1 in the denominator (ddof 1), two passes; 0 for fewer than two values. */
export function sampleDeviation(values: Float64Array): number {
  if (values.length < 2) return 0;
  const centre = mean(values);
  let sum = 0;
  for (const value of values) sum += (value - centre) ** 2;
  return Math.sqrt(sum / (values.length - 1));
}

/** A deviation that is rounding noise beside the returns' size counts as none. */
export function varies(deviation: number, values: Float64Array): boolean {
  return deviation > 1e-14 * (1 + Math.abs(mean(values)));
}

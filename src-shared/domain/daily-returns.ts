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
  let dayEnds = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < times.length && base > 0; i += 1) {
    if (times[i]! > dayEnds) dayEnds = (utcDay(times[i]! - 1) + 1) * DAY_MS;
    const ends = i + 1 === times.length || times[i + 1]! > dayEnds;
    if (!ends) continue;
    returns.push(equity[i]! / base - 1);
    base = equity[i]!;
  }
  return Float64Array.from(returns);
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

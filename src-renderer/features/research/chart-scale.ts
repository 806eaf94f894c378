import { civilDate, DAY_MS, MINUTE_MS, SECOND_MS, utcDay } from '../../../src-shared/kernel/time.ts';

/** Steps of a logarithmic axis within a power of ten. */
const LOG_STEPS = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8];
/** Steps of a linear axis within a power of ten. */
const LINEAR_STEPS = [1, 2, 5];

/** Round values of a logarithmic axis from `low` to `high`, at least `apart` of its length from each other, lowest first. */
export function logTicks(low: number, high: number, apart: number): readonly number[] {
  if (!(low > 0) || !(high > low)) return [];
  const least = (Math.log(high) - Math.log(low)) * apart;
  const found: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power += 1) {
    for (const step of LOG_STEPS) {
      const value = Number((step * 10 ** power).toPrecision(3));
      if (value < low || value > high) continue;
      const before = found.at(-1);
      if (before === undefined || Math.log(value) - Math.log(before) >= least) found.push(value);
    }
  }
  return found;
}

/** A range of worths whose ends differ by less than this factor has the ticks of a linear axis: a logarithm is straight there. */
export const NARROW = 1.15;

/** Round values of a logarithmic axis of worth, lowest first. */
export function worthTicks(low: number, high: number, apart: number): readonly number[] {
  return low > 0 && high / low < NARROW ? linearTicks(low, high, Math.max(2, Math.floor(1 / apart))) : logTicks(low, high, apart);
}

/** Round negative fractions from `deepest` up to 0 for an axis of at most `most` figures; 0 comes first. */
export function fallTicks(deepest: number, most: number): readonly number[] {
  const depth = -deepest;
  if (!(depth > 0)) return [0];
  for (let power = -4; power <= 1; power += 1) {
    for (const step of LINEAR_STEPS) {
      const size = step * 10 ** power;
      if (depth / size >= most) continue;
      return Array.from({ length: Math.floor(depth / size + 1e-9) + 1 }, (_, index) =>
        index === 0 ? 0 : -Number((index * size).toPrecision(6)),
      );
    }
  }
  return [0];
}

const MONTH_STEPS = [1, 2, 3, 6, 12, 24, 60];
const DAY_STEPS = [1, 2, 5, 10];

/** Starts of months (or days, where the range is short) between two instants, at most `most` of them, ms UTC. */
export function timeTicks(from: number, to: number, most: number): readonly number[] {
  const days = (to - from) / DAY_MS;
  const dayStep = DAY_STEPS.find((step) => days / step <= most);
  if (days <= 45 && dayStep !== undefined) {
    const first = Math.ceil(from / DAY_MS);
    return Array.from({ length: Math.floor(days / dayStep) + 1 }, (_, index) => (first + index * dayStep) * DAY_MS).filter(
      (time) => time <= to,
    );
  }
  const months = days / 30.44;
  const step = MONTH_STEPS.find((each) => months / each <= most) ?? 120;
  const { year } = civilDate(utcDay(from));
  const found: number[] = [];
  for (let month = 0; ; month += step) {
    const time = Date.UTC(year, month, 1);
    if (time > to) return found;
    if (time >= from) found.push(time);
  }
}

/** The row whose instant is nearest. */
export function nearestRow(times: Float64Array, instant: number): number {
  let low = 0;
  let high = times.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! < instant) low = middle + 1;
    else high = middle;
  }
  return low > 0 && instant - times[low - 1]! < times[low]! - instant ? low - 1 : low;
}

/** Round values of a linear axis from `low` to `high`, at most `most` of them, lowest first. */
export function linearTicks(low: number, high: number, most: number): readonly number[] {
  const span = high - low;
  if (!(span > 0) || !(most >= 1)) return [];
  const power = Math.floor(Math.log10(span / most));
  const size = [...LINEAR_STEPS, 10].map((step) => step * 10 ** power).find((step) => span / step <= most) ?? span;
  const first = Math.ceil(low / size);
  return Array.from({ length: Math.floor(high / size) - first + 1 }, (_, index) => Number(((first + index) * size).toPrecision(12)));
}

const HOUR_STEPS = [
  ...[5, 10, 30].map((seconds) => seconds * SECOND_MS),
  ...[1, 2, 5, 15, 30, 60, 120, 240, 360, 720].map((minutes) => minutes * MINUTE_MS),
];

/** Round instants of an axis of time: of the day where the range is that short, else as `timeTicks` says. */
export function clockTicks(from: number, to: number, most: number): readonly number[] {
  const step = HOUR_STEPS.find((each) => (to - from) / each <= most);
  if (step === undefined) return timeTicks(from, to, most);
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.max(0, Math.floor(to / step) - first + 1) }, (_, index) => (first + index) * step);
}

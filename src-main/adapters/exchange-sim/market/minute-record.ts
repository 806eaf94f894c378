import { MINUTE_MS } from '../../../../src-shared/kernel/time.ts';
import type { DayPath } from './day-path.ts';
import { hashAt } from './hash.ts';
import { DAY_MINUTES } from './minute-factors.ts';
import { minuteKey, writeTape, type TapeScratch } from './minute-tape.ts';
import { GAP } from './quantiles.ts';
import type { SimProfile } from './sim-instruments.ts';

/** The prints of one minute, oldest first. Read only: one object may be handed out many times. */
export interface PrintColumns {
  readonly length: number;
  /** ms UTC, strictly rising, strictly inside the minute. */
  readonly time: Float64Array;
  /** Whole ticks. */
  readonly ticks: Float64Array;
  /** Whole lots, above 0. */
  readonly lots: Float64Array;
  /** Aggressor: 1 bought at the ask, -1 sold at the bid. */
  readonly side: Int8Array;
}

/** A minute's prints with what the quotes between them need. */
export interface MinuteRecord extends PrintColumns {
  /** First instant of the minute, ms UTC. */
  readonly start: number;
  readonly key: number;
  /** Middle price in steps at the minute's start, at each print, and at its end. */
  readonly middle: Float64Array;
  /** Best bid at each print, steps. */
  readonly bid: Float64Array;
  /** Steps from bid to ask at each print. */
  readonly spread: Float64Array;
  readonly wantedSpread: number;
  /** Standard deviation of the middle price from one print to the next, steps. */
  readonly printDeviation: number;
}

const TIME_STREAM = 4096;

/** Writes print times: exponential gaps scaled to the minute, each print at least 1 ms after the one before. */
function writeTimes(time: Float64Array, start: number, key: number): void {
  const count = time.length;
  let sum = 0;
  for (let j = 0; j < count; j += 1) {
    sum += GAP[hashAt(key, TIME_STREAM + j) >>> 20] as number;
    time[j] = sum;
  }
  sum += GAP[hashAt(key, TIME_STREAM + count) >>> 20] as number;
  const scale = (MINUTE_MS - 1 - count) / sum;
  for (let j = 0; j < count; j += 1) time[j] = start + 1 + j + Math.floor((time[j] as number) * scale);
}

/** Expands one minute of a day's path. `start` is its first instant, ms UTC. */
export function minuteRecord(profile: SimProfile, path: DayPath, start: number, scratch: TapeScratch): MinuteRecord {
  const minute = Math.floor(start / MINUTE_MS) % DAY_MINUTES;
  writeTape(profile, path, minute, scratch);
  const count = scratch.length;
  const time = new Float64Array(count);
  const key = minuteKey(path, minute);
  writeTimes(time, start, key);
  return {
    length: count,
    start,
    key,
    time,
    ticks: scratch.price.slice(0, count).map((steps) => steps * profile.step),
    lots: scratch.lots.slice(0, count),
    side: scratch.side.slice(0, count),
    middle: scratch.middle.slice(0, count + 2),
    bid: scratch.bid.slice(0, count),
    spread: scratch.spread.slice(0, count),
    wantedSpread: path.spread[minute] as number,
    printDeviation: (path.deviation[minute] as number) / Math.sqrt(count + 1),
  };
}

/** How many prints of a minute happened at or before `t`. */
export function printsUntil(record: PrintColumns, t: number): number {
  let low = 0;
  let high = record.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((record.time[middle] as number) <= t) low = middle + 1;
    else high = middle;
  }
  return low;
}

import { DAY_MS, HOUR_MS, MINUTE_MS, civilDate, utcDay } from '../../../src-shared/kernel/time.ts';
import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import type { Format } from '../../format/format.ts';

/** A figure of the time axis at a bar; `strong` where the day or the year changes. */
export interface TimeMark {
  readonly index: number;
  readonly text: string;
  readonly strong: boolean;
}

const STEPS = [
  MINUTE_MS,
  5 * MINUTE_MS,
  15 * MINUTE_MS,
  30 * MINUTE_MS,
  HOUR_MS,
  3 * HOUR_MS,
  6 * HOUR_MS,
  12 * HOUR_MS,
  DAY_MS,
  7 * DAY_MS,
  28 * DAY_MS,
  91 * DAY_MS,
  364 * DAY_MS,
];
/** Least room from one figure to the next, pixels. */
const LEAST_GAP = 76;
/** The first Monday after 1970-01-01, so that steps of weeks fall on Mondays. */
const FIRST_MONDAY = 4 * DAY_MS;

/** The time from one figure to the next, ms: the smallest round one that leaves enough room. */
export function timeStep(barMs: number, barSpacing: number): number {
  return STEPS.find((step) => step >= barMs && (step / barMs) * barSpacing >= LEAST_GAP) ?? STEPS.at(-1)!;
}

function offsetOf(time: number, zone: Format['zone']): number {
  return zone === 'utc' ? 0 : -new Date(time).getTimezoneOffset() * MINUTE_MS;
}

/** Months from one figure to the next, for steps of months. */
const MONTHS: ReadonlyMap<number, number> = new Map([
  [28 * DAY_MS, 1],
  [91 * DAY_MS, 3],
  [364 * DAY_MS, 12],
]);

/** Whether a bar stands at a step: on a round time, or as the first one known of a month. */
function onStep(time: number, before: number | undefined, step: number): boolean {
  const months = MONTHS.get(step);
  if (months === undefined) return (time - (step >= 7 * DAY_MS ? FIRST_MONDAY : 0)) % step === 0;
  const { month } = civilDate(utcDay(time));
  return before !== undefined && civilDate(utcDay(before)).month !== month && (month - 1) % months === 0;
}

export interface TimeAxisRequest {
  readonly columns: Pick<CandleColumns, 'time' | 'length'>;
  readonly barMs: number;
  readonly barSpacing: number;
  readonly from: number;
  readonly to: number;
  readonly format: Format;
}

/** The figures for the bars in view, at round times of the chosen zone; bars of a day or more are named by their UTC day. */
export function timeMarks({ columns, barMs, barSpacing, from, to, format }: TimeAxisRequest): readonly TimeMark[] {
  const step = timeStep(barMs, barSpacing);
  const marks: TimeMark[] = [];
  const last = Math.min(columns.length - 1, Math.ceil(to));
  for (let index = Math.max(0, Math.floor(from)); index <= last; index += 1) {
    const time = columns.time[index]!;
    const offset = barMs >= DAY_MS ? 0 : offsetOf(time, format.zone);
    const before = index > 0 ? columns.time[index - 1]! + offset : undefined;
    const local = time + offset;
    if (!onStep(local, before, step)) continue;
    marks.push({ index, ...markText({ time, local, step, format }) });
  }
  return marks;
}

interface MarkTime {
  readonly time: number;
  readonly local: number;
  readonly step: number;
  readonly format: Format;
}

function markText({ time, local, step, format }: MarkTime): Pick<TimeMark, 'text' | 'strong'> {
  const midnight = local % DAY_MS === 0;
  if (step < DAY_MS && !midnight) return { text: format.timeOfDay(time).slice(0, 5), strong: local % HOUR_MS === 0 && step < HOUR_MS };
  const [day = '', month = '', year = ''] = format.calendarDay(time).split(' ');
  if (step < DAY_MS) return { text: `${day} ${month}`, strong: true };
  return step >= 28 * DAY_MS
    ? { text: `${month} ${year}`, strong: false }
    : { text: `${day} ${month}`, strong: Number(day) <= 7 && step >= 7 * DAY_MS };
}

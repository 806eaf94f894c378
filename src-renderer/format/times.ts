import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, isoTime } from '../../src-shared/kernel/time.ts';
import { UNKNOWN } from './figures.ts';

/** The zone that times are shown in: the machine's own or UTC. */
export type Zone = 'local' | 'utc';

/** Milliseconds UTC; nothing and NaN are unknown. */
export type Instant = number | null | undefined;

interface Parts {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly time: string;
}

const formatters = new Map<Zone, Intl.DateTimeFormat>();

function formatterOf(zone: Zone): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    ...(zone === 'utc' ? { timeZone: 'UTC' } : {}),
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  formatters.set(zone, made);
  return made;
}

function partsOf(time: number, zone: Zone): Parts {
  const found: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const part of formatterOf(zone).formatToParts(time)) found[part.type] = part.value;
  return {
    year: found.year ?? '',
    month: found.month ?? '',
    day: found.day ?? '',
    time: `${found.hour ?? ''}:${found.minute ?? ''}:${found.second ?? ''}`,
  };
}

/** Instants outside what a date can hold are unknown. */
function known(time: Instant): time is number {
  return typeof time === 'number' && Math.abs(time) <= 8.64e15;
}

/** The time of day to the second: `14:03:07`. */
export function timeOfDay(time: Instant, zone: Zone): string {
  return known(time) ? partsOf(time, zone).time : UNKNOWN;
}

/** The time of day to the millisecond, for the trades panel: `14:03:07.114`. */
export function timeOfTrade(time: Instant, zone: Zone): string {
  if (!known(time)) return UNKNOWN;
  const milliseconds = ((Math.floor(time) % SECOND_MS) + SECOND_MS) % SECOND_MS;
  return `${partsOf(time, zone).time}.${String(milliseconds).padStart(3, '0')}`;
}

/** Today `14:03:07`, this year `21 Nov 14:03`, else `21 Nov 2025 14:03`; `now` says what today is. */
export function timeOrDate(time: Instant, now: number, zone: Zone): string {
  if (!known(time)) return UNKNOWN;
  const at = partsOf(time, zone);
  const today = partsOf(now, zone);
  if (at.year === today.year && at.month === today.month && at.day === today.day) return at.time;
  const year = at.year === today.year ? '' : ` ${at.year}`;
  return `${at.day} ${at.month}${year} ${at.time.slice(0, 5)}`;
}

/** A calendar day: `21 Nov 2025`. */
export function calendarDay(time: Instant, zone: Zone): string {
  if (!known(time)) return UNKNOWN;
  const at = partsOf(time, zone);
  return `${at.day} ${at.month} ${at.year}`;
}

/** ISO 8601 in UTC, for exports and copies; nothing for unknown. */
export function isoUtc(time: Instant): string {
  return known(time) ? isoTime(Math.floor(time)) : '';
}

const AGE_UNITS = [
  { unit: 'd', ms: DAY_MS },
  { unit: 'h', ms: HOUR_MS },
  { unit: 'm', ms: MINUTE_MS },
  { unit: 's', ms: SECOND_MS },
] as const;

/** An age in its largest two units: `350 ms`, `12 s`, `1 h 5 m`, `2 d 4 h`; a negative age counts as 0. */
export function age(milliseconds: Instant): string {
  if (typeof milliseconds !== 'number' || !Number.isFinite(milliseconds)) return UNKNOWN;
  const whole = Math.max(0, Math.floor(milliseconds));
  if (whole < SECOND_MS) return `${String(whole)} ms`;
  const largest = AGE_UNITS.findIndex(({ ms }) => whole >= ms);
  const shown: string[] = [];
  let rest = whole;
  for (const { unit, ms } of AGE_UNITS.slice(largest, largest + 2)) {
    const units = Math.floor(rest / ms);
    if (units > 0) shown.push(`${String(units)} ${unit}`);
    rest -= units * ms;
  }
  return shown.join(' ');
}

/** The age of live data: tenths of a second under ten, then as an age: `0.2 s`, `12 s`. */
export function dataAge(milliseconds: Instant): string {
  if (typeof milliseconds !== 'number' || !Number.isFinite(milliseconds)) return UNKNOWN;
  if (milliseconds >= 10 * SECOND_MS) return age(milliseconds);
  return `${(Math.floor(Math.max(0, milliseconds) / 100) / 10).toFixed(1)} s`;
}

/** What is left of a bar: `00:53`, `3:59:07`; never negative. */
export function countdown(milliseconds: Instant): string {
  if (typeof milliseconds !== 'number' || !Number.isFinite(milliseconds)) return UNKNOWN;
  const seconds = Math.max(0, Math.ceil(milliseconds / SECOND_MS));
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
  return hours > 0 ? `${String(hours)}:${rest}` : rest;
}

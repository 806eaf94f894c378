import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src-shared/kernel/time.ts';
import type { Format } from '../../format/format.ts';
import type { Zone } from '../../format/times.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] as const;
const UNITS: Readonly<Record<string, number>> = { m: MINUTE_MS, h: HOUR_MS, d: DAY_MS, w: 7 * DAY_MS };

/** A day and minute of a calendar; months are counted from 0. */
interface Wall {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

function wallOf(time: number, zone: Zone): Wall {
  const date = new Date(time);
  if (zone === 'utc') {
    return {
      year: date.getUTCFullYear(),
      month: date.getUTCMonth(),
      day: date.getUTCDate(),
      hour: date.getUTCHours(),
      minute: date.getUTCMinutes(),
    };
  }
  return { year: date.getFullYear(), month: date.getMonth(), day: date.getDate(), hour: date.getHours(), minute: date.getMinutes() };
}

/** The instant of a day and minute; null where there is no such day or minute. */
function instantOf(wall: Wall, zone: Zone): number | null {
  const { year, month, day, hour, minute } = wall;
  const time = zone === 'utc' ? Date.UTC(year, month, day, hour, minute) : new Date(year, month, day, hour, minute).getTime();
  const read = wallOf(time, zone);
  return read.month === month && read.day === day && read.hour === hour && read.minute === minute ? time : null;
}

/** The next whole minute at or after an instant. */
function nextMinute(time: number): number {
  return Math.ceil(time / MINUTE_MS) * MINUTE_MS;
}

function relative(text: string, now: number): number | null {
  const match = /^(?:in\s+|\+)?(\d{1,4})\s*([mhdw])$/u.exec(text);
  const unit = UNITS[match?.[2] ?? ''];
  return match?.[1] === undefined || unit === undefined || Number(match[1]) === 0 ? null : nextMinute(now + Number(match[1]) * unit);
}

function timeOnly(text: string, now: number, zone: Zone): number | null {
  const match = /^(\d{1,2}):(\d{2})$/u.exec(text);
  if (match === null) return null;
  const today = { ...wallOf(now, zone), hour: Number(match[1]), minute: Number(match[2]) };
  const time = instantOf(today, zone);
  return time === null || time > now ? time : instantOf({ ...wallOf(now + DAY_MS, zone), hour: today.hour, minute: today.minute }, zone);
}

interface Day {
  readonly year: number | null;
  readonly month: number;
  readonly day: number;
}

function dayOf(text: string): Day | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/u.exec(text);
  if (iso !== null) return { year: Number(iso[1]), month: Number(iso[2]) - 1, day: Number(iso[3]) };
  const words = /^(\d{1,2})\.?\s+([a-z]{3})[a-z]*(?:\s+(\d{4}))?$/u.exec(text);
  const month = MONTHS.findIndex((name) => name === words?.[2]);
  if (words === null || month < 0) return null;
  return { year: words[3] === undefined ? null : Number(words[3]), month, day: Number(words[1]) };
}

/**
 * An instant as it was typed, in the zone that times are shown in: `14:30` (the next one), `21 Nov`, `21 Nov 14:30`, `21 Nov 2027 14:30`,
 * `2026-11-21 14:30`, or a distance such as `90 m` or `2 d`. A day alone means its last minute; one without a year is the next such day.
 */
export function parseInstant(typed: string, now: number, zone: Zone): number | null {
  const text = typed
    .trim()
    .toLowerCase()
    .replace(/[t,]\s*(?=\d{1,2}:)/u, ' ')
    .replace(/\s+/gu, ' ');
  const plain = relative(text, now) ?? timeOnly(text, now, zone);
  if (plain !== null) return plain;
  const split = /^(.*?)(?: (\d{1,2}):(\d{2})(?::\d{2})?)?$/u.exec(text);
  const day = dayOf(split?.[1] ?? '');
  if (day === null) return null;
  const clock = split?.[2] === undefined ? { hour: 23, minute: 59 } : { hour: Number(split[2]), minute: Number(split[3]) };
  const { year } = wallOf(now, zone);
  const time = instantOf({ ...day, year: day.year ?? year, ...clock }, zone);
  return time === null || time > now || day.year !== null ? time : instantOf({ ...day, year: year + 1, ...clock }, zone);
}

/** The times that are offered, from now: an hour, the last minute of today, a day, a week. */
export function presetInstants(now: number, zone: Zone): Readonly<Record<'hour' | 'today' | 'day' | 'week', number>> {
  const ending = instantOf({ ...wallOf(now, zone), hour: 23, minute: 59 }, zone) ?? now + DAY_MS;
  return {
    hour: nextMinute(now + HOUR_MS),
    today: ending > now ? ending : ending + DAY_MS,
    day: nextMinute(now + DAY_MS),
    week: nextMinute(now + 7 * DAY_MS),
  };
}

/** An instant as the field shows it, to the minute: `21 Nov 14:30`, of another year `21 Nov 2027 14:30`. */
export function instantText(time: number, now: number, format: Format): string {
  const day = format.calendarDay(time);
  const shown = day.slice(-4) === format.calendarDay(now).slice(-4) ? day.slice(0, -5) : day;
  return `${shown} ${format.timeOfDay(time).slice(0, 5)}`;
}

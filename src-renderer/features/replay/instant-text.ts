import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src-shared/kernel/time.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ t](\d{1,2}):(\d{2}))?$/u;
const WORDS = /^(\d{1,2})\.?\s*([a-z]{3})[a-z]*\.?\s*(\d{4})(?:\s+(\d{1,2}):(\d{2}))?$/u;

/** What was typed: the instant, ms UTC, and whether it names a whole day. */
export interface TypedInstant {
  readonly time: number;
  readonly wholeDay: boolean;
}

/** The instant that was typed in UTC (`2025-03-03`, `3 Mar 2025 14:00`); nothing when it is none. */
export function parseInstant(typed: string): TypedInstant | undefined {
  const text = typed.trim().toLowerCase();
  const iso = ISO.exec(text);
  const words = iso === null ? WORDS.exec(text) : null;
  const found = iso ?? words;
  if (found === null) return undefined;
  const [year, month, day] =
    words === null ? [found[1], Number(found[2]), found[3]] : [found[3], MONTHS.indexOf(found[2] ?? '') + 1, found[1]];
  const start = Date.UTC(Number(year), month - 1, Number(day));
  const made = new Date(start);
  if (month < 1 || made.getUTCMonth() !== month - 1 || made.getUTCDate() !== Number(day)) return undefined;
  if (found[4] === undefined) return { time: start, wholeDay: true };
  const [hours, minutes] = [Number(found[4]), Number(found[5])];
  return hours > 23 || minutes > 59 ? undefined : { time: start + hours * HOUR_MS + minutes * MINUTE_MS, wholeDay: false };
}

/** An instant as it is written in a field, UTC: `3 Mar 2025`, with its minute where it is not midnight. */
export function instantText(time: number): string {
  const date = new Date(time);
  const month = MONTHS[date.getUTCMonth()] ?? '';
  const day = `${String(date.getUTCDate())} ${month.charAt(0).toUpperCase()}${month.slice(1)} ${String(date.getUTCFullYear())}`;
  const two = (value: number): string => String(value).padStart(2, '0');
  return time % DAY_MS === 0 ? day : `${day} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
}

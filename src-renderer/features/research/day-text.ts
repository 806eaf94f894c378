import { DAY_MS } from '../../../src-shared/kernel/time.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})$/u;
const WORDS = /^(\d{1,2})\.?\s*([a-z]{3})[a-z]*\.?\s*(\d{4})$/u;

function dayOf(year: number, month: number, day: number): number | undefined {
  const time = Date.UTC(year, month - 1, day);
  const made = new Date(time);
  return made.getUTCMonth() === month - 1 && made.getUTCDate() === day ? time : undefined;
}

/** Start of the UTC day that was typed (`2025-01-31`, `31 Jan 2025`), ms UTC; nothing when it is none. */
export function parseDay(typed: string): number | undefined {
  const text = typed.trim().toLowerCase();
  const iso = ISO.exec(text);
  if (iso) return dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const words = WORDS.exec(text);
  const month = MONTHS.indexOf(words?.[2] ?? '') + 1;
  return words && month > 0 ? dayOf(Number(words[3]), month, Number(words[1])) : undefined;
}

/** A UTC day as it is written in a field: `31 Jan 2025`. */
export function dayText(time: number): string {
  const date = new Date(Math.floor(time / DAY_MS) * DAY_MS);
  const month = MONTHS[date.getUTCMonth()] ?? '';
  return `${String(date.getUTCDate())} ${month.charAt(0).toUpperCase()}${month.slice(1)} ${String(date.getUTCFullYear())}`;
}

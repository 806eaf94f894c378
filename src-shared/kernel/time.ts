import type { Brand } from './brand.ts';

/** An instant: whole milliseconds since 1970-01-01T00:00:00Z. */
export type UtcMs = Brand<number, 'UtcMs'>;

/** A second in milliseconds. */
export const SECOND_MS = 1_000;
/** A minute in milliseconds. */
export const MINUTE_MS = 60_000;
/** An hour in milliseconds. */
export const HOUR_MS = 3_600_000;
/** A day in milliseconds; UTC days have no leap seconds here. */
export const DAY_MS = 86_400_000;

/** Days of a year in annualised figures: crypto trades every day. */
export const DAYS_PER_YEAR = 365;

/** Takes a number of milliseconds as an instant. */
export function utcMs(milliseconds: number): UtcMs {
  return milliseconds as UtcMs;
}

/** The UTC day that holds an instant, counted from 1970-01-01. */
export function utcDay(time: number): number {
  return Math.floor(time / DAY_MS);
}

/** Year, month and day of a UTC day number, by the civil-from-days algorithm of H. Hinnant (public domain). */
export function civilDate(day: number): { readonly year: number; readonly month: number; readonly day: number } {
  const z = day + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1,
  };
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

/** An instant as ISO 8601 in UTC with milliseconds, `2026-01-05T00:00:00.000Z`. */
export function isoTime(time: number): string {
  const { year, month, day } = civilDate(utcDay(time));
  const rest = time - utcDay(time) * DAY_MS;
  const hours = Math.floor(rest / HOUR_MS);
  const minutes = Math.floor((rest % HOUR_MS) / MINUTE_MS);
  const seconds = Math.floor((rest % MINUTE_MS) / SECOND_MS);
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}T${pad(hours, 2)}:${pad(minutes, 2)}:${pad(seconds, 2)}.${pad(rest % SECOND_MS, 3)}Z`;
}

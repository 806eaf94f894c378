import type { Zone } from './times.ts';

/** The zone and its offset at an instant, as the foot names it: `local · UTC+1`, `UTC`. */
export function zoneOffset(time: number, zone: Zone): string {
  if (zone === 'utc') return 'UTC';
  const minutes = -new Date(time).getTimezoneOffset();
  const sign = minutes < 0 ? '−' : '+';
  const hours = Math.floor(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) % 60;
  return `UTC${sign}${String(hours)}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`;
}

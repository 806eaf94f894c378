import { civilDate, utcDay } from '../kernel/time.ts';
import type { EquityCurve } from './metric.ts';

/** Return of one calendar month, UTC. */
export interface MonthlyReturn {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** Equity at the month's last close over that of the month before (at first the starting cash), minus 1. */
  readonly value: number;
}

/** Returns of the calendar months that have a close, oldest first. A close at 00:00 of the first belongs to the month that it ends; where equity is not above zero the returns end. */
export function monthlyReturns({ start, times, equity }: EquityCurve): readonly MonthlyReturn[] {
  const months: MonthlyReturn[] = [];
  let base = start;
  let day = Number.NaN;
  let now = { year: 0, month: 0 };
  const close = (row: number): void => {
    if (row === 0) return;
    const end = equity[row - 1]!;
    months.push({ ...now, value: end / base - 1 });
    base = end;
  };
  for (let row = 0; row < times.length && base > 0; row += 1) {
    const next = utcDay(times[row]! - 1);
    if (next === day) continue;
    day = next;
    const { year, month } = civilDate(day);
    if (year === now.year && month === now.month) continue;
    close(row);
    now = { year, month };
  }
  if (base > 0) close(times.length);
  return months;
}

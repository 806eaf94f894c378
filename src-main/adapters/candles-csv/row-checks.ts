import { TIMEFRAMES, type Timeframe } from '../../../src-shared/domain/candle.ts';
import { isoTime } from '../../../src-shared/kernel/time.ts';
import type { ColumnName } from './row-columns.ts';

/** What is wrong with a row, and in which column. */
export interface RowProblem {
  readonly column: ColumnName;
  readonly problem: string;
}

/** The last instant that has a four-digit year. */
const LAST_INSTANT = 253_402_300_799_999;
/** 1973 in milliseconds: whatever is smaller is a count of seconds in practice. */
const SMALLEST_MILLISECONDS = 100_000_000_000;

/** Checks one number by its column alone; null when it may stand. `index` is the column's place in a row. */
export function checkValue(column: ColumnName, value: number): string | null {
  if (!Number.isFinite(value)) return 'the number is infinite: it is too large for any market.';
  if (column === 'ts') return checkTime(value);
  if (column === 'volume') return value < 0 ? 'the volume is negative.' : null;
  if (value < 0) return 'the price is negative.';
  return value === 0 ? 'the price is zero.' : null;
}

function checkTime(value: number): string | null {
  if (!Number.isSafeInteger(value)) return 'a bar opens at a whole number of milliseconds.';
  if (value < 0 || value > LAST_INSTANT) return 'the instant lies outside the years 1970 to 9999; ts is in milliseconds UTC.';
  return null;
}

/** Checks a row's prices against each other; `row` holds ts, open, high, low, close, volume. */
export function checkShape(row: Float64Array): RowProblem | null {
  const open = row[1]!;
  const high = row[2]!;
  const low = row[3]!;
  const close = row[4]!;
  if (high >= open && high >= close && high >= low && low <= open && low <= close) return null;
  if (high < low) return { column: 'high', problem: `the bar is crossed: high ${high} is below low ${low}.` };
  if (high < Math.max(open, close)) {
    const name = high < open ? `open ${open}` : `close ${close}`;
    return { column: 'high', problem: `the bar is crossed: high ${high} is below ${name}.` };
  }
  const name = low > open ? `open ${open}` : `close ${close}`;
  return { column: 'low', problem: `the bar is crossed: low ${low} is above ${name}.` };
}

/** Checks an instant against the one of the row before. */
export function checkOrder(before: number, time: number, timeframe: Timeframe): RowProblem | null {
  const step = time - before;
  const bar = TIMEFRAMES[timeframe];
  if (step >= bar && step % bar === 0) return null;
  if (step === 0) return { column: 'ts', problem: `the instant ${isoTime(time)} is that of the row before (duplicated).` };
  if (step < 0)
    return { column: 'ts', problem: `the instant ${isoTime(time)} is earlier than ${isoTime(before)} of the row before (unsorted).` };
  const seconds = time < SMALLEST_MILLISECONDS ? ' The instants look like seconds; ts is in milliseconds.' : '';
  return {
    column: 'ts',
    problem: `the bar opens ${duration(step)} after the row before, which is not a whole number of ${timeframe} bars.${seconds}`,
  };
}

function duration(milliseconds: number): string {
  const units: readonly (readonly [number, string])[] = [
    [86_400_000, 'd'],
    [3_600_000, 'h'],
    [60_000, 'min'],
    [1_000, 's'],
  ];
  const unit = units.find(([size]) => milliseconds >= size && milliseconds % size === 0);
  return unit ? `${milliseconds / unit[0]} ${unit[1]}` : `${milliseconds} ms`;
}

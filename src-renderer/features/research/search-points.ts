import type { SearchTrialRow } from '../../../src-shared/contract/searches.ts';

/** The lowest and highest of some values. */
export interface Extent {
  readonly low: number;
  readonly high: number;
}

/** Extent of the values that are numbers; 0 to 0 where there are none. */
export function extentOf(values: readonly number[]): Extent {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? { low, high } : { low: 0, high: 0 };
}

/** Where a value lies in an extent, 0 to 1; in the middle where there is only one value. */
export function placed(value: number, { low, high }: Extent): number {
  return high > low ? (value - low) / (high - low) : 0.5;
}

/** A parameter of a trial. */
export function valueOf(trial: Pick<SearchTrialRow, 'parameters'>, name: string): number {
  return trial.parameters[name] ?? Number.NaN;
}

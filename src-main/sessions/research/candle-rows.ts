import type { CandleColumns } from '../../../src-shared/domain/candle.ts';

/** The first row whose bar opens at or after an instant; the number of rows where none does. */
export function firstRowFrom({ time, length }: CandleColumns, instant: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (time[middle]! < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

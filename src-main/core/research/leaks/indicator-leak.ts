import type { CandleColumns } from '../../../../src-shared/domain/candle.ts';
import { type FutureKind, otherFuture } from './other-futures.ts';

/** Columns of values over bars, one per output. */
export type ComputedColumns = (candles: CandleColumns) => readonly Float64Array[];

/** A value of an indicator that changes with bars after it. */
export interface IndicatorLeak {
  readonly row: number;
  readonly output: number;
  /** The first row that was changed. */
  readonly cut: number;
  readonly future: FutureKind;
  readonly before: number;
  readonly after: number;
}

const KINDS: readonly FutureKind[] = ['truncated', 'mirrored', 'moved'];

/** The first value that is not the same when the bars from one of the cut points on are taken away or changed; null for none. */
export function indicatorLeak(compute: ComputedColumns, candles: CandleColumns, cuts: readonly number[], seed = 1): IndicatorLeak | null {
  const whole = compute(candles);
  for (const cut of cuts) {
    for (const future of KINDS) {
      const changed = compute(otherFuture(candles, cut, future, seed));
      for (const [output, column] of whole.entries()) {
        const other = changed[output];
        for (let row = 0; row < cut; row += 1) {
          const after = other?.[row] ?? Number.NaN;
          if (!Object.is(column[row], after)) return { row, output, cut, future, before: column[row]!, after };
        }
      }
    }
  }
  return null;
}

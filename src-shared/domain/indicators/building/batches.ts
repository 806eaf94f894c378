/** Values that are worked on together where a column is filled: few enough for a near cache. */
const BATCH = 4_096;

/** Calls with the bounds of one batch of rows after the other: the first row, and the one after the last. */
export function inBatches(rows: number, take: (from: number, to: number) => void): void {
  for (let from = 0; from < rows; from += BATCH) take(from, Math.min(rows, from + BATCH));
}

/** Room for the values of one batch. */
export function batchRoom(): Float64Array {
  return new Float64Array(BATCH);
}

import { TIMEFRAMES, type Timeframe } from '../../../src-shared/domain/candle.ts';

/** Rows that are looked at; the rest of a file is spaced like its beginning. */
const MOST_ROWS = 20_000;

/** The timeframe of more than half of the steps from row to row, whichever way they go; null where there is none. Times ms, NaN for one that was not read. */
export function detectTimeframe(times: Float64Array): Timeframe | null {
  const counts = new Map<number, number>();
  let steps = 0;
  for (let row = 1; row < Math.min(times.length, MOST_ROWS); row += 1) {
    const step = Math.abs(times[row]! - times[row - 1]!);
    // Repeated rows are judged elsewhere.
    if (Number.isNaN(step) || step === 0) continue;
    steps += 1;
    counts.set(step, (counts.get(step) ?? 0) + 1);
  }
  const found = Object.entries(TIMEFRAMES).find(([, span]) => (counts.get(span) ?? 0) * 2 > steps);
  return found === undefined ? null : (found[0] as Timeframe);
}

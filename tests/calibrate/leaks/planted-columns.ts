import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import type { ComputedColumns } from '../../../src-main/core/research/leaks/indicator-leak.ts';
import type { TraceEntry, TracedRun } from '../../../src-main/core/research/leaks/trace.ts';

/** An indicator that shows what was not known, and its honest twin. */
export interface PlantedColumns {
  readonly name: string;
  readonly fault: string;
  readonly leaking: ComputedColumns;
  readonly honest: ComputedColumns;
}

type Value = (candles: CandleColumns, row: number) => number;

const each =
  (value: Value): ComputedColumns =>
  (candles) => [Float64Array.from({ length: candles.length }, (_, row) => value(candles, row))];

const columns = (name: string, fault: string, leaking: Value, honest: Value): PlantedColumns => ({
  name,
  fault,
  leaking: each(leaking),
  honest: each(honest),
});

function mean({ close }: CandleColumns, from: number, to: number): number {
  const part = close.subarray(Math.max(0, from), to);
  return part.reduce((sum, value) => sum + value, 0) / part.length;
}

/** Every kind of planted leak that an indicator can have. */
export const PLANTED_COLUMNS: readonly PlantedColumns[] = [
  columns(
    'centred-mean',
    'a mean of the bars around its own',
    (c, row) => mean(c, row - 3, row + 4),
    (c, row) => mean(c, row - 6, row + 1),
  ),
  columns(
    'lagging-span-shifted-back',
    'a close drawn as many bars before it was',
    (c, row) => c.close[row + 5] ?? Number.NaN,
    (c, row) => c.close[row - 5] ?? Number.NaN,
  ),
  columns(
    'scaled-by-all',
    'a place in the range of all bars',
    (c, row) => (c.close[row]! - Math.min(...c.low)) / (Math.max(...c.high) - Math.min(...c.low)),
    (c, row) => c.close[row]! / Math.max(...c.high.subarray(0, row + 1)),
  ),
  columns(
    'fractal',
    'a high marked before two lower ones have followed',
    (c, row) => (c.high[row]! > (c.high[row + 1] ?? 0) && c.high[row]! > (c.high[row + 2] ?? 0) ? 1 : 0),
    (c, row) => (c.high[row - 2]! > c.high[row - 1]! && c.high[row - 2]! > c.high[row]! ? 1 : 0),
  ),
];

/** A bare simulation that buys when a bar rose and sells when it fell; `delay` 0 trades at the open of the very bar that it has seen close. */
export function bareRun(delay: 0 | 1): TracedRun {
  return ({ open, close, length }) => {
    const entries: TraceEntry[] = [];
    const equity = new Float64Array(length);
    const held = new Float64Array(length);
    let cash = 1_000;
    let lots = 0;
    for (let row = 0; row < length; row += 1) {
      const known = row - delay;
      const wanted = known >= 0 && close[known]! > open[known]! ? 1 : 0;
      if (wanted !== lots) {
        cash += (lots - wanted) * open[row]!;
        lots = wanted;
        entries.push({ row, part: 'open', kind: 'fill', text: `${String(lots)} at ${String(open[row])}` });
      }
      equity[row] = cash + lots * close[row]!;
      held[row] = lots;
    }
    return { entries, equity, held };
  };
}

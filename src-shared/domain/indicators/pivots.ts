import { DAY_MS } from '../../kernel/time.ts';
import type { CandleColumns } from '../candle.ts';
import { line } from './building/define.ts';
import type { BarIndicator, IndicatorDefinition } from './indicator.ts';

/**
 * Pivot points, the classic ones of floor traders: the mean of high, low and close of the UTC day before, and three levels over and under it. They stand from 00:00 UTC to the end of
 * the day. A first day of which the history does not hold the beginning is not taken; where a day has no bars the last one that has some counts.
 */
export class Pivots implements BarIndicator {
  readonly values = new Float64Array(7).fill(Number.NaN);
  private day = Number.NaN;
  private whole = false;
  private high = Number.NaN;
  private low = Number.NaN;
  private close = Number.NaN;

  update(columns: CandleColumns, row: number): void {
    const time = columns.time[row]!;
    const day = Math.floor(time / DAY_MS);
    if (day !== this.day) {
      if (this.whole) this.stand();
      this.whole = !Number.isNaN(this.day) || time === day * DAY_MS;
      this.day = day;
      this.high = Number.NEGATIVE_INFINITY;
      this.low = Number.POSITIVE_INFINITY;
    }
    this.high = Math.max(this.high, columns.high[row]!);
    this.low = Math.min(this.low, columns.low[row]!);
    this.close = columns.close[row]!;
  }

  private stand(): void {
    const { values, high, low, close } = this;
    const pivot = (high + low + close) / 3;
    values[0] = pivot;
    values[1] = 2 * pivot - low;
    values[2] = pivot + (high - low);
    values[3] = high + 2 * (pivot - low);
    values[4] = 2 * pivot - high;
    values[5] = pivot - (high - low);
    values[6] = low - 2 * (high - pivot);
  }
}

/** Pivot points in the catalogue. Their first value comes with the second day, after one bar where a bar is a day; of shorter bars after as many as the first day has. */
export const PIVOTS: IndicatorDefinition = {
  id: 'pivots',
  label: 'Pivot points',
  family: 'channel',
  pane: 'overlay',
  parameters: [],
  unit: 'price',
  outputs: [line('pivot', 'P'), ...['R1', 'R2', 'R3', 'S1', 'S2', 'S3'].map((label) => line(label.toLowerCase(), label))],
  levels: [],
  warmUp: () => Array<number>(7).fill(1),
  title: () => 'Pivots',
  make: () => new Pivots(),
};

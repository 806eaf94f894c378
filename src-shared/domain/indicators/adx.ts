import type { CandleColumns } from '../candle.ts';
import { TrueRange } from './atr.ts';
import { length, line, titled, valueOf } from './building/define.ts';
import { wilderAverage } from './ema.ts';
import type { BarIndicator, IndicatorDefinition } from './indicator.ts';

/**
 * Average directional index (J. W. Wilder, 1978) with both directional indicators. Directional movement and true range are averaged in
 * Wilder's way from the second bar on; the index is Wilder's average of their normalised difference.
 */
export class Adx implements BarIndicator {
  readonly values = new Float64Array(3).fill(Number.NaN);
  private readonly range = new TrueRange();
  private readonly ranges;
  private readonly rises;
  private readonly falls;
  private readonly index;
  private high = Number.NaN;
  private low = Number.NaN;

  constructor(period: number) {
    this.ranges = wilderAverage(period);
    this.rises = wilderAverage(period);
    this.falls = wilderAverage(period);
    this.index = wilderAverage(period);
  }

  update(columns: CandleColumns, row: number): void {
    const { values } = this;
    const up = columns.high[row]! - this.high;
    const down = this.low - columns.low[row]!;
    this.high = columns.high[row]!;
    this.low = columns.low[row]!;
    const range = this.range.update(columns, row);
    if (Number.isNaN(range)) return;
    const ranges = this.ranges.update(range);
    const rises = this.rises.update(up > down && up > 0 ? up : 0);
    const falls = this.falls.update(down > up && down > 0 ? down : 0);
    if (Number.isNaN(ranges)) return;
    const plus = ranges === 0 ? 0 : (100 * rises) / ranges;
    const minus = ranges === 0 ? 0 : (100 * falls) / ranges;
    values[1] = plus;
    values[2] = minus;
    values[0] = this.index.update(plus + minus === 0 ? 0 : (100 * Math.abs(plus - minus)) / (plus + minus));
  }
}

const LENGTH = length('period', 'Length', 14, 2);

/** The average directional index in the catalogue. */
export const ADX: IndicatorDefinition = {
  id: 'adx',
  label: 'Average directional index',
  family: 'trend',
  pane: 'own',
  parameters: [LENGTH],
  unit: 'plain',
  outputs: [line('adx', 'ADX'), line('plus', '+DI'), line('minus', '−DI')],
  levels: [25],
  warmUp: (parameters) => {
    const period = valueOf(LENGTH, parameters);
    return [2 * period - 1, period, period];
  },
  title: titled('ADX', [LENGTH]),
  make: (parameters) => new Adx(valueOf(LENGTH, parameters)),
};

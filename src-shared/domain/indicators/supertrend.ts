import type { CandleColumns } from '../candle.ts';
import { Atr } from './atr.ts';
import { factor, length, ONE_LINE, titled, valueOf } from './building/define.ts';
import type { BarIndicator, IndicatorDefinition } from './indicator.ts';

/**
 * SuperTrend (O. Seban): a stop so many average true ranges below the middle of the bar in a rise, above it in a fall. It only nears the price, until a close at or beyond it changes
 * sides. It begins as a rise where the first bar that has an ATR closes at its middle or above. The ATR is Wilder's. Below the close it is a rise, above it a fall.
 */
export class SuperTrend implements BarIndicator {
  readonly values = new Float64Array([Number.NaN]);
  private readonly atr: Atr;
  private readonly width: number;
  private before = Number.NaN;
  private upper = Number.NaN;
  private lower = Number.NaN;
  private rising = true;

  constructor(period: number, width: number) {
    this.atr = new Atr(period);
    this.width = width;
  }

  update(columns: CandleColumns, row: number): void {
    const { atr, before } = this;
    const close = columns.close[row]!;
    this.before = close;
    atr.update(columns, row);
    const reach = this.width * atr.values[0]!;
    if (Number.isNaN(reach)) return;
    const middle = (columns.high[row]! + columns.low[row]!) / 2;
    if (Number.isNaN(this.upper)) {
      this.rising = close >= middle;
      this.upper = middle + reach;
      this.lower = middle - reach;
    } else this.near(middle + reach, middle - reach, before);
    this.rising = close > (this.rising ? this.lower : this.upper);
    this.values[0] = this.rising ? this.lower : this.upper;
  }

  private near(upper: number, lower: number, before: number): void {
    if (upper < this.upper || before > this.upper) this.upper = upper;
    if (lower > this.lower || before < this.lower) this.lower = lower;
  }
}

const LENGTH = length('period', 'Length', 10);
const WIDTH = factor('width', 'Width', 3);

/** SuperTrend in the catalogue. */
export const SUPERTREND: IndicatorDefinition = {
  id: 'supertrend',
  label: 'SuperTrend',
  family: 'trend',
  pane: 'overlay',
  parameters: [LENGTH, WIDTH],
  unit: 'price',
  outputs: ONE_LINE,
  levels: [],
  warmUp: (parameters) => [valueOf(LENGTH, parameters)],
  title: titled('SuperTrend', [LENGTH, WIDTH]),
  make: (parameters) => new SuperTrend(valueOf(LENGTH, parameters), valueOf(WIDTH, parameters)),
};

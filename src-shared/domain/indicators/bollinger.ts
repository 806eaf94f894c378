import type { CandleColumns } from '../candle.ts';
import { edge, factor, length, line, titled, valueOf } from './building/define.ts';
import { SlidingDeviation } from './building/sliding-deviation.ts';
import type { BarIndicator, IndicatorDefinition } from './indicator.ts';
import { Sma } from './sma.ts';

/** Bollinger bands (J. Bollinger, 1983): the simple mean of the closes, and so many population standard deviations over and under it. */
export class Bollinger implements BarIndicator {
  readonly values = new Float64Array(3).fill(Number.NaN);
  private readonly deviation: SlidingDeviation;
  private readonly middle: Sma;
  private readonly width: number;

  constructor(period: number, width: number) {
    this.deviation = new SlidingDeviation(period);
    this.middle = new Sma(period);
    this.width = width;
  }

  update(columns: CandleColumns, row: number): void {
    const { values } = this;
    const close = columns.close[row]!;
    const mean = this.middle.update(close);
    const reach = this.width * this.deviation.update(close);
    values[0] = mean + reach;
    values[1] = mean;
    values[2] = mean - reach;
  }

  fill({ close, length: rows }: CandleColumns, out: readonly Float64Array[]): void {
    const [uppers, middles, lowers] = out as [Float64Array, Float64Array, Float64Array];
    const { width } = this;
    this.middle.fill(close, middles);
    this.deviation.fill(close, uppers);
    for (let row = 0; row < rows; row += 1) {
      const reach = width * uppers[row]!;
      uppers[row] = middles[row]! + reach;
      lowers[row] = middles[row]! - reach;
    }
    for (let i = 0; i < out.length && rows > 0; i += 1) this.values[i] = out[i]![rows - 1]!;
  }
}

const LENGTH = length('period', 'Length', 20, 2);
const WIDTH = factor('width', 'Deviations', 2);

/** Bollinger bands in the catalogue. */
export const BOLLINGER: IndicatorDefinition = {
  id: 'bollinger',
  label: 'Bollinger bands',
  family: 'channel',
  pane: 'overlay',
  parameters: [LENGTH, WIDTH],
  unit: 'price',
  outputs: [edge('upper', 'Upper'), line('middle', 'Middle'), edge('lower', 'Lower')],
  levels: [],
  warmUp: (parameters) => Array<number>(3).fill(valueOf(LENGTH, parameters) - 1),
  title: titled('Bollinger', [LENGTH, WIDTH]),
  make: (parameters) => new Bollinger(valueOf(LENGTH, parameters), valueOf(WIDTH, parameters)),
};

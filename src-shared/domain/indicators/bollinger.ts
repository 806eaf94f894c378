import type { CandleColumns } from '../candle.ts';
import { edge, factor, length, line, titled, valueOf } from './building/define.ts';
import { Window } from './building/window.ts';
import type { BarIndicator, IndicatorDefinition } from './indicator.ts';
import { Sma } from './sma.ts';

/** Bollinger bands (J. Bollinger, 1983): the simple mean of the closes, and so many population standard deviations over and under it. */
export class Bollinger implements BarIndicator {
  readonly values = new Float64Array(3).fill(Number.NaN);
  private readonly window: Window;
  private readonly middle: Sma;
  private readonly width: number;

  constructor(period: number, width: number) {
    this.window = new Window(period);
    this.middle = new Sma(period);
    this.width = width;
  }

  update(columns: CandleColumns, row: number): void {
    const { window, values } = this;
    const close = columns.close[row]!;
    window.push(close);
    const mean = this.middle.update(close);
    if (!window.full) return;
    const reach = this.width * window.deviation(mean);
    values[0] = mean + reach;
    values[1] = mean;
    values[2] = mean - reach;
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

import type { CandleColumns } from '../candle.ts';
import { length, ONE_LINE, titled, valueOf } from './building/define.ts';
import { Window } from './building/window.ts';
import type { BarIndicator, IndicatorDefinition } from './indicator.ts';
import { Sma } from './sma.ts';

/** Lambert's constant: with it most values of an ordinary market lie between -100 and 100. */
const LAMBERT = 0.015;

/** Commodity channel index (D. Lambert, 1980): the typical price's distance from its simple mean, in Lambert's parts of the mean distance. 0 where nothing moved. */
export class Cci implements BarIndicator {
  readonly values = new Float64Array([Number.NaN]);
  private readonly window: Window;
  // Its mean of equal values is that value, so that nothing that stands still has a distance from it.
  private readonly average: Sma;

  constructor(period: number) {
    this.window = new Window(period);
    this.average = new Sma(period);
  }

  update(columns: CandleColumns, row: number): void {
    const { window } = this;
    const typical = (columns.high[row]! + columns.low[row]! + columns.close[row]!) / 3;
    window.push(typical);
    const mean = this.average.update(typical);
    if (!window.full) return;
    const distance = window.meanDistance(mean);
    this.values[0] = distance === 0 ? 0 : (typical - mean) / (LAMBERT * distance);
  }
}

const LENGTH = length('period', 'Length', 20, 2);

/** The commodity channel index in the catalogue. */
export const CCI: IndicatorDefinition = {
  id: 'cci',
  label: 'Commodity channel index',
  family: 'momentum',
  pane: 'own',
  parameters: [LENGTH],
  unit: 'plain',
  outputs: ONE_LINE,
  levels: [-100, 100],
  warmUp: (parameters) => [valueOf(LENGTH, parameters) - 1],
  title: titled('CCI', [LENGTH]),
  make: (parameters) => new Cci(valueOf(LENGTH, parameters)),
};

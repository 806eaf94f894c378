import { length, ONE_LINE, OverCloses, titled, valueOf } from './building/define.ts';
import { Window } from './building/window.ts';
import type { IndicatorDefinition, StreamingIndicator } from './indicator.ts';
import { Sma } from './sma.ts';

/** Standard deviation of the last `period` values as a whole population, from their mean. */
export class StandardDeviation implements StreamingIndicator {
  private readonly window: Window;
  private readonly average: Sma;

  constructor(period: number) {
    this.window = new Window(period);
    this.average = new Sma(period);
  }

  update(value: number): number {
    const { window } = this;
    window.push(value);
    const mean = this.average.update(value);
    return window.full ? window.deviation(mean) : Number.NaN;
  }
}

const LENGTH = length('period', 'Length', 20, 2);

/** The standard deviation in the catalogue. */
export const STDEV: IndicatorDefinition = {
  id: 'stdev',
  label: 'Standard deviation',
  family: 'volatility',
  pane: 'own',
  parameters: [LENGTH],
  unit: 'price',
  outputs: ONE_LINE,
  levels: [],
  warmUp: (parameters) => [valueOf(LENGTH, parameters) - 1],
  title: titled('StDev', [LENGTH]),
  make: (parameters) => new OverCloses(new StandardDeviation(valueOf(LENGTH, parameters))),
};

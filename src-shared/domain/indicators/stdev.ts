import { length, ONE_LINE, OverCloses, titled, valueOf } from './building/define.ts';
import { SlidingDeviation } from './building/sliding-deviation.ts';
import type { IndicatorDefinition, StreamingIndicator } from './indicator.ts';

/** Standard deviation of the last `period` values as a whole population, from their mean. */
export class StandardDeviation implements StreamingIndicator {
  private readonly deviation: SlidingDeviation;

  constructor(period: number) {
    this.deviation = new SlidingDeviation(period);
  }

  update(value: number): number {
    return this.deviation.update(value);
  }

  fill(values: Float64Array, out: Float64Array): void {
    this.deviation.fill(values, out);
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

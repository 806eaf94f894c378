import { length, ONE_LINE, OverCloses, titled, valueOf } from './building/define.ts';
import { wilderAverage } from './ema.ts';
import type { IndicatorDefinition, StreamingIndicator } from './indicator.ts';

/**
 * Relative strength index (J. W. Wilder, 1978): 100 less 100 over one and the ratio of average gain to average loss, both Wilder's averages.
 * 100 without losses, 50 where nothing moved at all.
 */
export class Rsi implements StreamingIndicator {
  private readonly gains;
  private readonly losses;
  private before = Number.NaN;

  constructor(period: number) {
    this.gains = wilderAverage(period);
    this.losses = wilderAverage(period);
  }

  update(value: number): number {
    const change = value - this.before;
    this.before = value;
    if (Number.isNaN(change)) return Number.NaN;
    const gain = this.gains.update(Math.max(0, change));
    const loss = this.losses.update(Math.max(0, -change));
    if (loss === 0) return gain === 0 ? 50 : 100;
    return 100 - 100 / (1 + gain / loss);
  }
}

const LENGTH = length('period', 'Length', 14, 2);

/** The relative strength index in the catalogue. */
export const RSI: IndicatorDefinition = {
  id: 'rsi',
  label: 'Relative strength index',
  family: 'momentum',
  pane: 'own',
  parameters: [LENGTH],
  unit: 'plain',
  outputs: ONE_LINE,
  levels: [30, 70],
  warmUp: (parameters) => [valueOf(LENGTH, parameters)],
  title: titled('RSI', [LENGTH]),
  make: (parameters) => new OverCloses(new Rsi(valueOf(LENGTH, parameters))),
};

import { invariant } from '../../kernel/result.ts';
import { length, ONE_LINE, OverCloses, titled, valueOf } from './building/define.ts';
import type { IndicatorDefinition, StreamingIndicator } from './indicator.ts';

/**
 * An average in which each value weighs a constant share less than the next. It begins with the simple mean of its first `period` values
 * (the convention of most published tables), so its first value comes with the last of them.
 */
export class SeededAverage implements StreamingIndicator {
  private readonly period: number;
  private readonly weight: number;
  private seen = 0;
  private sum = 0;
  private average = Number.NaN;

  /** `weight` is the share of the newest value. */
  constructor(period: number, weight: number) {
    invariant(Number.isInteger(period) && period >= 1, 'an average begins with a whole number of values');
    this.period = period;
    this.weight = weight;
  }

  update(value: number): number {
    if (this.seen < this.period) {
      this.seen += 1;
      this.sum += value;
      if (this.seen === this.period) this.average = this.sum / this.period;
    } else this.average += this.weight * (value - this.average);
    return this.average;
  }
}

/** Exponential moving average: the newest value weighs 2 / (period + 1). */
export function ema(period: number): SeededAverage {
  return new SeededAverage(period, 2 / (period + 1));
}

/** Wilder's average (1978): the newest value weighs 1 / period. */
export function wilderAverage(period: number): SeededAverage {
  return new SeededAverage(period, 1 / period);
}

const LENGTH = length('period', 'Length', 20);

/** The exponential moving average in the catalogue. */
export const EMA: IndicatorDefinition = {
  id: 'ema',
  label: 'Exponential moving average',
  family: 'average',
  pane: 'overlay',
  parameters: [LENGTH],
  unit: 'price',
  outputs: ONE_LINE,
  levels: [],
  warmUp: (parameters) => [valueOf(LENGTH, parameters) - 1],
  title: titled('EMA', [LENGTH]),
  make: (parameters) => new OverCloses(ema(valueOf(LENGTH, parameters))),
};

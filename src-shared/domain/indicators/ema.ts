import { invariant } from '../../kernel/result.ts';
import { length, ONE_LINE, OverCloses, titled, valueOf } from './building/define.ts';
import type { IndicatorDefinition, StreamingIndicator } from './indicator.ts';

/** So many values are averaged as a block. */
const BLOCK = 4;

/**
 * An average in which each value weighs a constant share less than the next. It begins with the simple mean of its first `period` values
 * (the convention of most published tables), so its first value comes with the last of them.
 *
 * After that it goes in blocks of four values: within a block it is what is left of the average before the block, and what the block's own
 * values add, both as distances from the block's first value. Blocks hang on one another by three operations, not by twelve, and an average of equal
 * values is that value to the last digit.
 */
export class SeededAverage implements StreamingIndicator {
  private readonly period: number;
  private readonly weight: number;
  /** What is left of an average after one to four further values. */
  private readonly left1: number;
  private readonly left2: number;
  private readonly left3: number;
  private readonly left4: number;
  private seen = 0;
  private sum = 0;
  private average = Number.NaN;
  /** How many values of the block are there, its first one, the average before it as a distance from that one, and what its values add. */
  private place = 0;
  private base = 0.5;
  private gap = 0.5;
  private added = 0.5;

  /** `weight` is the share of the newest value. */
  constructor(period: number, weight: number) {
    invariant(Number.isInteger(period) && period >= 1, 'an average begins with a whole number of values');
    this.period = period;
    this.weight = weight;
    this.left1 = 1 - weight;
    this.left2 = this.left1 * this.left1;
    this.left3 = this.left2 * this.left1;
    this.left4 = this.left3 * this.left1;
  }

  update(value: number): number {
    if (this.seen < this.period) {
      this.seen += 1;
      this.sum += value;
      if (this.seen === this.period) this.average = this.sum / this.period;
    } else if (this.weight === 1) this.average = value;
    else if (this.place === 0) {
      this.base = value;
      this.gap = this.average - value;
      this.added = 0;
      this.place = 1;
      this.average = this.gap * this.left1 + value;
    } else this.average = this.within(value);
    return this.average;
  }

  fill(values: Float64Array, out: Float64Array): void {
    const { length } = out;
    const { weight, left1, left2, left3, left4 } = this;
    let at = 0;
    while (at < length && (this.seen < this.period || this.place !== 0 || weight === 1)) {
      out[at] = this.update(values[at]!);
      at += 1;
    }
    let { average } = this;
    for (; at + BLOCK <= length; at += BLOCK) {
      const base = values[at]!;
      const gap = average - base;
      const second = (values[at + 1]! - base) * weight;
      const third = second * left1 + (values[at + 2]! - base) * weight;
      const fourth = third * left1 + (values[at + 3]! - base) * weight;
      average = gap * left4 + (fourth + base);
      out[at] = gap * left1 + base;
      out[at + 1] = gap * left2 + (second + base);
      out[at + 2] = gap * left3 + (third + base);
      out[at + 3] = average;
    }
    this.average = average;
    for (; at < length; at += 1) out[at] = this.update(values[at]!);
  }

  private within(value: number): number {
    const { base, place } = this;
    const added = this.added * this.left1 + (value - base) * this.weight;
    this.added = added;
    this.place = place + 1 === BLOCK ? 0 : place + 1;
    const left = place === 1 ? this.left2 : place === 2 ? this.left3 : this.left4;
    return this.gap * left + (added + base);
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

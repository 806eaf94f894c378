import { invariant } from '../../kernel/result.ts';
import { length, ONE_LINE, OverCloses, titled, valueOf } from './building/define.ts';
import { keepNewest } from './building/keep-newest.ts';
import type { IndicatorDefinition, StreamingIndicator } from './indicator.ts';

/** Longest window: the sum of so many distances still has all of its digits. */
const MAX_PERIOD = 100_000;

/** The sum is formed anew after so many values at the latest. */
const ANCHOR_AFTER = 65_536;

/** The sum of distances from a value is at most this share of it: no digit is lost then, where no value of the window is less than half of it. */
const MOST_SHARE = 0.5;

/** The sum is formed anew where the mean has gone this share of what it was away. */
const FAR = 0.5;

/** Rows over which two averages are watched. */
interface CrossingSpan {
  readonly from: number;
  readonly to: number;
  /** The fast average above the slow one ends it; else below. */
  readonly above: boolean;
  /** Averages that differ by less than this share of their sum count as too near. */
  readonly unclear: number;
}

/**
 * Simple moving average: the mean of the last `period` values. What slides is the sum of their distances from a mean before, in which no digit is lost while
 * the values of the window are of one size, and the quotient is corrected by its remainder: the result is then the correctly rounded mean of the
 * window after any number of updates, and a constant window averages to its constant. Where a value is more than twice or less than half of the one that it
 * replaces, or the mean has gone twice as far, the sum is formed anew from the window.
 */
export class Sma implements StreamingIndicator {
  private readonly window: Float64Array;
  private readonly period: number;
  private readonly inverse: number = Number.NaN;
  private next = 0;
  private warm = false;
  private untilAnchor = ANCHOR_AFTER;
  /** A mean before, the sum of the distances from it, the most that it may be, and the mean when the sum was formed. */
  private base = 0.5;
  private sum = 0.5;
  private most = 0.5;
  private formed = 0.5;

  /** `period` is a whole number from 1 to 100,000. */
  constructor(period: number) {
    invariant(
      Number.isInteger(period) && period >= 1 && period <= MAX_PERIOD,
      'the window of an average is a whole number from 1 to 100,000',
    );
    // A whole number that came as a double, as presets do, would make every index one.
    this.period = period | 0;
    this.inverse = 1 / period;
    this.window = new Float64Array(period);
  }

  update(value: number): number {
    this.push(value);
    return this.mean();
  }

  fill(values: Float64Array, out: Float64Array): void {
    let at = 0;
    while (at < out.length) {
      if (at >= this.period) at = this.slide(values, out, at);
      if (at === out.length) return;
      out[at] = this.update(values[at]!);
      at += 1;
    }
  }

  /** Takes the next value without working out the mean. */
  push(value: number): void {
    const { window, next } = this;
    const old = window[next]!;
    window[next] = value;
    this.next = next + 1 === this.period ? 0 : next + 1;
    if (!this.warm) {
      if (this.next === 0) this.anchor();
      return;
    }
    const change = value - old;
    const sum = this.sum + change;
    this.untilAnchor -= 1;
    if (this.untilAnchor === 0 || !(2 * change * change <= value * old)) this.anchor();
    else {
      this.sum = sum;
      if (!(Math.abs(sum) <= this.most)) this.rebase();
    }
  }

  /** The mean but for its last digits, which settles most comparisons; NaN until the window is full. */
  roughly(): number {
    return this.warm ? this.base + this.sum * this.inverse : Number.NaN;
  }

  /** The correctly rounded mean; NaN until the window is full. */
  mean(): number {
    if (!this.warm) return Number.NaN;
    const { base, sum, inverse, period } = this;
    const mean = base + sum * inverse;
    return mean + (sum - (mean - base) * period) * inverse;
  }

  /**
   * Does what `push` does on both averages with the values from row `from` on, up to the first row after which the fast one is above the slow one (or below,
   * as asked) or the two are too near each other to tell by their rough values, or after which a sum is formed anew: that row is not taken.
   * Returns it, or `to`. The windows of both must be those of the rows before `from`.
   */
  static pushUntil(fast: Sma, slow: Sma, values: Float64Array, { from, to, above, unclear }: CrossingSpan): number {
    const fastPeriod = fast.period;
    const slowPeriod = slow.period;
    const fastBase = fast.base;
    const slowBase = slow.base;
    const fastMost = fast.most;
    const slowMost = slow.most;
    const fastInverse = fast.inverse;
    const slowInverse = slow.inverse;
    const end = Math.min(to, from + Math.min(fast.untilAnchor, slow.untilAnchor) - 1);
    let fastSum = fast.sum;
    let slowSum = slow.sum;
    let at = from;
    for (; at < end; at += 1) {
      const value = values[at]!;
      const fastOld = values[at - fastPeriod]!;
      const slowOld = values[at - slowPeriod]!;
      const fastChange = value - fastOld;
      const slowChange = value - slowOld;
      const fastNext = fastSum + fastChange;
      const slowNext = slowSum + slowChange;
      if (!(2 * fastChange * fastChange <= value * fastOld) || !(Math.abs(fastNext) <= fastMost)) break;
      if (!(2 * slowChange * slowChange <= value * slowOld) || !(Math.abs(slowNext) <= slowMost)) break;
      const high = fastBase + fastNext * fastInverse;
      const low = slowBase + slowNext * slowInverse;
      const gap = above ? high - low : low - high;
      if (!(gap < -unclear * (Math.abs(high) + Math.abs(low)))) break;
      fastSum = fastNext;
      slowSum = slowNext;
    }
    if (at > from) {
      fast.took(values, fastSum, from, at);
      slow.took(values, slowSum, from, at);
    }
    return at;
  }

  private took(values: Float64Array, sum: number, from: number, to: number): void {
    this.sum = sum;
    this.next = keepNewest(this.window, this.next, values, { from, to });
    this.untilAnchor -= to - from;
  }

  /** Does what `update` does, as far as nothing but the sum changes; returns the row where it ends. The window is that of the rows before. */
  private slide(values: Float64Array, out: Float64Array, from: number): number {
    const { period, inverse, base, most } = this;
    const end = Math.min(out.length, from + this.untilAnchor - 1);
    let { sum } = this;
    let at = from;
    for (; at < end; at += 1) {
      const value = values[at]!;
      const old = values[at - period]!;
      const change = value - old;
      const slid = sum + change;
      if (!(2 * change * change <= value * old) || !(Math.abs(slid) <= most)) break;
      sum = slid;
      const mean = base + sum * inverse;
      out[at] = mean + (sum - (mean - base) * period) * inverse;
    }
    this.took(values, sum, from, at);
    return at;
  }

  /** Distances from the present mean from now on. */
  private rebase(): void {
    const { base, sum, inverse, period, formed } = this;
    const mean = base + sum * inverse;
    if (!(Math.abs(mean - formed) <= FAR * Math.abs(formed))) this.anchor();
    else {
      this.sum = sum - (mean - base) * period;
      this.base = mean;
      this.most = Math.abs(mean) * MOST_SHARE;
    }
  }

  /** Forms the sum anew, and keeps what its additions round away (two-sum of D. Knuth, as in Neumaier's summation). */
  private anchor(): void {
    const { window, period } = this;
    const near = window[0]!;
    let sum = 0;
    let lost = 0;
    for (let i = 0; i < period; i += 1) {
      const value = window[i]! - near;
      const total = sum + value;
      const part = total - sum;
      lost += sum - (total - part) + (value - part);
      sum = total;
    }
    const mean = near + (sum + lost) / period;
    this.sum = sum - (mean - near) * period + lost;
    this.base = mean;
    this.formed = mean;
    this.most = Math.abs(mean) * MOST_SHARE;
    this.untilAnchor = ANCHOR_AFTER;
    this.warm = true;
  }
}

const LENGTH = length('period', 'Length', 20);

/** The simple moving average in the catalogue. */
export const SMA: IndicatorDefinition = {
  id: 'sma',
  label: 'Simple moving average',
  family: 'average',
  pane: 'overlay',
  parameters: [LENGTH],
  unit: 'price',
  outputs: ONE_LINE,
  levels: [],
  warmUp: (parameters) => [valueOf(LENGTH, parameters) - 1],
  title: titled('SMA', [LENGTH]),
  make: (parameters) => new OverCloses(new Sma(valueOf(LENGTH, parameters))),
};

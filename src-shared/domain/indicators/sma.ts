import { invariant } from '../../kernel/result.ts';
import { length, ONE_LINE, OverCloses, titled, valueOf } from './building/define.ts';
import type { IndicatorDefinition, StreamingIndicator } from './indicator.ts';

/** Longest window. Its length has at most 20 bits, so that the product in `mean` is exact. */
const MAX_PERIOD = 100_000;

/** The sum is formed anew this often: whatever the sliding lost is gone then. */
const RESUM_AFTER = 65_536;

/** Splits a double in two halves of 26 bits (T. J. Dekker, 1971). */
const SPLITTER = 134_217_729;

/**
 * Simple moving average: the mean of the last `period` values. The window's sum slides with its rounding errors kept beside it (the
 * two-sum of D. Knuth, as in Neumaier's summation), and the quotient is corrected by its remainder, so that the result is the correctly
 * rounded mean of the window after any number of updates: a constant window averages to its constant.
 */
export class Sma implements StreamingIndicator {
  private readonly window: Float64Array;
  private readonly period: number;
  private readonly inverse: number = Number.NaN;
  private next = 0;
  private warm = false;
  private untilResum = RESUM_AFTER;
  // Minus zero is the zero of sums, and unlike 0 a double to the compiler from the first update on.
  private sum = -0;
  private lost = -0;

  /** `period` is a whole number from 1 to 100,000. */
  constructor(period: number) {
    invariant(
      Number.isInteger(period) && period >= 1 && period <= MAX_PERIOD,
      'the window of an average is a whole number from 1 to 100,000',
    );
    this.period = period;
    this.inverse = 1 / period;
    this.window = new Float64Array(period);
  }

  update(value: number): number {
    this.push(value);
    return this.mean();
  }

  /** Takes the next value without working out the mean. */
  push(value: number): void {
    const { window, next, sum } = this;
    const old = window[next]!;
    window[next] = value;
    // Two-sum of the change, then of the sum with it; what each rounds away is kept.
    const change = value - old;
    const back = change - value;
    const changeLost = value - (change - back) - (old + back);
    const slid = sum + change;
    const part = slid - sum;
    this.sum = slid;
    this.lost += sum - (slid - part) + (change - part) + changeLost;
    this.next = next + 1;
    if (next + 1 === this.period) this.wrap();
  }

  /** The mean but for its last digits, which settles most comparisons; NaN until the window is full. */
  roughly(): number {
    return this.warm ? (this.sum + this.lost) * this.inverse : Number.NaN;
  }

  /** The correctly rounded mean; NaN until the window is full. */
  mean(): number {
    if (!this.warm) return Number.NaN;
    const { sum, period, inverse } = this;
    const quotient = sum * inverse;
    const scaled = quotient * SPLITTER;
    const high = scaled - (scaled - quotient);
    const remainder = sum - high * period - (quotient - high) * period + this.lost;
    return quotient + remainder * inverse;
  }

  private wrap(): void {
    this.next = 0;
    this.warm = true;
    this.untilResum -= this.period;
    if (this.untilResum <= 0) this.resum();
  }

  private resum(): void {
    let sum = 0;
    let lost = 0;
    for (const value of this.window) {
      const total = sum + value;
      const part = total - sum;
      lost += sum - (total - part) + (value - part);
      sum = total;
    }
    this.sum = sum;
    this.lost = lost;
    this.untilResum = RESUM_AFTER;
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

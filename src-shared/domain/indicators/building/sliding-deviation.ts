import { invariant } from '../../../kernel/result.ts';
import { keepNewest } from './keep-newest.ts';

/** What slides is formed anew after so many values at the latest. */
const ANCHOR_AFTER = 1_024;

/** And as soon as the squares have come down to this share of the most they were: what they lost to rounding is at most 5e-11 of them. */
const LEAST_SHARE = 0.01;

/**
 * Standard deviation of the last `size` values as a whole population. The sum of their distances from a value in their midst and the sum of the
 * squares of those slide (so nothing large cancels), and both are formed anew from the values themselves before rounding could show.
 * A window of equal values deviates by exactly 0.
 */
export class SlidingDeviation {
  private readonly kept: Float64Array;
  private readonly size: number;
  private readonly inverse: number = Number.NaN;
  private next = 0;
  private full = false;
  private untilAnchor = ANCHOR_AFTER;
  private midst = 0.5;
  private sum = 0.5;
  private squares = 0.5;
  private most = 0.5;

  /** `size` is a whole number from 1 on. */
  constructor(size: number) {
    invariant(Number.isInteger(size) && size >= 1, 'a window has a whole number of values');
    // A whole number that came as a double, as presets do, would make every index one.
    this.size = size | 0;
    this.inverse = 1 / size;
    this.kept = new Float64Array(size);
  }

  /** Takes the next value; returns the deviation, NaN until the window is full. */
  update(value: number): number {
    const { kept, next, size, midst } = this;
    const old = kept[next]!;
    kept[next] = value;
    this.next = next + 1 === size ? 0 : next + 1;
    if (!this.full) return this.begin(value);
    const change = value - old;
    const sum = this.sum + change;
    const squares = this.squares + change * (value - midst + (old - midst));
    const deviating = squares - sum * sum * this.inverse;
    this.sum = sum;
    this.squares = squares;
    if (squares > this.most) this.most = squares;
    this.untilAnchor -= 1;
    if (this.untilAnchor === 0 || !(deviating >= LEAST_SHARE * this.most)) return this.anchor(value);
    return Math.sqrt(deviating * this.inverse);
  }

  /** Takes all of `values`, one after the other, and writes the deviation after each into `out`: bit for bit what `update` would return. */
  fill(values: Float64Array, out: Float64Array): void {
    let at = 0;
    while (at < out.length) {
      if (at >= this.size) at = this.slide(values, out, at);
      if (at === out.length) return;
      out[at] = this.update(values[at]!);
      at += 1;
    }
  }

  /** Does what `update` does, as far as nothing is formed anew; returns the row where it ends. The window is that of the rows before. */
  private slide(values: Float64Array, out: Float64Array, from: number): number {
    const { size, inverse, midst } = this;
    const end = Math.min(out.length, from + this.untilAnchor - 1);
    let { sum, squares, most } = this;
    let at = from;
    for (; at < end; at += 1) {
      const value = values[at]!;
      const old = values[at - size]!;
      const change = value - old;
      const slid = sum + change;
      const squared = squares + change * (value - midst + (old - midst));
      const deviating = squared - slid * slid * inverse;
      if (!(deviating >= LEAST_SHARE * (squared > most ? squared : most))) break;
      if (squared > most) most = squared;
      sum = slid;
      squares = squared;
      out[at] = Math.sqrt(deviating * inverse);
    }
    this.sum = sum;
    this.squares = squares;
    this.most = most;
    this.next = keepNewest(this.kept, this.next, values, { from, to: at });
    this.untilAnchor -= at - from;
    return at;
  }

  private begin(value: number): number {
    this.full = this.next === 0;
    return this.full ? this.anchor(value) : Number.NaN;
  }

  private anchor(value: number): number {
    const { kept, size } = this;
    let away = 0;
    for (let i = 0; i < size; i += 1) away += kept[i]! - value;
    const midst = value + away / size;
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < size; i += 1) {
      const distance = kept[i]! - midst;
      sum += distance;
      squares += distance * distance;
    }
    this.midst = midst;
    this.sum = sum;
    this.squares = squares;
    this.most = squares;
    this.untilAnchor = ANCHOR_AFTER;
    return Math.sqrt(Math.max(0, squares - (sum * sum) / size) / size);
  }
}

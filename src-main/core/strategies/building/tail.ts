import { invariant } from '../../../../src-shared/kernel/result.ts';

/**
 * The newest values of a series, in their order and side by side: `values` from `from` (included) to `to` (excluded), at most `size` of
 * them. What is worked out over them in that order depends on nothing older, to the last digit, so that a restart comes to the same.
 */
export class Tail {
  readonly size: number;
  readonly values: Float64Array;
  from = 0;
  to = 0;

  constructor(size: number) {
    invariant(Number.isInteger(size) && size >= 1, 'a tail has a whole number of values');
    this.size = size;
    this.values = new Float64Array(2 * size);
  }

  get length(): number {
    return this.to - this.from;
  }

  get full(): boolean {
    return this.length === this.size;
  }

  push(value: number): void {
    const { values, size } = this;
    if (this.to === values.length) {
      values.copyWithin(0, this.to - size + 1);
      this.to = size - 1;
      this.from = 0;
    }
    values[this.to] = value;
    this.to += 1;
    if (this.to - this.from > size) this.from += 1;
  }

  /** Arithmetic mean of a full tail; NaN before. */
  mean(): number {
    if (!this.full) return Number.NaN;
    let sum = 0;
    for (let i = this.from; i < this.to; i += 1) sum += this.values[i]!;
    return sum / this.size;
  }

  /** Root of the mean squared distance from a value. */
  deviation(centre: number): number {
    let squares = 0;
    for (let i = this.from; i < this.to; i += 1) squares += (this.values[i]! - centre) ** 2;
    return Math.sqrt(squares / this.length);
  }
}

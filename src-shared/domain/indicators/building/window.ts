import { invariant } from '../../../kernel/result.ts';

/**
 * The newest values of a series. What is made of it is formed from the values themselves each time, not carried along, so nothing drifts
 * however long it runs.
 */
export class Window {
  readonly size: number;
  private readonly kept: Float64Array;
  private next = 0;
  private count = 0;

  /** `size` is a whole number from 1 on. */
  constructor(size: number) {
    invariant(Number.isInteger(size) && size >= 1, 'a window has a whole number of values');
    // A whole number that came as a double, as presets do, would make every index one.
    this.size = size | 0;
    this.kept = new Float64Array(size);
  }

  get full(): boolean {
    return this.count === this.size;
  }

  push(value: number): void {
    this.kept[this.next] = value;
    this.next = this.next + 1 === this.size ? 0 : this.next + 1;
    if (this.count < this.size) this.count += 1;
  }

  /** The value that the next one will replace; only of a full window. */
  get oldest(): number {
    return this.kept[this.next]!;
  }

  /** The n-th value, the oldest first. Only of a full window. */
  at(index: number): number {
    const place = this.next + index;
    return this.kept[place < this.size ? place : place - this.size]!;
  }

  sum(): number {
    const { kept } = this;
    let sum = 0;
    for (let i = 0; i < kept.length; i += 1) sum += kept[i]!;
    return sum;
  }

  /** Mean of the absolute distances from a value. */
  meanDistance(from: number): number {
    const { kept } = this;
    let sum = 0;
    for (let i = 0; i < kept.length; i += 1) sum += Math.abs(kept[i]! - from);
    return sum / this.size;
  }

  /** How many values came after the highest one; the oldest of equal ones counts. Only of a full window. */
  sinceHighest(): number {
    let found = 0;
    for (let i = 1; i < this.size; i += 1) if (this.at(i) > this.at(found)) found = i;
    return this.size - 1 - found;
  }

  /** How many values came after the lowest one; the oldest of equal ones counts. Only of a full window. */
  sinceLowest(): number {
    let found = 0;
    for (let i = 1; i < this.size; i += 1) if (this.at(i) < this.at(found)) found = i;
    return this.size - 1 - found;
  }

  /** How many values are lower than one. Only of a full window. */
  countBelow(limit: number): number {
    const { kept } = this;
    let count = 0;
    for (let i = 0; i < kept.length; i += 1) if (kept[i]! < limit) count += 1;
    return count;
  }

  highest(): number {
    const { kept } = this;
    let highest = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < kept.length; i += 1) if (kept[i]! > highest) highest = kept[i]!;
    return highest;
  }

  lowest(): number {
    const { kept } = this;
    let lowest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < kept.length; i += 1) if (kept[i]! < lowest) lowest = kept[i]!;
    return lowest;
  }
}

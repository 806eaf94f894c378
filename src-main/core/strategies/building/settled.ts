import { Tail } from './tail.ts';

/** What the values before an average's window still weigh in it at most. */
const FORGOTTEN = 1e-6;

/** Values after which an average that gives the newest one a share of `weight` has forgotten how it began, to a millionth. */
export function settledAfter(weight: number): number {
  return weight >= 1 ? 1 : Math.ceil(Math.log(FORGOTTEN) / Math.log(1 - weight));
}

/** The share of the newest value in an exponential average of a length. */
export function emaWeight(period: number): number {
  return 2 / (period + 1);
}

/**
 * An average that never ends, cut where it has forgotten: begun with the simple mean of the first `period` of its newest values and run
 * over the others. As long as no value has left its window it is the textbook's; later it differs from that by less than a millionth of
 * the distance between the two beginnings, and says the same however long before it was started.
 */
export class SettledAverage {
  /** Values that it is made of at most. */
  readonly span: number;
  private readonly tail: Tail;
  private readonly period: number;
  private readonly weight: number;

  /** `weight` is the share of the newest value: 2 / (period + 1) in an exponential average, 1 / period in Wilder's. */
  constructor(period: number, weight: number) {
    this.period = period;
    this.weight = weight;
    this.span = period + settledAfter(weight);
    this.tail = new Tail(this.span);
  }

  /** Takes the next value; returns the average, NaN until there are `period` values. */
  update(value: number): number {
    const { tail, period, weight } = this;
    tail.push(value);
    if (tail.length < period) return Number.NaN;
    const { values, from, to } = tail;
    const begun = from + period;
    let sum = 0;
    for (let i = from; i < begun; i += 1) sum += values[i]!;
    let average = sum / period;
    for (let i = begun; i < to; i += 1) average += weight * (values[i]! - average);
    return average;
  }
}

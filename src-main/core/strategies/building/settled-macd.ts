import { emaWeight, settledAfter } from './settled.ts';
import { Tail } from './tail.ts';

/** Distance of the MACD line (G. Appel, 1979) from its signal line, of averages that forget how they began. */
export class SettledMacd {
  /** Closes that it is made of at most. */
  readonly span: number;
  private readonly fast: number;
  private readonly slow: number;
  private readonly signal: number;
  private readonly tail: Tail;
  private readonly lines: Float64Array;

  constructor(fast: number, slow: number, signal: number) {
    this.fast = fast;
    this.slow = slow;
    this.signal = signal;
    this.span = slow + settledAfter(emaWeight(slow)) + signal + settledAfter(emaWeight(signal));
    this.tail = new Tail(this.span);
    this.lines = new Float64Array(this.span);
  }

  /** Takes the next close; returns the line less its signal, NaN until both exist. */
  update(close: number): number {
    const { tail, lines, slow, signal } = this;
    tail.push(close);
    const { values, from, to } = tail;
    const count = to - from;
    if (count < slow + signal - 1) return Number.NaN;
    lines.fill(0, 0, count);
    addAverage(lines, { values, from, count, period: this.fast, share: 1 });
    addAverage(lines, { values, from, count, period: slow, share: -1 });
    // The line begins where the slow average does.
    const first = slow - 1;
    const weight = emaWeight(signal);
    let sum = 0;
    for (let i = first; i < first + signal; i += 1) sum += lines[i]!;
    let smooth = sum / signal;
    for (let i = first + signal; i < count; i += 1) smooth += weight * (lines[i]! - smooth);
    return lines[count - 1]! - smooth;
  }
}

interface Averaged {
  readonly values: Float64Array;
  readonly from: number;
  readonly count: number;
  readonly period: number;
  /** 1 to add it, -1 to take it away. */
  readonly share: 1 | -1;
}

/** Adds the exponential average of values to a column, from the first value on at which it exists. */
function addAverage(column: Float64Array, { values, from, count, period, share }: Averaged): void {
  const weight = emaWeight(period);
  let sum = 0;
  for (let i = 0; i < period; i += 1) sum += values[from + i]!;
  let average = sum / period;
  column[period - 1]! += share * average;
  for (let i = period; i < count; i += 1) {
    average += weight * (values[from + i]! - average);
    column[i]! += share * average;
  }
}

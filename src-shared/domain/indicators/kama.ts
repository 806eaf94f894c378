import { length, ONE_LINE, OverCloses, titled, valueOf } from './building/define.ts';
import { Window } from './building/window.ts';
import type { IndicatorDefinition, StreamingIndicator } from './indicator.ts';

/**
 * Kaufman's adaptive moving average (P. Kaufman, Smarter Trading, 1995): an exponential average whose share lies between those of a fast and a slow one,
 * squared, by the efficiency ratio: how far the close has come in so many bars over the length of its way. It begins with the close before its
 * first value, as TA-Lib does. Where nothing moved the ratio is 0.
 */
export class Kama implements StreamingIndicator {
  private readonly closes: Window;
  private readonly moves: Window;
  private readonly fast: number;
  private readonly slow: number;
  private before = Number.NaN;
  private average = Number.NaN;

  constructor(period: number, fast: number, slow: number) {
    this.closes = new Window(period);
    this.moves = new Window(period);
    this.fast = 2 / (fast + 1);
    this.slow = 2 / (slow + 1);
  }

  update(value: number): number {
    const { closes, moves, before } = this;
    const past = closes.full ? closes.oldest : Number.NaN;
    closes.push(value);
    this.before = value;
    if (!Number.isNaN(before)) moves.push(Math.abs(value - before));
    if (Number.isNaN(past)) {
      this.average = value;
      return Number.NaN;
    }
    const way = moves.sum();
    const efficiency = way === 0 ? 0 : Math.abs(value - past) / way;
    this.average += (efficiency * (this.fast - this.slow) + this.slow) ** 2 * (value - this.average);
    return this.average;
  }
}

const LENGTH = length('period', 'Length', 10);
const FAST = length('fast', 'Fast', 2);
const SLOW = length('slow', 'Slow', 30);

/** Kaufman's adaptive moving average in the catalogue. */
export const KAMA: IndicatorDefinition = {
  id: 'kama',
  label: 'Kaufman adaptive moving average',
  family: 'average',
  pane: 'overlay',
  parameters: [LENGTH, FAST, SLOW],
  unit: 'price',
  outputs: ONE_LINE,
  levels: [],
  warmUp: (parameters) => [valueOf(LENGTH, parameters)],
  title: titled('KAMA', [LENGTH, FAST, SLOW]),
  make: (parameters) => new OverCloses(new Kama(valueOf(LENGTH, parameters), valueOf(FAST, parameters), valueOf(SLOW, parameters))),
};

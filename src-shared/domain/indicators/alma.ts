import { factor, length, ONE_LINE, OverCloses, titled, valueOf } from './building/define.ts';
import { Window } from './building/window.ts';
import type { IndicatorDefinition, IndicatorParameter, StreamingIndicator } from './indicator.ts';

/**
 * Arnaud Legoux's moving average (A. Legoux and D. Kouzis-Loukas, 2009): the last closes under a bell curve. Its middle stands at a share of the window, 1 for
 * the newest close, and its width is the window's length over `sigma`.
 */
export class Alma implements StreamingIndicator {
  private readonly window: Window;
  /** By place in the window, the oldest first; they add up to 1. */
  private readonly weights: Float64Array;

  constructor(period: number, offset: number, sigma: number) {
    this.window = new Window(period);
    const middle = offset * (period - 1);
    const width = period / sigma;
    this.weights = new Float64Array(period).map((_, place) => Math.exp(-((place - middle) ** 2) / (2 * width ** 2)));
    const all = this.weights.reduce((sum, weight) => sum + weight, 0);
    this.weights = this.weights.map((weight) => weight / all);
  }

  update(value: number): number {
    const { window, weights } = this;
    window.push(value);
    if (!window.full) return Number.NaN;
    let sum = 0;
    for (let place = 0; place < weights.length; place += 1) sum += window.at(place) * weights[place]!;
    return sum;
  }
}

const LENGTH = length('period', 'Length', 9);
const OFFSET: IndicatorParameter = { ...factor('offset', 'Offset', 0.85), min: 0, max: 1 };
const SIGMA: IndicatorParameter = { ...factor('sigma', 'Sigma', 6), min: 1, max: 20 };

/** Arnaud Legoux's moving average in the catalogue. */
export const ALMA: IndicatorDefinition = {
  id: 'alma',
  label: 'Arnaud Legoux moving average',
  family: 'average',
  pane: 'overlay',
  parameters: [LENGTH, OFFSET, SIGMA],
  unit: 'price',
  outputs: ONE_LINE,
  levels: [],
  warmUp: (parameters) => [valueOf(LENGTH, parameters) - 1],
  title: titled('ALMA', [LENGTH, OFFSET, SIGMA]),
  make: (parameters) => new OverCloses(new Alma(valueOf(LENGTH, parameters), valueOf(OFFSET, parameters), valueOf(SIGMA, parameters))),
};

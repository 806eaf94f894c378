import { length, ONE_LINE, OverCloses, titled, valueOf } from './building/define.ts';
import { Window } from './building/window.ts';
import type { IndicatorDefinition, StreamingIndicator } from './indicator.ts';

/** Ulcer index (P. Martin, 1987): the root of the mean square of the closes' falls in percent, each from the highest close before it in the window. */
export class Ulcer implements StreamingIndicator {
  private readonly window: Window;

  constructor(period: number) {
    this.window = new Window(period);
  }

  update(value: number): number {
    const { window } = this;
    window.push(value);
    if (!window.full) return Number.NaN;
    let highest = Number.NEGATIVE_INFINITY;
    let squares = 0;
    for (let i = 0; i < window.size; i += 1) {
      const close = window.at(i);
      highest = Math.max(highest, close);
      squares += ((100 * (close - highest)) / highest) ** 2;
    }
    return Math.sqrt(squares / window.size);
  }
}

const LENGTH = length('period', 'Length', 14, 2);

/** The ulcer index in the catalogue. */
export const ULCER: IndicatorDefinition = {
  id: 'ulcer',
  label: 'Ulcer index',
  family: 'volatility',
  pane: 'own',
  parameters: [LENGTH],
  unit: 'plain',
  outputs: ONE_LINE,
  levels: [],
  warmUp: (parameters) => [valueOf(LENGTH, parameters) - 1],
  title: titled('Ulcer', [LENGTH]),
  make: (parameters) => new OverCloses(new Ulcer(valueOf(LENGTH, parameters))),
};

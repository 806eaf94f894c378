import { length, ONE_LINE, OverCloses, titled, valueOf } from './building/define.ts';
import type { IndicatorDefinition, StreamingIndicator } from './indicator.ts';
import { Window } from './building/window.ts';

/** Rate of change: the close's distance from the one `period` bars before, in percent of it. */
export class Roc implements StreamingIndicator {
  private readonly window: Window;

  constructor(period: number) {
    this.window = new Window(period);
  }

  update(value: number): number {
    const { window } = this;
    const before = window.full ? window.oldest : Number.NaN;
    window.push(value);
    return (100 * (value - before)) / before;
  }
}

const LENGTH = length('period', 'Length', 14);

/** The rate of change in the catalogue. */
export const ROC: IndicatorDefinition = {
  id: 'roc',
  label: 'Rate of change',
  family: 'momentum',
  pane: 'own',
  parameters: [LENGTH],
  unit: 'plain',
  outputs: ONE_LINE,
  levels: [0],
  warmUp: (parameters) => [valueOf(LENGTH, parameters)],
  title: titled('ROC', [LENGTH]),
  make: (parameters) => new OverCloses(new Roc(valueOf(LENGTH, parameters))),
};

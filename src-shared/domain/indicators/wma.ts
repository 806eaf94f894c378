import { length, ONE_LINE, OverCloses, titled, valueOf } from './building/define.ts';
import type { IndicatorDefinition, StreamingIndicator } from './indicator.ts';
import { Window } from './building/window.ts';

/** Weighted moving average: the newest of `period` values weighs `period`, the oldest 1. */
export class Wma implements StreamingIndicator {
  private readonly window: Window;

  constructor(period: number) {
    this.window = new Window(period);
  }

  update(value: number): number {
    const { window } = this;
    window.push(value);
    if (!window.full) return Number.NaN;
    let sum = 0;
    for (let i = 0; i < window.size; i += 1) sum += window.at(i) * (i + 1);
    return sum / ((window.size * (window.size + 1)) / 2);
  }
}

/** Hull's moving average (A. Hull, 2005): a weighted average over the root of the period of twice a half's average less the whole's. */
export class Hma implements StreamingIndicator {
  private readonly half: Wma;
  private readonly whole: Wma;
  private readonly smooth: Wma;

  constructor(period: number) {
    this.half = new Wma(Math.max(1, Math.floor(period / 2)));
    this.whole = new Wma(period);
    this.smooth = new Wma(Math.max(1, Math.floor(Math.sqrt(period))));
  }

  update(value: number): number {
    const half = this.half.update(value);
    const whole = this.whole.update(value);
    return Number.isNaN(whole) ? Number.NaN : this.smooth.update(2 * half - whole);
  }
}

const LENGTH = length('period', 'Length', 20);

/** The weighted moving average in the catalogue. */
export const WMA: IndicatorDefinition = {
  id: 'wma',
  label: 'Weighted moving average',
  family: 'average',
  pane: 'overlay',
  parameters: [LENGTH],
  unit: 'price',
  outputs: ONE_LINE,
  levels: [],
  warmUp: (parameters) => [valueOf(LENGTH, parameters) - 1],
  title: titled('WMA', [LENGTH]),
  make: (parameters) => new OverCloses(new Wma(valueOf(LENGTH, parameters))),
};

/** Hull's moving average in the catalogue. */
export const HMA: IndicatorDefinition = {
  ...WMA,
  id: 'hma',
  label: 'Hull moving average',
  warmUp: (parameters) => {
    const period = valueOf(LENGTH, parameters);
    return [period - 1 + Math.max(1, Math.floor(Math.sqrt(period))) - 1];
  },
  title: titled('HMA', [LENGTH]),
  make: (parameters) => new OverCloses(new Hma(valueOf(LENGTH, parameters))),
};

import { length, ONE_LINE, OverCloses, titled, valueOf } from './building/define.ts';
import { ema } from './ema.ts';
import type { IndicatorDefinition, StreamingIndicator } from './indicator.ts';

/** Double exponential moving average (P. Mulloy, 1994): twice the EMA less the EMA of it, each begun with a simple mean. */
export class Dema implements StreamingIndicator {
  private readonly once;
  private readonly twice;

  constructor(period: number) {
    this.once = ema(period);
    this.twice = ema(period);
  }

  update(value: number): number {
    const once = this.once.update(value);
    return Number.isNaN(once) ? Number.NaN : 2 * once - this.twice.update(once);
  }
}

/** Triple exponential moving average (P. Mulloy, 1994): three times the EMA less the EMA of it, and once more the EMA of that. */
export class Tema implements StreamingIndicator {
  private readonly once;
  private readonly twice;
  private readonly thrice;

  constructor(period: number) {
    this.once = ema(period);
    this.twice = ema(period);
    this.thrice = ema(period);
  }

  update(value: number): number {
    const once = this.once.update(value);
    if (Number.isNaN(once)) return Number.NaN;
    const twice = this.twice.update(once);
    return Number.isNaN(twice) ? Number.NaN : 3 * (once - twice) + this.thrice.update(twice);
  }
}

const LENGTH = length('period', 'Length', 20);

/** The double exponential moving average in the catalogue. */
export const DEMA: IndicatorDefinition = {
  id: 'dema',
  label: 'Double exponential moving average',
  family: 'average',
  pane: 'overlay',
  parameters: [LENGTH],
  unit: 'price',
  outputs: ONE_LINE,
  levels: [],
  warmUp: (parameters) => [2 * (valueOf(LENGTH, parameters) - 1)],
  title: titled('DEMA', [LENGTH]),
  make: (parameters) => new OverCloses(new Dema(valueOf(LENGTH, parameters))),
};

/** The triple exponential moving average in the catalogue. */
export const TEMA: IndicatorDefinition = {
  ...DEMA,
  id: 'tema',
  label: 'Triple exponential moving average',
  warmUp: (parameters) => [3 * (valueOf(LENGTH, parameters) - 1)],
  title: titled('TEMA', [LENGTH]),
  make: (parameters) => new OverCloses(new Tema(valueOf(LENGTH, parameters))),
};

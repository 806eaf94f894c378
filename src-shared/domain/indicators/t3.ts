import { factor, length, ONE_LINE, OverCloses, titled, valueOf } from './building/define.ts';
import { ema } from './ema.ts';
import type { IndicatorDefinition, IndicatorParameter, StreamingIndicator } from './indicator.ts';

/**
 * T3 (T. Tillson, Better Moving Averages, 1998): a generalised double exponential average, taken three times, which comes to a weighted sum of the third to the sixth
 * of six exponential averages, each of the one before. Each begins with the simple mean of its first values, as TA-Lib's do.
 */
export class T3Average implements StreamingIndicator {
  private readonly once;
  private readonly twice;
  private readonly thrice;
  private readonly fourth;
  private readonly fifth;
  private readonly sixth;
  private readonly volume: number;

  /** `volume` is how much of the lag is taken out again: 0 for none. */
  constructor(period: number, volume: number) {
    this.once = ema(period);
    this.twice = ema(period);
    this.thrice = ema(period);
    this.fourth = ema(period);
    this.fifth = ema(period);
    this.sixth = ema(period);
    this.volume = volume;
  }

  update(value: number): number {
    const once = this.once.update(value);
    if (Number.isNaN(once)) return Number.NaN;
    const twice = this.twice.update(once);
    if (Number.isNaN(twice)) return Number.NaN;
    const thrice = this.thrice.update(twice);
    if (Number.isNaN(thrice)) return Number.NaN;
    const fourth = this.fourth.update(thrice);
    if (Number.isNaN(fourth)) return Number.NaN;
    const fifth = this.fifth.update(fourth);
    if (Number.isNaN(fifth)) return Number.NaN;
    return this.weighed(thrice, fourth, fifth, this.sixth.update(fifth));
  }

  private weighed(thrice: number, fourth: number, fifth: number, sixth: number): number {
    const { volume } = this;
    const more = 1 + volume;
    return more ** 3 * thrice - 3 * volume * more ** 2 * fourth + 3 * volume ** 2 * more * fifth - volume ** 3 * sixth;
  }
}

const LENGTH = length('period', 'Length', 5);
const VOLUME: IndicatorParameter = { ...factor('volume', 'Volume factor', 0.7), min: 0, max: 1 };

/** T3 in the catalogue. */
export const T3: IndicatorDefinition = {
  id: 't3',
  label: 'T3 moving average',
  family: 'average',
  pane: 'overlay',
  parameters: [LENGTH, VOLUME],
  unit: 'price',
  outputs: ONE_LINE,
  levels: [],
  warmUp: (parameters) => [6 * (valueOf(LENGTH, parameters) - 1)],
  title: titled('T3', [LENGTH, VOLUME]),
  make: (parameters) => new OverCloses(new T3Average(valueOf(LENGTH, parameters), valueOf(VOLUME, parameters))),
};

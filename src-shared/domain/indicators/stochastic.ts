import type { CandleColumns } from '../candle.ts';
import { length, line, ONE_LINE, titled, valueOf } from './building/define.ts';
import type { BarIndicator, IndicatorDefinition } from './indicator.ts';
import { Sma } from './sma.ts';
import { Window } from './building/window.ts';

/** Where the close stands between the highest high and the lowest low of so many bars, 0 to 1, in the middle where nothing moved; NaN until there are so many. */
export class RangePlace {
  private readonly highs: Window;
  private readonly lows: Window;

  constructor(period: number) {
    this.highs = new Window(period);
    this.lows = new Window(period);
  }

  update(high: number, low: number, close: number): number {
    const { highs, lows } = this;
    highs.push(high);
    lows.push(low);
    if (!highs.full) return Number.NaN;
    const lowest = lows.lowest();
    const range = highs.highest() - lowest;
    // Where nothing moved the close is as high as it is low.
    return range === 0 ? 0.5 : (close - lowest) / range;
  }
}

/** Stochastic (G. Lane): the close's place in its range in percent, smoothed by a simple mean, and a simple mean of that. The fast one has a smoothing of 1. */
export class Stochastic implements BarIndicator {
  readonly values = new Float64Array(2).fill(Number.NaN);
  private readonly place: RangePlace;
  private readonly smooth: Sma;
  private readonly signal: Sma;

  constructor(period: number, smooth: number, signal: number) {
    this.place = new RangePlace(period);
    this.smooth = new Sma(smooth);
    this.signal = new Sma(signal);
  }

  update(columns: CandleColumns, row: number): void {
    const { values } = this;
    const place = this.place.update(columns.high[row]!, columns.low[row]!, columns.close[row]!);
    if (Number.isNaN(place)) return;
    const k = this.smooth.update(100 * place);
    values[0] = k;
    if (!Number.isNaN(k)) values[1] = this.signal.update(k);
  }
}

/** Williams %R (L. Williams, 1973): the close's distance from the top of its range in percent, 0 to -100. */
export class WilliamsR implements BarIndicator {
  readonly values = new Float64Array([Number.NaN]);
  private readonly place: RangePlace;

  constructor(period: number) {
    this.place = new RangePlace(period);
  }

  update(columns: CandleColumns, row: number): void {
    this.values[0] = 100 * (this.place.update(columns.high[row]!, columns.low[row]!, columns.close[row]!) - 1);
  }
}

const LENGTH = length('period', 'Length', 14);
const SMOOTH = length('smooth', 'Smoothing', 3);
const SIGNAL = length('signal', 'Signal', 3);

/** The stochastic oscillator in the catalogue. */
export const STOCHASTIC: IndicatorDefinition = {
  id: 'stochastic',
  label: 'Stochastic oscillator',
  family: 'momentum',
  pane: 'own',
  parameters: [LENGTH, SMOOTH, SIGNAL],
  unit: 'plain',
  outputs: [line('k', '%K'), line('d', '%D')],
  levels: [20, 80],
  warmUp: (parameters) => {
    const k = valueOf(LENGTH, parameters) + valueOf(SMOOTH, parameters) - 2;
    return [k, k + valueOf(SIGNAL, parameters) - 1];
  },
  title: titled('Stochastic', [LENGTH, SMOOTH, SIGNAL]),
  make: (parameters) => new Stochastic(valueOf(LENGTH, parameters), valueOf(SMOOTH, parameters), valueOf(SIGNAL, parameters)),
};

/** Williams %R in the catalogue. */
export const WILLIAMS_R: IndicatorDefinition = {
  id: 'williams-r',
  label: 'Williams %R',
  family: 'momentum',
  pane: 'own',
  parameters: [LENGTH],
  unit: 'plain',
  outputs: ONE_LINE,
  levels: [-80, -20],
  warmUp: (parameters) => [valueOf(LENGTH, parameters) - 1],
  title: titled('Williams %R', [LENGTH]),
  make: (parameters) => new WilliamsR(valueOf(LENGTH, parameters)),
};

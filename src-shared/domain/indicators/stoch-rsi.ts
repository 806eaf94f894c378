import type { CandleColumns } from '../candle.ts';
import { length, line, titled, valueOf } from './building/define.ts';
import type { BarIndicator, IndicatorDefinition } from './indicator.ts';
import { Rsi } from './rsi.ts';
import { Sma } from './sma.ts';
import { RangePlace } from './stochastic.ts';

/** Stochastic RSI (T. Chande and S. Kroll, 1994): the RSI's place in its own range in percent, smoothed by a simple mean, and a simple mean of that. */
export class StochRsi implements BarIndicator {
  readonly values = new Float64Array(2).fill(Number.NaN);
  private readonly rsi: Rsi;
  private readonly place: RangePlace;
  private readonly smooth: Sma;
  private readonly signal: Sma;

  constructor(rsi: number, period: number, smoothing: { readonly smooth: number; readonly signal: number }) {
    this.rsi = new Rsi(rsi);
    this.place = new RangePlace(period);
    this.smooth = new Sma(smoothing.smooth);
    this.signal = new Sma(smoothing.signal);
  }

  update(columns: CandleColumns, row: number): void {
    const rsi = this.rsi.update(columns.close[row]!);
    if (Number.isNaN(rsi)) return;
    const place = this.place.update(rsi, rsi, rsi);
    if (Number.isNaN(place)) return;
    const k = this.smooth.update(100 * place);
    this.values[0] = k;
    if (!Number.isNaN(k)) this.values[1] = this.signal.update(k);
  }
}

const RSI_LENGTH = length('rsi', 'RSI length', 14, 2);
const LENGTH = length('period', 'Length', 14);
const SMOOTH = length('smooth', 'Smoothing', 3);
const SIGNAL = length('signal', 'Signal', 3);

/** The stochastic RSI in the catalogue. */
export const STOCH_RSI: IndicatorDefinition = {
  id: 'stoch-rsi',
  label: 'Stochastic RSI',
  family: 'momentum',
  pane: 'own',
  parameters: [RSI_LENGTH, LENGTH, SMOOTH, SIGNAL],
  unit: 'plain',
  outputs: [line('k', '%K'), line('d', '%D')],
  levels: [20, 80],
  warmUp: (parameters) => {
    const k = valueOf(RSI_LENGTH, parameters) + valueOf(LENGTH, parameters) + valueOf(SMOOTH, parameters) - 2;
    return [k, k + valueOf(SIGNAL, parameters) - 1];
  },
  title: titled('Stoch RSI', [RSI_LENGTH, LENGTH, SMOOTH, SIGNAL]),
  make: (parameters) =>
    new StochRsi(valueOf(RSI_LENGTH, parameters), valueOf(LENGTH, parameters), {
      smooth: valueOf(SMOOTH, parameters),
      signal: valueOf(SIGNAL, parameters),
    }),
};

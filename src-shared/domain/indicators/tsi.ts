import type { CandleColumns } from '../candle.ts';
import { length, line, titled, valueOf } from './building/define.ts';
import { ema } from './ema.ts';
import type { BarIndicator, IndicatorDefinition } from './indicator.ts';

/** The EMA of an EMA; NaN until both are warm. */
class Smoothed {
  private readonly long;
  private readonly short;

  constructor(long: number, short: number) {
    this.long = ema(long);
    this.short = ema(short);
  }

  update(value: number): number {
    const once = this.long.update(value);
    return Number.isNaN(once) ? Number.NaN : this.short.update(once);
  }
}

/**
 * True strength index (W. Blau, 1991): the twice smoothed change of the close over its twice smoothed size, in percent, and the EMA of that. Every average begins with a simple
 * mean. 0 where nothing moved.
 */
export class Tsi implements BarIndicator {
  readonly values = new Float64Array(2).fill(Number.NaN);
  private readonly changes: Smoothed;
  private readonly sizes: Smoothed;
  private readonly signal;
  private before = Number.NaN;

  constructor(long: number, short: number, signal: number) {
    this.changes = new Smoothed(long, short);
    this.sizes = new Smoothed(long, short);
    this.signal = ema(signal);
  }

  update(columns: CandleColumns, row: number): void {
    const { values } = this;
    const close = columns.close[row]!;
    const change = close - this.before;
    this.before = close;
    if (Number.isNaN(change)) return;
    const changes = this.changes.update(change);
    const sizes = this.sizes.update(Math.abs(change));
    if (Number.isNaN(sizes)) return;
    // Rounding alone could carry the ratio beyond 1.
    const strength = sizes === 0 ? 0 : 100 * Math.max(-1, Math.min(1, changes / sizes));
    values[0] = strength;
    values[1] = this.signal.update(strength);
  }
}

const LONG = length('long', 'Long', 25);
const SHORT = length('short', 'Short', 13);
const SIGNAL = length('signal', 'Signal', 7);

/** The true strength index in the catalogue. */
export const TSI: IndicatorDefinition = {
  id: 'tsi',
  label: 'True strength index',
  family: 'momentum',
  pane: 'own',
  parameters: [LONG, SHORT, SIGNAL],
  unit: 'plain',
  outputs: [line('tsi', 'TSI'), line('signal', 'Signal')],
  levels: [0],
  warmUp: (parameters) => {
    const first = valueOf(LONG, parameters) + valueOf(SHORT, parameters) - 1;
    return [first, first + valueOf(SIGNAL, parameters) - 1];
  },
  title: titled('TSI', [LONG, SHORT, SIGNAL]),
  make: (parameters) => new Tsi(valueOf(LONG, parameters), valueOf(SHORT, parameters), valueOf(SIGNAL, parameters)),
};

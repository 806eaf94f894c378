import { DAY_MS } from '../../kernel/time.ts';
import type { CandleColumns } from '../candle.ts';
import { ONE_LINE, valueOf } from './building/define.ts';
import type { BarIndicator, IndicatorDefinition, IndicatorParameter } from './indicator.ts';

/**
 * Volume-weighted average price: the sum of typical prices (high, low and close by three) by their volumes over the sum of the volumes, since
 * 00:00 UTC of the first of so many days; with 0 days since the first bar. A day without volume has the typical price itself.
 */
export class Vwap implements BarIndicator {
  readonly values = new Float64Array([Number.NaN]);
  private readonly span: number;
  private began = Number.NaN;
  private traded = 0;
  private volume = 0;

  constructor(days: number) {
    this.span = days * DAY_MS;
  }

  update(columns: CandleColumns, row: number): void {
    const begins = this.span === 0 ? 0 : Math.floor(columns.time[row]! / this.span);
    if (begins !== this.began) {
      this.began = begins;
      this.traded = 0;
      this.volume = 0;
    }
    const typical = (columns.high[row]! + columns.low[row]! + columns.close[row]!) / 3;
    const volume = columns.volume[row]!;
    this.traded += typical * volume;
    this.volume += volume;
    this.values[0] = this.volume > 0 ? this.traded / this.volume : typical;
  }
}

const DAYS: IndicatorParameter = { name: 'days', label: 'Days, 0 for all', default: 1, min: 0, max: 365, decimals: 0 };

/** The volume-weighted average price in the catalogue. */
export const VWAP: IndicatorDefinition = {
  id: 'vwap',
  label: 'Volume-weighted average price',
  family: 'volume',
  pane: 'overlay',
  parameters: [DAYS],
  outputs: ONE_LINE,
  levels: [],
  warmUp: () => [0],
  title: (parameters) => {
    const days = valueOf(DAYS, parameters);
    return days === 1 ? 'VWAP' : days === 0 ? 'VWAP all' : `VWAP ${String(days)} d`;
  },
  make: (parameters) => new Vwap(valueOf(DAYS, parameters)),
};

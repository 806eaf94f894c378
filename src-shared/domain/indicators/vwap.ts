import { DAY_MS } from '../../kernel/time.ts';
import type { CandleColumns } from '../candle.ts';
import { ONE_LINE, valueOf } from './building/define.ts';
import { ExactSum } from './building/exact-sum.ts';
import type { BarIndicator, IndicatorDefinition, IndicatorParameter } from './indicator.ts';

/** Spans of days begin on a Monday: the first one after the beginning of Unix time. */
const FIRST_MONDAY = 4 * DAY_MS;

/**
 * Volume-weighted average price: the sum of typical prices (high, low and close by three) by their volumes over the sum of the volumes, since
 * 00:00 UTC of the first of so many days, counted from a Monday; with 0 days since the first bar. Where nothing was traded yet it is the typical price itself.
 */
export class Vwap implements BarIndicator {
  readonly values = new Float64Array([Number.NaN]);
  private readonly span: number;
  private began = Number.NaN;
  private readonly traded = new ExactSum();
  private readonly volume = new ExactSum();

  constructor(days: number) {
    this.span = days * DAY_MS;
  }

  update(columns: CandleColumns, row: number): void {
    const begins = this.span === 0 ? 0 : Math.floor((columns.time[row]! - FIRST_MONDAY) / this.span);
    if (begins !== this.began) {
      this.began = begins;
      this.traded.clear();
      this.volume.clear();
    }
    const typical = (columns.high[row]! + columns.low[row]! + columns.close[row]!) / 3;
    const volume = columns.volume[row]!;
    this.traded.add(typical * volume);
    this.volume.add(volume);
    const traded = this.volume.value;
    this.values[0] = traded > 0 ? this.traded.value / traded : typical;
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
  unit: 'price',
  outputs: ONE_LINE,
  levels: [],
  warmUp: () => [0],
  title: (parameters) => {
    const days = valueOf(DAYS, parameters);
    return days === 1 ? 'VWAP' : days === 0 ? 'VWAP all' : `VWAP ${String(days)} d`;
  },
  make: (parameters) => new Vwap(valueOf(DAYS, parameters)),
};

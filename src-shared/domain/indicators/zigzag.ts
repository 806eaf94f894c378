import type { CandleColumns } from '../candle.ts';
import { factor, titled, valueOf } from './building/define.ts';
import type { BarIndicator, IndicatorDefinition, IndicatorParameter } from './indicator.ts';

/**
 * ZigZag, confirmed turns only: the high or low at which prices turned last. A turn is known at the bar that has come back from it by so many percent, not where it stands on a chart in
 * hindsight, and what was said is never changed. A bar that goes further the old way confirms no turn, for what it did first nobody knows. Until the first turn is confirmed, the first
 * close stands for one.
 */
export class ZigZag implements BarIndicator {
  readonly values = new Float64Array([Number.NaN]);
  private readonly percent: number;
  /** 1 while a rise is under way, -1 in a fall, 0 before the first turn. */
  private way = 0;
  private high = Number.NaN;
  private low = Number.NaN;

  /** `percent` is how far prices come back, in percent of the turn. */
  constructor(percent: number) {
    this.percent = percent;
  }

  update(columns: CandleColumns, row: number): void {
    const high = columns.high[row]!;
    const low = columns.low[row]!;
    if (Number.isNaN(this.high)) {
      this.high = columns.close[row]!;
      this.low = this.high;
      this.values[0] = this.high;
    } else if (this.way === 0) this.begin(high, low);
    else if (this.way > 0) this.rise(high, low);
    else this.fall(high, low);
  }

  private begin(high: number, low: number): void {
    const rose = this.isBack(high - this.low, this.low) && low >= this.low;
    const fell = this.isBack(this.high - low, this.high) && high <= this.high;
    if (rose && !fell) this.turn(this.low, 1, high);
    else if (fell && !rose) this.turn(this.high, -1, low);
    else {
      this.high = Math.max(this.high, high);
      this.low = Math.min(this.low, low);
    }
  }

  private rise(high: number, low: number): void {
    if (high > this.high) this.high = high;
    else if (this.isBack(this.high - low, this.high)) this.turn(this.high, -1, low);
  }

  private fall(high: number, low: number): void {
    if (low < this.low) this.low = low;
    else if (this.isBack(high - this.low, this.low)) this.turn(this.low, 1, high);
  }

  /** A share of exactly so many percent counts: multiplied out, round figures stay exact. */
  private isBack(distance: number, turn: number): boolean {
    return 100 * distance >= this.percent * turn;
  }

  /** Says a turn; what is the extreme of the way that follows it so far. */
  private turn(at: number, way: 1 | -1, extreme: number): void {
    this.values[0] = at;
    this.way = way;
    this.high = extreme;
    this.low = extreme;
  }
}

const PERCENT: IndicatorParameter = { ...factor('percent', 'Reversal, %', 5), max: 50 };

/** ZigZag in the catalogue. */
export const ZIGZAG: IndicatorDefinition = {
  id: 'zigzag',
  label: 'ZigZag, confirmed',
  family: 'trend',
  pane: 'overlay',
  parameters: [PERCENT],
  unit: 'price',
  outputs: [{ name: 'value', label: '', style: 'dots' }],
  levels: [],
  warmUp: () => [0],
  title: titled('ZigZag', [PERCENT]),
  make: (parameters) => new ZigZag(valueOf(PERCENT, parameters)),
};

import { TIMEFRAMES, type CandleColumns, type Timeframe } from '../../../src-shared/domain/candle.ts';

/** The stages of a bar, in their order at one instant. Arrivals of orders lie between closes and opens. */
export const BAR = 0;
/** The open of a bar. */
export const OPEN = 1;
/** The range of a bar, at its last millisecond. */
export const RANGE = 2;

/** Where the replay of one series stands. */
export class SeriesCursor {
  readonly instrument: number;
  readonly timeframe: Timeframe;
  readonly timeframeMs: number;
  readonly columns: CandleColumns;
  /** Its place among the bars of one instant. */
  readonly place: number;
  /** Its bars fill the instrument's orders. */
  readonly drives: boolean;
  /** The next bar to be told. */
  row = 0;
  /** That bar's open and range have been matched. */
  opened = false;
  ranged = false;
  /** The next step and its instant, as of the last `aim`. */
  stage = BAR;
  stepTime = 0;

  constructor(
    series: { readonly instrument: number; readonly timeframe: Timeframe; readonly columns: CandleColumns },
    place: number,
    drives: boolean,
  ) {
    this.place = place;
    this.instrument = series.instrument;
    this.timeframe = series.timeframe;
    this.timeframeMs = TIMEFRAMES[series.timeframe];
    this.columns = series.columns;
    this.drives = drives;
  }

  /** Every bar has been told. */
  get ended(): boolean {
    return this.row >= this.columns.length;
  }

  /** Works out the next step; false at the end. An open that has passed while nothing was alive is no step any more. */
  aim(matching: boolean, now: number): boolean {
    const { columns, row, timeframeMs } = this;
    if (this.ended) return false;
    const opens = columns.time[row]!;
    this.stage = BAR;
    this.stepTime = opens + timeframeMs;
    if (!matching || !this.drives) return true;
    if (!this.opened && opens >= now) {
      this.stage = OPEN;
      this.stepTime = opens;
    } else if (!this.ranged && opens + timeframeMs > now) {
      this.stage = RANGE;
      this.stepTime = opens + timeframeMs - 1;
    }
    return true;
  }

  advance(): void {
    this.row += 1;
    this.opened = false;
    this.ranged = false;
  }
}

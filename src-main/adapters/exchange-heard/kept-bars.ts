import { candleColumns, sliceCandles, TIMEFRAMES, type CandleColumns, type Timeframe } from '../../../src-shared/domain/candle.ts';
import type { VenueBar } from '../../ports/candle-venues.ts';

/** Bars that are kept of one series, more than any strategy warms from. */
const MOST_KEPT = 20_000;

/** The closed bars of an instrument in one timeframe, as far as they are known, growing at the end. */
export class KeptBars {
  readonly timeframe: Timeframe;
  private columns = candleColumns(64);
  private count = 0;

  constructor(timeframe: Timeframe) {
    this.timeframe = timeframe;
  }

  get length(): number {
    return this.count;
  }

  /** When the newest bar closed; 0 while there is none. */
  get closedAt(): number {
    return this.count === 0 ? 0 : this.columns.time[this.count - 1]! + TIMEFRAMES[this.timeframe];
  }

  /** The bars so far; a view that later bars do not change. */
  all(): CandleColumns {
    return sliceCandles(this.columns, 0, this.count);
  }

  /** At most `most` bars that had closed by `before`, oldest first. */
  closedBy(before: number, most: number): CandleColumns {
    let to = this.count;
    const span = TIMEFRAMES[this.timeframe];
    while (to > 0 && this.columns.time[to - 1]! + span > before) to -= 1;
    return sliceCandles(this.columns, Math.max(0, to - most), to);
  }

  /** Adds bars of a venue that close by `until` and after what is known. Returns how many; what is no bar is left out and counted in `bad`. */
  add(bars: readonly VenueBar[], until: number): { readonly added: number; readonly bad: number } {
    const span = TIMEFRAMES[this.timeframe];
    let added = 0;
    let bad = 0;
    for (const bar of bars) {
      const figures = bar.slice(0, 6).map(Number);
      if (!isBar(figures, span)) bad += 1;
      else if (figures[0]! + span <= until && figures[0]! >= this.closedAt) {
        this.push(figures);
        added += 1;
      }
    }
    return { added, bad };
  }

  private push(figures: readonly number[]): void {
    const { columns } = this;
    if (this.count === columns.length) {
      const kept = Math.min(this.count, MOST_KEPT);
      const grown = candleColumns(Math.max(64, kept * 2));
      const from = sliceCandles(columns, this.count - kept, this.count);
      for (const name of ['time', 'open', 'high', 'low', 'close', 'volume'] as const) grown[name].set(from[name]);
      this.columns = grown;
      this.count = kept;
    }
    const { time, open, high, low, close, volume } = this.columns;
    [time, open, high, low, close, volume].forEach((column, place) => {
      column[this.count] = figures[place]!;
    });
    this.count += 1;
  }
}

function isBar(figures: readonly number[], span: number): boolean {
  const [time, open, high, low, close, volume] = figures as [number, number, number, number, number, number];
  return (
    figures.length === 6 &&
    figures.every(Number.isFinite) &&
    time % span === 0 &&
    low > 0 &&
    low <= Math.min(open, close) &&
    high >= Math.max(open, close) &&
    volume >= 0
  );
}

import type { CandleColumns, Timeframe } from '../../src-shared/domain/candle.ts';
import type { ContractFigures } from '../../src-shared/domain/contract-figures.ts';
import type { UtcMs } from '../../src-shared/kernel/time.ts';

/** Best prices and last print at an instant. `lastSide` is the aggressor's: 1 bought, -1 sold. */
export interface ViewedQuote {
  readonly bidTicks: number;
  readonly askTicks: number;
  readonly lastTicks: number;
  readonly lastLots: number;
  readonly lastSide: number;
  readonly lastTime: number;
}

/** The 24 h up to an instant. */
export interface ViewedStats {
  readonly openTicks: number;
  readonly highTicks: number;
  readonly lowTicks: number;
  readonly lots: number;
  /** Quote units. */
  readonly quoteVolume: number;
}

/** One side of a book, best first. */
export interface ViewedSide {
  readonly ticks: Float64Array;
  readonly lots: Float64Array;
}

/** A book, and since when it is not known any more: market time, absent while it is. */
export interface ViewedBook {
  readonly bids: ViewedSide;
  readonly asks: ViewedSide;
  readonly staleSince?: number | null;
}

/** Prints as columns of equal length, oldest first. */
export interface ViewedPrints {
  readonly length: number;
  readonly time: Float64Array;
  readonly ticks: Float64Array;
  readonly lots: Float64Array;
  /** 1 bought, -1 sold. */
  readonly side: ArrayLike<number>;
}

/** A market to look at, by dense index of the instrument and instant: charts, books and tapes. Never tells what lies after the instant asked for. */
export interface MarketView {
  quote(instrument: number, time: UtcMs): ViewedQuote;
  stats24h(instrument: number, time: UtcMs): ViewedStats;
  /** What the venue says of a perpetual; null of what is none, and where it has said nothing. Absent where nobody tells. */
  contract?(instrument: number): ContractFigures | null;
  /** The book, best level first, as far as `reach` ticks behind the touch or further. */
  book(instrument: number, time: UtcMs, reach: number): ViewedBook;
  /** Prints with from < time <= to. */
  prints(instrument: number, from: UtcMs, to: UtcMs): ViewedPrints;
  /** Closed bars that opened at or after `from` and closed at or before `to`. */
  bars(instrument: number, timeframe: Timeframe, from: UtcMs, to: UtcMs): CandleColumns;
  /** The bar that `time` lies in so far: open time, open, high, low, close, base volume; null before its first print. */
  formingBar(instrument: number, timeframe: Timeframe, time: UtcMs): readonly [number, number, number, number, number, number] | null;
}

import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../kernel/time.ts';

/** The timeframes offered, in milliseconds. Those under a minute are for bars made of recorded trades. */
export const TIMEFRAMES = {
  '1s': SECOND_MS,
  '5s': 5 * SECOND_MS,
  '10s': 10 * SECOND_MS,
  '1m': MINUTE_MS,
  '5m': 5 * MINUTE_MS,
  '15m': 15 * MINUTE_MS,
  '30m': 30 * MINUTE_MS,
  '1h': HOUR_MS,
  '2h': 2 * HOUR_MS,
  '4h': 4 * HOUR_MS,
  '6h': 6 * HOUR_MS,
  '8h': 8 * HOUR_MS,
  '12h': 12 * HOUR_MS,
  '1d': DAY_MS,
} as const;

/** The name of a timeframe, `4h`. */
export type Timeframe = keyof typeof TIMEFRAMES;

/** Whether a text names a timeframe. */
export function isTimeframe(text: string): text is Timeframe {
  return Object.hasOwn(TIMEFRAMES, text);
}

/** Candles as columns of equal length, oldest first. Evidence, not orders: doubles in quote units exactly as read. */
export interface CandleColumns {
  readonly length: number;
  /** Open of the bar, ms UTC, strictly rising. */
  readonly time: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  /** Base units. */
  readonly volume: Float64Array;
}

/** Empty columns of a given length. */
export function candleColumns(length: number): CandleColumns {
  return {
    length,
    time: new Float64Array(length),
    open: new Float64Array(length),
    high: new Float64Array(length),
    low: new Float64Array(length),
    close: new Float64Array(length),
    volume: new Float64Array(length),
  };
}

/** Columns in memory of their own. */
export function copyCandles({ length, time, open, high, low, close, volume }: CandleColumns): CandleColumns {
  return {
    length,
    time: time.slice(),
    open: open.slice(),
    high: high.slice(),
    low: low.slice(),
    close: close.slice(),
    volume: volume.slice(),
  };
}

/** Rows `from` (included) to `to` (excluded) of columns, as views on the same memory. */
export function sliceCandles(columns: CandleColumns, from: number, to: number): CandleColumns {
  return {
    length: Math.max(0, to - from),
    time: columns.time.subarray(from, to),
    open: columns.open.subarray(from, to),
    high: columns.high.subarray(from, to),
    low: columns.low.subarray(from, to),
    close: columns.close.subarray(from, to),
    volume: columns.volume.subarray(from, to),
  };
}

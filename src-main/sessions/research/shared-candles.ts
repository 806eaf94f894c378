import type { CandleColumns } from '../../../src-shared/domain/candle.ts';

const COLUMNS = ['time', 'open', 'high', 'low', 'close', 'volume'] as const;

/** Bars in memory that every thread reads without a copy of its own. Columns that are shared already stay where they are. */
export function sharedCandles(candles: CandleColumns): CandleColumns {
  if (COLUMNS.every((name) => candles[name].buffer instanceof SharedArrayBuffer)) return candles;
  const { length } = candles;
  const bytes = length * Float64Array.BYTES_PER_ELEMENT;
  const memory = new SharedArrayBuffer(bytes * COLUMNS.length);
  const column = (place: number, values: Float64Array): Float64Array => {
    const shared = new Float64Array(memory, place * bytes, length);
    shared.set(values.subarray(0, length));
    return shared;
  };
  return {
    length,
    time: column(0, candles.time),
    open: column(1, candles.open),
    high: column(2, candles.high),
    low: column(3, candles.low),
    close: column(4, candles.close),
    volume: column(5, candles.volume),
  };
}

import type { SeriesKey } from '../../ports/candle-store.ts';

/** The id of a series, `BTC/USDT.BINANCE:1m`. */
export function seriesId({ venue, symbol, timeframe }: SeriesKey): string {
  return `${symbol}.${venue}:${timeframe}`;
}

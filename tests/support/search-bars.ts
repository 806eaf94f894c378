import type { SearchRequest } from '../../src-main/services/search-service.ts';
import { dataHash } from '../../src-main/sessions/research/data-hash.ts';
import { candleColumns, type CandleColumns } from '../../src-shared/domain/candle.ts';
import { Sfc32 } from '../../src-shared/kernel/random.ts';
import { HOUR_MS } from '../../src-shared/kernel/time.ts';
import { conditions, FAMILY } from './research-kit.ts';

/** 2024-01-01T00:00:00Z. */
export const FIRST_BAR = 1_704_067_200_000;

/** Seeded 4-hour bars of a price that wanders with trends. */
export function wanderingBars(length: number, seed = 3): CandleColumns {
  const columns = candleColumns(length);
  const random = new Sfc32(seed);
  let price = 50_000;
  let drift = 0;
  for (let i = 0; i < length; i += 1) {
    if (i % 60 === 0) drift = 0.004 * random.normal();
    const open = price;
    price = Math.round(price * Math.exp(drift + 0.01 * random.normal()) * 100) / 100;
    columns.time[i] = FIRST_BAR + i * 4 * HOUR_MS;
    columns.open[i] = open;
    columns.close[i] = price;
    columns.high[i] = Math.max(open, price) + 1;
    columns.low[i] = Math.min(open, price) - 1;
    columns.volume[i] = 1_000;
  }
  return columns;
}

/** A search of sma-cross over bars. */
export function smaSearch(candles: CandleColumns, over: Partial<SearchRequest> = {}): SearchRequest {
  const to = candles.time[candles.length - 1]! + 4 * HOUR_MS;
  return {
    conditions: {
      ...conditions({ ...FAMILY, data: dataHash(candles) }),
      data: { id: null, label: '/bars.csv', bars: candles.length, from: candles.time[0]!, to },
    },
    space: [
      { name: 'fast', from: 2, to: 20, step: 2 },
      { name: 'slow', from: 10, to: 60, step: 10 },
    ],
    fixed: {},
    method: 'grid',
    trials: 1,
    objectives: [{ figure: 'sharpe', direction: 'max' }],
    constraints: [],
    windows: null,
    ...over,
  };
}

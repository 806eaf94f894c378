import { candleColumns, type CandleColumns } from '../../src-shared/domain/candle.ts';
import { Sfc32 } from '../../src-shared/kernel/random.ts';
import { MINUTE_MS } from '../../src-shared/kernel/time.ts';

/** 2023-11-14T22:13:00Z, on a minute. */
const START = 1_699_999_980_000;
const TICK = 100;
const NOISE = 0.0004;

/**
 * Seeded one-minute bars without gaps whose trends, up and down in turn, last half an hour to an hour and a half. `drift` per bar is what
 * a trend moves: chosen so that following it just pays its costs, since an account that trades all it has twenty thousand times would
 * otherwise grow or shrink beyond all bounds.
 */
export function trendingBars(length: number, drift = 0.000_5): CandleColumns {
  const columns = candleColumns(length);
  const random = new Sfc32(20_231_114);
  let price = 50_000;
  let direction = 1;
  let left = 0;
  for (let i = 0; i < length; i += 1) {
    if (left === 0) {
      direction = -direction;
      left = 20 + random.below(62);
    }
    left -= 1;
    const open = price;
    const pull = Math.log(50_000 / price) * 1e-4;
    price = Math.round(price * Math.exp(direction * drift + pull + NOISE * random.normal()) * TICK) / TICK;
    columns.time[i] = START + i * MINUTE_MS;
    columns.open[i] = open;
    columns.close[i] = price;
    columns.high[i] = Math.round(Math.max(open, price) * (1 + 0.0003 * random.next()) * TICK) / TICK;
    columns.low[i] = Math.round(Math.min(open, price) * (1 - 0.0003 * random.next()) * TICK) / TICK;
    columns.volume[i] = Math.round((50 + 50 * random.next()) * 1e6) / 1e6;
  }
  return columns;
}

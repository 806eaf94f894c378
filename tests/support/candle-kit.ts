import { TIMEFRAMES, type CandleColumns, type Timeframe, candleColumns } from '../../src-shared/domain/candle.ts';
import { Sfc32 } from '../../src-shared/kernel/random.ts';

/** Bars of a seeded walk with prices of two digits and volumes of three, without gaps; `skip` leaves bars of those places out. */
export function walkBars(options: {
  readonly bars: number;
  readonly from: number;
  readonly timeframe: Timeframe;
  readonly seed?: number;
  readonly skip?: readonly number[];
}): CandleColumns {
  const skip = new Set(options.skip);
  const random = new Sfc32(options.seed ?? 1);
  const columns = candleColumns(options.bars - skip.size);
  let price = 100;
  let at = 0;
  for (let i = 0; i < options.bars; i += 1) {
    const open = price;
    price = Math.max(1, Math.round((price + random.normal()) * 100) / 100);
    const high = Math.round((Math.max(open, price) + random.next()) * 100) / 100;
    const low = Math.max(0.01, Math.round((Math.min(open, price) - random.next()) * 100) / 100);
    const volume = random.below(1_000_000) / 1_000;
    if (skip.has(i)) continue;
    const row = [options.from + i * TIMEFRAMES[options.timeframe], open, high, low, price, volume];
    [columns.time, columns.open, columns.high, columns.low, columns.close, columns.volume].forEach((column, place) => {
      column[at] = row[place]!;
    });
    at += 1;
  }
  return columns;
}

/** Columns as plain rows, for comparing. */
export function rowsOf(columns: CandleColumns): number[][] {
  return Array.from({ length: columns.length }, (_, i) => [
    columns.time[i]!,
    columns.open[i]!,
    columns.high[i]!,
    columns.low[i]!,
    columns.close[i]!,
    columns.volume[i]!,
  ]);
}

import { candleColumns, type CandleColumns } from '../../../src-shared/domain/candle.ts';
import { Sfc32 } from '../../../src-shared/kernel/random.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';
import { drawBlocks } from './resampling.ts';
import { dependenceSpan } from './serial-dependence.ts';

/** One drawing of bars. */
export interface BarDraw {
  readonly seed: number;
  /** Bars that stay together. */
  readonly blockBars: number;
}

/** Warm-ups that a block holds at least, and blocks that the bars hold at least, where nobody says otherwise. */
const WARM_UPS = 2;
const LEAST_BLOCKS = 4;

/**
 * Bars that stay together where nobody says otherwise: the cube root of their number, and at least two warm-ups of the strategy, so that
 * most of what it looks back on did follow one another; never more than a quarter of the bars.
 */
export function pathBlock(bars: number, warmupBars: number): number {
  const wanted = Math.max(dependenceSpan(bars), WARM_UPS * warmupBars);
  return Math.max(1, Math.min(wanted, Math.floor((bars - 1) / LEAST_BLOCKS)));
}

/**
 * Moving-block bootstrap (H. R. Kunsch, 1989) of bars: the first bar as it was, then blocks of neighbouring bars begun anywhere, each bar
 * with its open, high, low and close where they stood to the close before it, and with its own volume. The times stay those of the bars.
 */
export function resampleBars(candles: CandleColumns, { seed, blockBars }: BarDraw): CandleColumns {
  const { length } = candles;
  const drawn = candleColumns(length);
  drawn.time.set(candles.time.subarray(0, length));
  if (length === 0) return drawn;
  invariant(length === 1 || (blockBars >= 1 && blockBars < length), 'a block fits into the bars that have one before them');
  for (const name of ['open', 'high', 'low', 'close', 'volume'] as const) drawn[name][0] = candles[name][0]!;
  const order = new Uint32Array(length - 1);
  if (length > 1) drawBlocks(order, length - 1, blockBars, new Sfc32(seed));
  for (let row = 1; row < length; row += 1) {
    const from = order[row - 1]! + 1;
    const before = candles.close[from - 1]!;
    const after = drawn.close[row - 1]!;
    // Dividing and multiplying by the same numbers keeps the order of the four, rounding included.
    drawn.open[row] = (candles.open[from]! / before) * after;
    drawn.high[row] = (candles.high[from]! / before) * after;
    drawn.low[row] = (candles.low[from]! / before) * after;
    drawn.close[row] = (candles.close[from]! / before) * after;
    drawn.volume[row] = candles.volume[from]!;
  }
  return drawn;
}

import { candleColumns, type CandleColumns } from '../../../src-shared/domain/candle.ts';
import { firstAbove, type FundingRates } from '../../../src-shared/domain/funding.ts';
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

/** The row that each drawn bar is made of: the first one stays, behind it come blocks begun anywhere behind the first. */
function drawnRows(length: number, { seed, blockBars }: BarDraw): Uint32Array {
  invariant(length === 1 || (blockBars >= 1 && blockBars < length), 'a block fits into the bars that have one before them');
  const rows = new Uint32Array(length);
  const order = rows.subarray(1);
  if (length > 1) drawBlocks(order, length - 1, blockBars, new Sfc32(seed));
  for (let i = 0; i < order.length; i += 1) order[i] = order[i]! + 1;
  return rows;
}

/**
 * Moving-block bootstrap (H. R. Kunsch, 1989) of bars: the first bar as it was, then blocks of neighbouring bars begun anywhere, each bar
 * with its open, high, low and close where they stood to the close before it, and with its own volume. The times stay those of the bars.
 */
export function resampleBars(candles: CandleColumns, draw: BarDraw): CandleColumns {
  const { length } = candles;
  const drawn = candleColumns(length);
  drawn.time.set(candles.time.subarray(0, length));
  if (length === 0) return drawn;
  for (const name of ['open', 'high', 'low', 'close', 'volume'] as const) drawn[name][0] = candles[name][0]!;
  const sources = drawnRows(length, draw);
  for (let row = 1; row < length; row += 1) {
    const from = sources[row]!;
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

/**
 * The rates of funding of bars drawn anew: each drawn bar brings along what was paid while the bar that it is made of went, after its open and
 * up to its close, as long before the close as it was. What was paid in a gap goes with the bar behind it and is paid as that opens. Rates
 * published before the bars stay; what was paid after them is nobody's.
 */
export function resampleRates(rates: FundingRates, { time, length }: CandleColumns, barMs: number, draw: BarDraw): FundingRates {
  const before = length === 0 ? rates.time.length : firstAbove(rates.time, time[0]!);
  const instants = [...rates.time.subarray(0, before)];
  const paid = [...rates.rate.subarray(0, before)];
  const sources = length === 0 ? [] : drawnRows(length, draw);
  for (let row = 0; row < length; row += 1) {
    const from = sources[row]!;
    const end = time[from]! + barMs;
    const first = firstAbove(rates.time, from === 0 ? time[0]! : time[from - 1]! + barMs);
    for (let i = first; i < rates.time.length && rates.time[i]! <= end; i += 1) {
      const at = Math.max(time[row]! + 1, time[row]! + barMs - (end - rates.time[i]!));
      if (instants.at(-1) === at) paid[paid.length - 1]! += rates.rate[i]!;
      else {
        instants.push(at);
        paid.push(rates.rate[i]!);
      }
    }
  }
  return { time: Float64Array.from(instants), rate: Float64Array.from(paid) };
}

import type { Holding } from '../../../src-main/core/research/entry-significance.ts';
import type { Random } from '../../../src-shared/kernel/random.ts';

/** How a trader without any knowledge trades: mean length of a holding and of the wait before it, bars. */
export interface TradingStyle {
  readonly holdBars: number;
  readonly waitBars: number;
  /** Whether it also goes short. */
  readonly short: boolean;
}

/** A geometric length with this mean, at least one bar. */
function drawLength(mean: number, random: Random): number {
  return 1 + Math.floor(Math.log(1 - random.next()) / Math.log(1 - 1 / Math.max(mean, 1.000001)));
}

/** Entries at random instants, held for random times, in random directions; nothing of the market is looked at. */
export function drawHoldings(bars: number, style: TradingStyle, random: Random): Holding[] {
  const holdings: Holding[] = [];
  for (let from = drawLength(style.waitBars, random); ;) {
    const length = drawLength(style.holdBars, random);
    if (from + length > bars) return holdings;
    holdings.push({ from, bars: length, side: style.short && random.next() < 0.5 ? -1 : 1 });
    from += length + drawLength(style.waitBars, random);
  }
}

/**
 * Returns per bar of holdings on a market: position times the market's return, less `costPerSide` of notional in a holding's first
 * and last bar. Bar i leads from close i to close i + 1.
 */
export function traderReturns(market: Float64Array, holdings: readonly Holding[], costPerSide: number): Float64Array {
  const returns = new Float64Array(market.length);
  for (const { from, bars, side } of holdings) {
    for (let i = from; i < from + bars; i += 1) returns[i] = side * market[i]!;
    returns[from]! -= costPerSide;
    returns[from + bars - 1]! -= costPerSide;
  }
  return returns;
}

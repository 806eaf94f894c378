import type { Random } from '../../../src-shared/kernel/random.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';
import { sharpeOfReturns } from './moments.ts';
import { dependenceSpan } from './serial-dependence.ts';

/** A figure's values over all resamples, rising. */
export type Distribution = Float64Array;

/** The value below which a share of a distribution lies, between its neighbours by straight lines (R. J. Hyndman and Y. Fan, 1996, type 7). */
export function quantileOf(distribution: Distribution, share: number): number {
  invariant(distribution.length > 0 && share >= 0 && share <= 1, 'a quantile is of values, at a share from 0 to 1');
  const at = (distribution.length - 1) * share;
  const low = Math.floor(at);
  const below = distribution[low]!;
  const above = distribution[Math.min(low + 1, distribution.length - 1)]!;
  return below + (above - below) * (at - low);
}

/** The middle part of a distribution that holds `level` of it, such as 0.95. */
export function intervalOf(distribution: Distribution, level: number): readonly [low: number, high: number] {
  return [quantileOf(distribution, (1 - level) / 2), quantileOf(distribution, (1 + level) / 2)];
}

/** Deepest fall of compounded returns below their peak, a fraction from 0 to 1; the start counts as a peak, and nothing falls below ruin. */
export function drawdownOf(returns: Float64Array, order: Uint32Array): number {
  let equity = 1;
  let peak = 1;
  let deepest = 0;
  for (let i = 0; i < order.length; i += 1) {
    equity *= 1 + returns[order[i]!]!;
    if (equity <= 0) return 1;
    if (equity > peak) peak = equity;
    else deepest = Math.max(deepest, 1 - equity / peak);
  }
  return deepest;
}

function inOrder(length: number): Uint32Array {
  return Uint32Array.from({ length }, (_, i) => i);
}

/** What the same trades in other orders come to. */
export interface ShuffledDrawdowns {
  /** Drawdown in the order as it was, a fraction. */
  readonly asItWas: number;
  readonly drawdowns: Distribution;
  /** Share of the other orders with a deeper drawdown than the one that was: near 1 the order was lucky. */
  readonly deeper: number;
}

/**
 * Drawdowns of the same trades in random order. `tradeReturns` are fractions of equity, compounded; the end is the same in every order,
 * the way to it is not, so a drawdown that was seen once is one draw of this distribution.
 */
export function shuffleTrades(tradeReturns: Float64Array, runs: number, random: Random): ShuffledDrawdowns {
  const order = inOrder(tradeReturns.length);
  const asItWas = drawdownOf(tradeReturns, order);
  const drawdowns = new Float64Array(runs);
  let deeper = 0;
  for (let run = 0; run < runs; run += 1) {
    for (let i = order.length - 1; i > 0; i -= 1) {
      const other = random.below(i + 1);
      const kept = order[i]!;
      order[i] = order[other]!;
      order[other] = kept;
    }
    drawdowns[run] = drawdownOf(tradeReturns, order);
    // The same depth, reached in another order, differs by rounding.
    if (drawdowns[run]! > asItWas + 1e-12) deeper += 1;
  }
  return { asItWas, drawdowns: drawdowns.sort(), deeper: runs === 0 ? 0 : deeper / runs };
}

/** Fills `order` with whole blocks of consecutive indices below `count`, each begun anywhere that it fits; the last block is cut. */
export function drawBlocks(order: Uint32Array, count: number, blockLength: number, random: Random): void {
  for (let at = 0; at < order.length; at += blockLength) {
    const start = random.below(count - blockLength + 1);
    for (let i = 0; i < blockLength && at + i < order.length; i += 1) order[at + i] = start + i;
  }
}

/** What resampled returns come to. */
export interface BootstrapOutcome {
  readonly blockLength: number;
  /** Sharpe ratios per period. */
  readonly sharpes: Distribution;
  /** Drawdowns, fractions. */
  readonly drawdowns: Distribution;
}

/** How a series is resampled. */
export interface BootstrapPlan {
  readonly runs: number;
  readonly random: Random;
  /** Periods that stay together; left out, the cube root of their number. */
  readonly blockLength?: number;
}

/**
 * Moving-block bootstrap (H. R. Kunsch, 1989): series of the same length made of blocks of the returns as they were, so that what hangs
 * together within a block stays together. The distributions are what the figures could have been with other luck.
 */
export function bootstrapReturns(returns: Float64Array, plan: BootstrapPlan): BootstrapOutcome {
  const blockLength = plan.blockLength ?? dependenceSpan(returns.length);
  invariant(returns.length >= 2 && blockLength >= 1 && blockLength <= returns.length, 'a block fits into the returns');
  const order = new Uint32Array(returns.length);
  const drawn = new Float64Array(returns.length);
  const sharpes = new Float64Array(plan.runs);
  const drawdowns = new Float64Array(plan.runs);
  for (let run = 0; run < plan.runs; run += 1) {
    drawBlocks(order, returns.length, blockLength, plan.random);
    for (let i = 0; i < order.length; i += 1) drawn[i] = returns[order[i]!]!;
    sharpes[run] = sharpeOfReturns(drawn);
    drawdowns[run] = drawdownOf(returns, order);
  }
  return { blockLength, sharpes: sharpes.sort(), drawdowns: drawdowns.sort() };
}

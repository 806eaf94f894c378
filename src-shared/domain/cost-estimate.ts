import { Sfc32 } from '../kernel/random.ts';
import type { OrderType } from './order.ts';

/** A fill of the ledger with what an estimate of costs asks for. */
export interface OwnFill {
  readonly order: string;
  readonly type: OrderType;
  /** Id, `BTC/USD.SIM`. */
  readonly instrument: string;
  readonly liquidity: 'maker' | 'taker';
  /** Quote units. */
  readonly value: number;
  /** Quote units; null where it was paid in something else. */
  readonly fee: number | null;
  /** Against the price of the decision; null where there was none. */
  readonly slippageBps: number | null;
}

/** A market order that was filled: what it was worth in quote units, and how much worse than the price of its decision it was filled, basis points. */
export interface TakenOrder {
  readonly value: number;
  readonly slippageBps: number;
}

/** An estimate with the interval that holds the truth in 95 of 100 cases. */
export interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/** What one's own orders say of slippage, basis points. */
export interface SlippageEstimate {
  readonly orders: number;
  /** Mean over orders. */
  readonly mean: Interval;
  /** By least squares on the root of the value: what the smallest order pays, and what grows with the root; null where all orders are worth the same. */
  readonly line: { readonly base: Interval; readonly perRoot: Interval } | null;
}

/** Orders below which nothing is estimated. */
export const LEAST_ORDERS = 30;

const RESAMPLES = 1_000;
/** Most orders that are looked at, the newest: a market of long ago says little. */
const MOST_ORDERS = 5_000;

/**
 * Estimates slippage from one's own market orders, oldest first; null for fewer than `LEAST_ORDERS`. Intervals are percentiles of a
 * bootstrap (B. Efron, 1979): the orders are drawn anew with replacement, so nothing is assumed of their distribution.
 */
export function estimateSlippage(orders: readonly TakenOrder[], seed: number): SlippageEstimate | null {
  if (orders.length < LEAST_ORDERS) return null;
  const newest = orders.slice(-MOST_ORDERS);
  const x = Float64Array.from(newest, ({ value }) => Math.sqrt(value));
  const y = Float64Array.from(newest, ({ slippageBps }) => slippageBps);
  const all = fit(x, y, (i) => i);
  const random = new Sfc32(seed);
  const draws = Array.from({ length: RESAMPLES }, () => fit(x, y, () => random.below(x.length)));
  const interval = (of: (line: Line) => number): Interval => {
    const values = draws.map(of).sort((a, b) => a - b);
    return { estimate: of(all), low: values[Math.floor(0.025 * RESAMPLES)]!, high: values[Math.ceil(0.975 * RESAMPLES) - 1]! };
  };
  return {
    orders: newest.length,
    mean: interval(({ mean }) => mean),
    line: all.slope === null ? null : { base: interval(({ mean, base }) => base ?? mean), perRoot: interval(({ slope }) => slope ?? 0) },
  };
}

interface Line {
  readonly mean: number;
  readonly base: number | null;
  readonly slope: number | null;
}

/** Values of the same size differ by rounding at the most. */
const SAME = 1e-9;

function fit(x: Float64Array, y: Float64Array, pick: (i: number) => number): Line {
  const count = x.length;
  let sx = 0;
  let sy = 0;
  let sxx = 0;
  let sxy = 0;
  for (let i = 0; i < count; i += 1) {
    const at = pick(i);
    // About the first value, so that equal ones leave nothing but rounding.
    const from = x[at]! - x[0]!;
    sx += from;
    sy += y[at]!;
    sxx += from * from;
    sxy += from * y[at]!;
  }
  const spread = sxx - (sx * sx) / count;
  const mean = sy / count;
  if (spread <= SAME * (sxx + x[0]! * x[0]! * count)) return { mean, base: null, slope: null };
  const slope = (sxy - (sx * sy) / count) / spread;
  return { mean, base: mean - slope * (sx / count + x[0]!), slope };
}

/**
 * The coefficient of the square-root impact, c x daily volatility x sqrt(quantity / daily volume), from what slippage grows by per root of
 * an order's value: `dailyValue` is what is traded of the instrument in a day, quote units, `dailyVolatility` a fraction.
 */
export function impactOf(perRootBps: number, market: { readonly dailyValue: number; readonly dailyVolatility: number }): number {
  return (perRootBps * Math.sqrt(market.dailyValue)) / (market.dailyVolatility * 10_000);
}

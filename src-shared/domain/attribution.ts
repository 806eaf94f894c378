import type { Decimal } from '../kernel/decimal.ts';
import type { Side } from './order.ts';

/**
 * Why a session came out other than its backtest, in the order in which the parts are taken: the decision was another one; the same order
 * was filled at another time; at another price against the market of that time; at another fee; with another size; not at all; or there was
 * an order that the backtest has not.
 */
export const GAP_CAUSES = ['signal', 'timing', 'price', 'fee', 'size', 'missed', 'extra'] as const;

/** One of `GAP_CAUSES`. */
export type GapCause = (typeof GAP_CAUSES)[number];

/** Money per cause, quote asset, exact; above zero where the session did better than its backtest. */
export type GapParts = Readonly<Record<GapCause, Decimal>>;

/** A gap and what it is made of: the parts and the residual add up to it exactly. */
export interface GapSplit {
  /** Profit of the session less profit of its backtest. */
  readonly gap: Decimal;
  readonly parts: GapParts;
  /** What no cause could be found for; never spread over the parts. */
  readonly residual: Decimal;
}

/** From where both runs are flat to where both are flat again: one origin's trade in both runs. */
export interface GapTrade extends GapSplit {
  /** Strategy instance, or `you`. */
  readonly origin: string;
  /** Dense index of the instrument. */
  readonly instrument: number;
  /** Of the first order. */
  readonly side: Side;
  /** First fill of either run, ms UTC. */
  readonly from: number;
  /** Last fill of either run, ms UTC; null while one of them holds something, which is then valued at the last price in both. */
  readonly to: number | null;
  readonly sessionProfit: Decimal;
  readonly backtestProfit: Decimal;
  /** Orders filled in both runs, in the session alone, in the backtest alone. */
  readonly both: number;
  readonly sessionOnly: number;
  readonly backtestOnly: number;
  /** Why orders of the backtest were not filled in the session: codes of refusals and ends, each once. */
  readonly reasons: readonly string[];
}

/** The whole gap of a session, with its trades in the order of their first fills. */
export interface GapAttribution extends GapSplit {
  readonly sessionProfit: Decimal;
  readonly backtestProfit: Decimal;
  readonly trades: readonly GapTrade[];
}

/** The cause with the largest part by amount, the earlier one of two that are equal; null where every part is zero. */
export function largestCause(parts: GapParts): GapCause | null {
  let largest: GapCause | null = null;
  for (const cause of GAP_CAUSES) {
    const amount = parts[cause].abs();
    if (amount.isZero()) continue;
    if (largest === null || amount.compare(parts[largest].abs()) > 0) largest = cause;
  }
  return largest;
}

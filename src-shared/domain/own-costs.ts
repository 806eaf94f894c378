import { estimateSlippage, impactOf, type Interval, type OwnFill, type SlippageEstimate, type TakenOrder } from './cost-estimate.ts';

/** What one's own fills cost, as the ledger has them. */
export interface OwnCosts {
  readonly slippage: SlippageEstimate;
  /** Basis points of value; null where no fill was of that kind. */
  readonly takerFeeBps: number | null;
  readonly makerFeeBps: number | null;
  /** null where the market was not given or size makes no difference that shows. */
  readonly impact: Interval | null;
}

/** What is traded of the instrument in a day, quote units, and the deviation of its daily returns. */
export interface DayMarket {
  readonly dailyValue: number;
  readonly dailyVolatility: number;
}

/** Costs of a profile that follow from one's own fills. Spread and latency are in the slippage, which is measured from the price of the decision. */
export interface OwnOffer {
  readonly takerFeeBps: number | null;
  readonly makerFeeBps: number | null;
  readonly slippageBps: number;
  readonly impact: number;
}

/** Market orders with the mean slippage of their fills, weighted by value. */
export function takenOrders(fills: Iterable<OwnFill>): readonly TakenOrder[] {
  const orders = new Map<string, { value: number; paid: number }>();
  for (const { order, type, value, slippageBps } of fills) {
    if (type !== 'market' || slippageBps === null) continue;
    const entry = orders.get(order) ?? { value: 0, paid: 0 };
    orders.set(order, { value: entry.value + value, paid: entry.paid + value * slippageBps });
  }
  return [...orders.values()].filter(({ value }) => value > 0).map(({ value, paid }) => ({ value, slippageBps: paid / value }));
}

/** Estimates costs from one's own fills, oldest first; null where `LEAST_ORDERS` market orders are not reached. */
export function ownCosts(fills: readonly OwnFill[], market: DayMarket | null, seed: number): OwnCosts | null {
  const slippage = estimateSlippage(takenOrders(fills), seed);
  if (slippage === null) return null;
  const { line } = slippage;
  const impact =
    market === null || line === null || line.perRoot.low <= 0 ? null : mapped(line.perRoot, (perRoot) => impactOf(perRoot, market));
  return { slippage, takerFeeBps: feeBps(fills, 'taker'), makerFeeBps: feeBps(fills, 'maker'), impact };
}

/** What to charge a run: as measured, or with the upper ends of the intervals. */
export function ownOffer({ slippage, impact, takerFeeBps, makerFeeBps }: OwnCosts, end: 'estimate' | 'high'): OwnOffer {
  const slipped = impact === null || slippage.line === null ? slippage.mean : slippage.line.base;
  return { takerFeeBps, makerFeeBps, slippageBps: Math.max(0, slipped[end]), impact: impact?.[end] ?? 0 };
}

function mapped({ estimate, low, high }: Interval, by: (value: number) => number): Interval {
  return { estimate: by(estimate), low: by(low), high: by(high) };
}

function feeBps(fills: readonly OwnFill[], liquidity: OwnFill['liquidity']): number | null {
  let value = 0;
  let fees = 0;
  for (const fill of fills) {
    if (fill.liquidity !== liquidity || fill.fee === null) continue;
    value += fill.value;
    fees += fill.fee;
  }
  return value > 0 ? (fees / value) * 10_000 : null;
}

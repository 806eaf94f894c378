import type { OwnCostsView } from '../../src-shared/contract/research.ts';
import { LEAST_ORDERS, type OwnFill } from '../../src-shared/domain/cost-estimate.ts';
import { CONSERVATIVE, type CostProfile } from '../../src-shared/domain/costs.ts';
import { type OwnCosts, ownCosts, ownOffer, takenOrders } from '../../src-shared/domain/own-costs.ts';

/** The same fills lead to the same intervals. */
const SEED = 1;
const NAMES = { estimate: 'own fills', high: 'own fills, upper ends' } as const;

/** What fills, oldest first, say of costs, and the profiles that follow. */
export function ownCostsView(fills: readonly OwnFill[]): OwnCostsView {
  const costs = ownCosts(fills, null, SEED);
  return {
    orders: costs?.slippage.orders ?? takenOrders(fills).length,
    needed: LEAST_ORDERS,
    slippage: costs?.slippage.mean ?? null,
    profiles: costs === null ? [] : (['estimate', 'high'] as const).map((end) => profileOf(costs, end)),
  };
}

/** Spread and latency are in the slippage, which is measured from the price of the decision. */
function profileOf(costs: OwnCosts, end: 'estimate' | 'high'): CostProfile {
  return { ...CONSERVATIVE, ...ownOffer(costs, end), name: NAMES[end], halfSpreadBps: 0, latencyMs: 0 };
}

import type { RiskRule } from '../rule.ts';

/** How many orders may be outstanding at once. Closing must stay possible, so reducing orders pass. */
export const openOrders: RiskRule = {
  code: 'risk.max-open-orders',
  sparesReducing: true,
  check: ({ view, count }) => {
    const limit = view.limits.maxOpenOrders;
    const actual = view.openOrders + count;
    if (limit === null || actual <= limit) return null;
    return { code: 'risk.max-open-orders', details: { actual, limit } };
  },
};

import type { RiskRule } from '../rule.ts';

/** How many orders may be recorded within 60 s of market time. */
export const orderRate: RiskRule = {
  code: 'risk.order-rate',
  sparesReducing: true,
  check: ({ view, count }) => {
    const limit = view.limits.maxOrdersPerMinute;
    if (limit === null) return null;
    const actual = view.ordersWithinMinute() + count;
    if (actual <= limit) return null;
    return { code: 'risk.order-rate', details: { actual, limit, window: '60 s' } };
  },
};

import type { RiskRule } from '../rule.ts';

/** How many orders may open or add to a position within 24 h of market time; those that are out and have not filled count as if they had. */
export const tradeRate: RiskRule = {
  code: 'risk.trade-rate',
  needs: 'maxTradesPerDay',
  sparesReducing: true,
  check: ({ view }) => {
    const limit = view.limits.maxTradesPerDay;
    if (limit === null) return null;
    const actual = view.entriesWithinDay() + view.unfilledEntries() + 1;
    return actual <= limit ? null : { code: 'risk.trade-rate', details: { actual, limit, window: '24 h' } };
  },
};

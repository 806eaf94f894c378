import { spanText } from '../risk-texts.ts';
import type { RiskRule } from '../rule.ts';

/** Orders are decided on fresh prices; age counts in market time. */
export const freshData: RiskRule = {
  code: 'risk.stale-data',
  sparesReducing: true,
  check: ({ order, view }) => {
    const limit = view.limits.maxDataAgeMs;
    const age = view.time - view.markTime(order.instrument);
    if (limit === null || age <= limit) return null;
    return {
      code: 'risk.stale-data',
      details: { actual: spanText(age), limit: spanText(limit), actualMs: age, limitMs: limit },
    };
  },
};

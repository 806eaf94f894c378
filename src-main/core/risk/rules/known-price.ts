import type { RiskRule } from '../rule.ts';

/** Without a last price nothing can be valued. */
export const knownPrice: RiskRule = {
  code: 'risk.no-price',
  sparesReducing: true,
  check: ({ mark }) => (mark > 0 ? null : { code: 'risk.no-price', details: {} }),
};

import type { RiskRule } from '../rule.ts';

/** While ledger and venue do not agree, nothing may enlarge exposure. */
export const differing: RiskRule = {
  code: 'risk.differing',
  sparesReducing: true,
  check: ({ view }) => (view.differing ? { code: 'risk.differing', details: {} } : null),
};

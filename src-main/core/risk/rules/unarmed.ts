import type { RiskRule } from '../rule.ts';

/** Until a session with real money was armed, nothing may enlarge exposure. */
export const unarmed: RiskRule = {
  code: 'risk.unarmed',
  sparesReducing: true,
  check: ({ view }) => (view.unarmed ? { code: 'risk.unarmed', details: {} } : null),
};

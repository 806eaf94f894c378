import type { RiskRule } from '../rule.ts';

/** Until the start has been checked against the venue, nothing may enlarge exposure. */
export const recovering: RiskRule = {
  code: 'risk.recovering',
  sparesReducing: true,
  check: ({ view }) => (view.recovering ? { code: 'risk.recovering', details: {} } : null),
};

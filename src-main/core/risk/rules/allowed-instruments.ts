import type { RiskRule } from '../rule.ts';

/** Only instruments of the list may be traded; what is held of others may be closed. */
export const allowedInstruments: RiskRule = {
  code: 'risk.instrument-not-allowed',
  sparesReducing: true,
  check: ({ view, instrument }) => {
    const allowed = view.limits.allowedInstruments;
    if (allowed === null || allowed.includes(instrument.id)) return null;
    return {
      code: 'risk.instrument-not-allowed',
      details: { actual: instrument.id, limit: allowed.join(', ') },
    };
  },
};

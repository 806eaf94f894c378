import type { Protection } from '../protection.ts';

/** After a trade closed its instrument is left alone. */
export const cooldownPeriod: Protection = {
  method: 'CooldownPeriod',
  judge: (_spec, { newest }) => ({ instrument: newest.instrument, side: null, trades: 1, actual: newest.ratio }),
};

import type { VenueHealth } from '../../ports/venue-orders.ts';

/** An account of which nothing was heard yet. */
export const UNHEARD: VenueHealth = {
  ...{ state: 'silent', problem: 'The account is being opened.' },
  ...{ reconnects: 0, garbled: 0, clockOffsetMs: null, roundTripMs: null, limitUse: 0 },
};

import type { VenueProfile } from '../../../ports/venue-accounts.ts';
import { countsNothing, perSecond, plainCredentials, saidByStatus, type VenueRules } from './venue-rules.ts';

/** A venue of which nothing is known but what the library says: its rights cannot be read. */
function asTheLibrarySays(profile: VenueProfile, requestsPerSecond: number): VenueRules {
  return {
    profile,
    credentials: plainCredentials,
    options: { defaultType: 'spot' },
    feed: false,
    limits: perSecond(requestsPerSecond),
    weightPerCost: 1,
    numbered: false,
    silenceMs: saidByStatus,
    counted: countsNothing,
    rights: null,
    book: null,
    orders: null,
  };
}

const UNPROVEN = { proven: false, needsPassphrase: false, deadMansSwitch: false, receiveWindowMs: 60_000 } as const;

/** Venues that were never tried against a server of their protocol. */
export const OTHER_VENUES: readonly VenueRules[] = [
  asTheLibrarySays({ ...UNPROVEN, id: 'bitget', name: 'Bitget', sandbox: true, needsPassphrase: true }, 20),
  asTheLibrarySays({ ...UNPROVEN, id: 'coinbase', name: 'Coinbase', sandbox: false }, 30),
  asTheLibrarySays({ ...UNPROVEN, id: 'gate', name: 'Gate', sandbox: true }, 20),
  asTheLibrarySays({ ...UNPROVEN, id: 'kucoin', name: 'KuCoin', sandbox: false, needsPassphrase: true }, 60),
];

import type { VenueCredentials } from '../../src-main/ports/venue-accounts.ts';
import { FIRST_CUSTOMER } from './control/customer.ts';
import type { VenueHouse } from './house/venue-house.ts';
import { OKX_PASSPHRASE } from './okx/okx-keys.ts';
import { type StartOptions, type StartedVenue, startKrakenVenue, startOkxVenue, startVenue } from './start-venue.ts';

export type Protocol = 'binance' | 'kraken' | 'okx';
export const PROTOCOLS: readonly Protocol[] = ['binance', 'kraken', 'okx'];

const START: Readonly<Record<Protocol, (options: StartOptions) => Promise<StartedVenue<VenueHouse>>>> = {
  binance: startVenue,
  // Nobody here asks for so little as its lowest tier allows.
  kraken: (options) => startKrakenVenue({ ...options, counting: false }),
  okx: startOkxVenue,
};

/** Starts a venue on free ports of the loopback that speaks a protocol. */
export function startProtocol(protocol: Protocol, options: StartOptions = {}): Promise<StartedVenue<VenueHouse>> {
  return START[protocol](options);
}

/** What the first customer of a venue is known by. */
export function credentialsAt(protocol: Protocol): VenueCredentials {
  return { key: FIRST_CUSTOMER.key, secret: FIRST_CUSTOMER.secret, passphrase: protocol === 'okx' ? OKX_PASSPHRASE : null };
}

import type { StartedVenue } from './start-venue.ts';

/** What the program's adapters ask in place of a venue's own addresses: the same paths on the loopback. */
export function addressOf({ address }: Pick<StartedVenue, 'address'>): (url: string) => string {
  const host = address.replace('http://', '');
  return (url) => url.replace(/^(https|wss):\/\/[^/]+/u, (_, scheme) => `${scheme === 'wss' ? 'ws' : 'http'}://${host}`);
}

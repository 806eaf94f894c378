import { SteppedClock } from '../support/stepped-clock.ts';
import { BinanceVenue, type BinanceVenueOptions } from './binance/binance-venue.ts';
import { VenueControl } from './control/control.ts';
import { FIRST_CUSTOMER, addCustomer } from './control/customer.ts';
import { DirectClient } from './direct-client.ts';

/** A venue without sockets, on a clock that the test moves, with one customer. */
export interface SimulatedVenue {
  readonly venue: BinanceVenue;
  readonly control: VenueControl;
  readonly clock: SteppedClock;
  readonly client: DirectClient;
  /** The customer's account. */
  readonly trader: number;
}

/** Noon of a day, so that minutes, ten seconds and days begin where they are easy to count. */
export const NOON = Date.UTC(2026, 4, 5, 12);

export function simulateVenue(options: Omit<Partial<BinanceVenueOptions>, 'clock'> = {}): SimulatedVenue {
  const clock = new SteppedClock(NOON);
  const venue = new BinanceVenue({ seed: 1, pastMinutes: 60, ...options, clock });
  const trader = addCustomer(venue, FIRST_CUSTOMER).id;
  return { venue, control: new VenueControl(venue), clock, client: new DirectClient(venue), trader };
}

import type { Clock } from '../../src-main/ports/clock.ts';
import { SystemClock } from '../../src-main/adapters/system-clock/system-clock.ts';
import { BinanceVenue, type BinanceVenueOptions } from './binance/binance-venue.ts';
import { ControlDoor } from './control/control-door.ts';
import { VenueControl } from './control/control.ts';
import { FIRST_CUSTOMER, type NewCustomer, addCustomer } from './control/customer.ts';
import { LoopbackServer } from './server/loopback-server.ts';
import { StoppableClock } from './server/stoppable-clock.ts';

/** How a venue on the loopback is started; what is left out stands still and is the same each time. */
export interface StartOptions extends Omit<BinanceVenueOptions, 'clock' | 'seed'> {
  readonly clock?: Clock;
  readonly seed?: number;
  readonly port?: number;
  readonly controlPort?: number;
  readonly customers?: readonly NewCustomer[];
}

/** A venue whose doors are open. */
export interface StartedVenue {
  readonly venue: BinanceVenue;
  readonly control: VenueControl;
  /** Where it listens, such as `http://127.0.0.1:40001`. */
  readonly address: string;
  /** Where its control door listens. */
  readonly controlAddress: string;
  stop(): Promise<void>;
}

/** Starts a venue on free ports of the loopback, in this process. */
export async function startVenue(options: StartOptions = {}): Promise<StartedVenue> {
  const clock = new StoppableClock(options.clock ?? new SystemClock());
  const venue = new BinanceVenue({ ...options, clock, seed: options.seed ?? 1 });
  for (const customer of options.customers ?? [FIRST_CUSTOMER]) addCustomer(venue, customer);
  const control = new VenueControl(venue);
  const server = await LoopbackServer.start(venue, options.port ?? 0);
  const door = await ControlDoor.start(control, options.controlPort ?? 0);
  return {
    venue,
    control,
    address: `http://127.0.0.1:${server.port}`,
    controlAddress: `http://127.0.0.1:${door.port}`,
    stop: async () => {
      clock.stop();
      await server.stop();
      await door.stop();
    },
  };
}

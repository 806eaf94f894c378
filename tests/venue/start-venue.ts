import type { Clock } from '../../src-main/ports/clock.ts';
import { SystemClock } from '../../src-main/adapters/system-clock/system-clock.ts';
import { BinanceVenue, type BinanceVenueOptions } from './binance/binance-venue.ts';
import { ControlDoor } from './control/control-door.ts';
import { VenueControl } from './control/control.ts';
import { FIRST_CUSTOMER, type NewCustomer, addCustomer } from './control/customer.ts';
import type { HouseOptions, VenueHouse } from './house/venue-house.ts';
import { HyperliquidVenue, type HyperliquidVenueOptions } from './hyperliquid/hyperliquid-venue.ts';
import { KrakenVenue, type KrakenVenueOptions } from './kraken/kraken-venue.ts';
import { KfVenue } from './krakenfutures/kf-venue.ts';
import { OkxVenue, type OkxVenueOptions } from './okx/okx-venue.ts';
import { LoopbackServer } from './server/loopback-server.ts';
import { StoppableClock } from './server/stoppable-clock.ts';
import { UsdmVenue, type UsdmVenueOptions } from './usdm/usdm-venue.ts';

/** Where a venue's doors are and who trades there. */
interface Doors {
  readonly clock?: Clock;
  readonly seed?: number;
  readonly port?: number;
  readonly controlPort?: number;
  readonly customers?: readonly NewCustomer[];
}

/** How a venue on the loopback is started; what is left out stands still and is the same each time. */
export type StartOptions = Omit<BinanceVenueOptions, 'clock' | 'seed'> & Doors;

/** As `StartOptions`, for the second protocol. */
export type KrakenStartOptions = Omit<KrakenVenueOptions, 'clock' | 'seed'> & Doors;

/** As `StartOptions`, for the third protocol. */
export type OkxStartOptions = Omit<OkxVenueOptions, 'clock' | 'seed'> & Doors;

/** As `StartOptions`, for the fourth protocol. */
export type HyperliquidStartOptions = Omit<HyperliquidVenueOptions, 'clock' | 'seed'> & Doors;

/** As `StartOptions`, for the futures of the first. */
export type UsdmStartOptions = Omit<UsdmVenueOptions, 'clock' | 'seed'> & Doors;

/** A venue whose doors are open. */
export interface StartedVenue<Venue extends VenueHouse = BinanceVenue> {
  readonly venue: Venue;
  readonly control: VenueControl;
  /** Where it listens, such as `http://127.0.0.1:40001`. */
  readonly address: string;
  /** Where its control door listens. */
  readonly controlAddress: string;
  stop(): Promise<void>;
}

/** Starts a venue that speaks Binance's protocol on free ports of the loopback, in this process. */
export function startVenue(options: StartOptions = {}): Promise<StartedVenue> {
  return start(options, (clock) => new BinanceVenue({ ...options, clock, seed: options.seed ?? 1 }));
}

/** The same exchange, speaking Kraken's protocol. */
export function startKrakenVenue(options: KrakenStartOptions = {}): Promise<StartedVenue<KrakenVenue>> {
  return start(options, (clock) => new KrakenVenue({ ...options, clock, seed: options.seed ?? 1 }));
}

/** The same exchange, speaking OKX's protocol. */
export function startOkxVenue(options: OkxStartOptions = {}): Promise<StartedVenue<OkxVenue>> {
  return start(options, (clock) => new OkxVenue({ ...options, clock, seed: options.seed ?? 1 }));
}

/** The same exchange, speaking Hyperliquid's protocol. */
export function startHyperliquidVenue(options: HyperliquidStartOptions = {}): Promise<StartedVenue<HyperliquidVenue>> {
  return start(options, (clock) => new HyperliquidVenue({ ...options, clock, seed: options.seed ?? 1 }));
}

/** The same exchange, speaking the protocol of Binance's futures. */
export function startUsdmVenue(options: UsdmStartOptions = {}): Promise<StartedVenue<UsdmVenue>> {
  return start(options, (clock) => new UsdmVenue({ ...options, clock, seed: options.seed ?? 1 }));
}

/** An exchange of contracts in dollars, speaking Kraken Futures' protocol. */
export function startKfVenue(options: Omit<HouseOptions, 'clock' | 'seed'> & Doors = {}): Promise<StartedVenue<KfVenue>> {
  return start(options, (clock) => new KfVenue({ ...options, clock, seed: options.seed ?? 1 }));
}

async function start<Venue extends VenueHouse>(options: Doors, make: (clock: Clock) => Venue): Promise<StartedVenue<Venue>> {
  const clock = new StoppableClock(options.clock ?? new SystemClock());
  const venue = make(clock);
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

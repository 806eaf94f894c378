import type { VenueCredentials } from '../../src-main/ports/venue-accounts.ts';
import { FIRST_CUSTOMER } from './control/customer.ts';
import type { VenueHouse } from './house/venue-house.ts';
import { privateKeyOf, walletOf } from './hyperliquid/hyperliquid-signing.ts';
import { OKX_PASSPHRASE } from './okx/okx-keys.ts';
import {
  type StartOptions,
  type StartedVenue,
  startHyperliquidVenue,
  startKfVenue,
  startKrakenVenue,
  startOkxVenue,
  startUsdmVenue,
  startVenue,
} from './start-venue.ts';

export type Protocol = 'binance' | 'kraken' | 'okx' | 'hyperliquid';
export const PROTOCOLS: readonly Protocol[] = ['binance', 'kraken', 'okx', 'hyperliquid'];
/** Those that are spoken of contracts alone. */
export type ContractProtocol = 'krakenfutures';
export const CONTRACT_PROTOCOLS: readonly ContractProtocol[] = ['krakenfutures'];
export type AnyProtocol = Protocol | ContractProtocol;
/** Those whose books are kept. */
export const BOOK_PROTOCOLS = ['binance', 'kraken', 'okx', 'hyperliquid'] as const satisfies readonly Protocol[];
export type BookProtocol = (typeof BOOK_PROTOCOLS)[number];

const START: Readonly<Record<AnyProtocol, (options: StartOptions) => Promise<StartedVenue<VenueHouse>>>> = {
  // Coins and contracts are at hosts of their own there, with money of their own: it is the one or the other.
  binance: (options) => ((options.contracts ?? 0) > 0 ? startUsdmVenue(options) : startVenue(options)),
  // Nobody here asks for so little as its lowest tier allows.
  kraken: (options) => startKrakenVenue({ ...options, counting: false }),
  okx: startOkxVenue,
  hyperliquid: startHyperliquidVenue,
  krakenfutures: startKfVenue,
};

/** Starts a venue on free ports of the loopback that speaks a protocol. */
export function startProtocol(protocol: AnyProtocol, options: StartOptions = {}): Promise<StartedVenue<VenueHouse>> {
  return START[protocol](options);
}

/** What the first customer of a venue is known by. */
export function credentialsAt(protocol: AnyProtocol): VenueCredentials {
  if (protocol === 'hyperliquid') return walletCredentials(FIRST_CUSTOMER);
  return { key: FIRST_CUSTOMER.key, secret: FIRST_CUSTOMER.secret, passphrase: protocol === 'okx' ? OKX_PASSPHRASE : null };
}

/** A customer's key as the address of a wallet and the private key of one that may sign for it. */
export function walletCredentials({ key, secret }: { readonly key: string; readonly secret: string }): VenueCredentials {
  return { key: walletOf(key), secret: privateKeyOf(secret), passphrase: null };
}

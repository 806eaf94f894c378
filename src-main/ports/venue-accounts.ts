import type { Decimal } from '../../src-shared/kernel/decimal.ts';

/** What opens an account at a venue. Never logged, never shown, never in the arguments of a process. */
export interface VenueCredentials {
  readonly key: string;
  readonly secret: string;
  /** Of venues that ask for a third part. */
  readonly passphrase: string | null;
}

/** What the parts of a key are called. */
export interface KeyNames {
  readonly key: string;
  readonly secret: string;
}

/** What is known of a venue before it is asked. */
export interface VenueProfile {
  /** `binance`, as the library names it, or a part of an exchange whose money is kept apart there. */
  readonly id: string;
  /** `Binance`, as people write it. */
  readonly name: string;
  /** Tried against a server that speaks the venue's protocol; else it is marked as unproven wherever it is offered. */
  readonly proven: boolean;
  readonly sandbox: boolean;
  readonly needsPassphrase: boolean;
  /** What the two parts of a key are called there, where they are no key and secret. */
  readonly keyNames?: KeyNames;
  /** Orders that are not renewed end by themselves at the venue. */
  readonly deadMansSwitch: boolean;
  /** How long after its signing a request to place an order is still taken, ms: one that has not been seen by then never will be. */
  readonly receiveWindowMs: number;
}

/** What a key may do; null where the venue does not say. */
export interface KeyRights {
  readonly read: boolean | null;
  readonly trade: boolean | null;
  readonly withdraw: boolean | null;
  /** Only from addresses that its owner has named. */
  readonly addressBound: boolean | null;
}

/** Coins of an account, exact. */
export interface VenueBalance {
  readonly asset: string;
  readonly free: Decimal;
  /** In open orders. */
  readonly used: Decimal;
}

/** An account as its venue shows it. */
export interface AccountReading {
  readonly rights: KeyRights;
  readonly balances: readonly VenueBalance[];
  readonly openOrders: number;
  /** Clock of the venue less ours, ms, and how long the question took, ms: the offset is known to half of it. */
  readonly clockOffsetMs: number;
  readonly roundTripMs: number;
}

/** Which account is asked. */
export interface AccountAddress {
  readonly venue: string;
  readonly sandbox: boolean;
}

/** Accounts at venues, read only. Fails with `venue.unreachable`, `venue.busy`, `venue.refused`, `venue.garbled`. */
export interface VenueAccounts {
  readonly profiles: readonly VenueProfile[];
  read(address: AccountAddress, credentials: VenueCredentials): Promise<AccountReading>;
}

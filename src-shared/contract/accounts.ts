import { type } from '@orpc/contract';
import * as z from 'zod/mini';
import { call } from './base.ts';
import { commandId } from './scalars.ts';

/** What a key may do; null where the venue does not say. */
export interface KeyRightsRow {
  readonly read: boolean | null;
  readonly trade: boolean | null;
  readonly withdraw: boolean | null;
  /** Only from addresses that its owner has named. */
  readonly addressBound: boolean | null;
}

/** A venue that an account can be added for. */
export interface VenueRow {
  /** `binance` */
  readonly id: string;
  /** `Binance` */
  readonly name: string;
  /** Tried against a server that speaks the venue's protocol. */
  readonly proven: boolean;
  /** It has a test network. */
  readonly sandbox: boolean;
  readonly needsPassphrase: boolean;
  /** What the two parts of a key are called there, where they are no key and secret. */
  readonly keyNames?: { readonly key: string; readonly secret: string };
}

/** An account at a venue, without anything of its key. Instants are wall time, ms UTC. */
export interface VenueAccountRow {
  readonly id: string;
  readonly name: string;
  readonly venue: string;
  readonly venueName: string;
  readonly proven: boolean;
  readonly needsPassphrase: boolean;
  readonly mode: 'testnet' | 'live';
  /** Null while its key may be used. */
  readonly disabled: 'you' | 'withdrawal-rights' | null;
  /** Of the key in use, counted from 1. */
  readonly keyVersion: number;
  readonly addedAt: number;
  /** When the key in use was given. */
  readonly rotatedAt: number;
  readonly usedAt: number | null;
  /** When the venue was last asked; null before it ever answered. */
  readonly checkedAt: number | null;
  readonly rights: KeyRightsRow | null;
  readonly withdrawalAccepted: boolean;
}

/** An account as its venue shows it. Amounts are decimal text. */
export interface AccountReadingRow {
  readonly balances: readonly { readonly asset: string; readonly free: string; readonly used: string }[];
  readonly openOrders: number;
  /** Clock of the venue less ours, known to half of the round trip, ms. */
  readonly clockOffsetMs: number;
  readonly roundTripMs: number;
}

/** An account and what its venue said of it; where it could not be asked, a sentence says why. */
export interface AskedAccount {
  readonly account: VenueAccountRow;
  readonly reading: AccountReadingRow | null;
  readonly problem: string;
}

/** One line of the log of accesses, newest first. */
export interface AccessRow {
  readonly sequence: number;
  readonly at: number;
  readonly kind: string;
  /** The account's id, and its name while it is there. */
  readonly account: string;
  readonly name: string | null;
  readonly version: number;
  readonly by: string;
  readonly detail: string;
}

/** How an account may be called. */
export const accountName = z.string().check(z.regex(/^[\p{L}\p{N}](?:[\p{L}\p{N} .-]{0,38}[\p{L}\p{N}.])?$/u));

const part = z.string().check(z.minLength(1), z.maxLength(8_192));
const credentials = { key: part, secret: part, passphrase: z.nullable(part) };

/** The name of the account, typed once more to let a key in that may withdraw. */
const acceptWithdrawal = z.nullable(z.string().check(z.maxLength(40)));

const slow = call.$meta({ privilege: 'unlocked', ratePerSecond: 2 });

/** Accounts at venues. Keys go in, and never come back. */
export const accountsContract = {
  list: call.input(z.object({})).output(type<{ readonly accounts: readonly VenueAccountRow[]; readonly venues: readonly VenueRow[] }>()),
  /** The newest lines of the log of accesses, and whether the whole of it is unbroken. */
  accesses: call
    .$meta({ privilege: 'unlocked', ratePerSecond: 2 })
    .input(z.object({ lines: z.int().check(z.gte(1), z.lte(1_000)) }))
    .output(type<{ readonly lines: readonly AccessRow[]; readonly brokenAt: number | null }>()),
  /** Seals the key at once, then asks the venue what it may do. */
  add: slow
    .input(
      z.object({
        command: commandId,
        name: accountName,
        venue: z.string().check(z.maxLength(40)),
        sandbox: z.boolean(),
        ...credentials,
        acceptWithdrawal,
      }),
    )
    .output(type<AskedAccount>()),
  /** Asks the venue for rights, balances, open orders and its clock. */
  check: slow.input(z.object({ name: accountName })).output(type<AskedAccount>()),
  /** Takes a new key in the place of the old one, once the venue has let it in. */
  rotate: slow.input(z.object({ command: commandId, name: accountName, ...credentials, acceptWithdrawal })).output(type<AskedAccount>()),
  disable: slow.input(z.object({ command: commandId, name: accountName })).output(type<VenueAccountRow>()),
  enable: slow.input(z.object({ command: commandId, name: accountName, acceptWithdrawal })).output(type<VenueAccountRow>()),
  /** Takes an account with its sealed key away; its name is typed once more. */
  remove: call
    .$meta({ privilege: 'confirmed', ratePerSecond: 2 })
    .input(z.object({ command: commandId, name: accountName, typed: z.string().check(z.maxLength(40)), confirmed: z.literal(true) }))
    .output(type<{ readonly removed: boolean }>()),
};

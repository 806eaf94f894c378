import type { AccountReadingRow, VenueAccountRow } from '../../src-shared/contract/accounts.ts';
import type { AccountRecord } from '../ports/account-register.ts';
import type { AccountReading, VenueProfile } from '../ports/venue-accounts.ts';

/** An account as it may be shown. */
export function accountRow(account: AccountRecord, profiles: readonly VenueProfile[]): VenueAccountRow {
  const { id, name, venue, sandbox, disabled, version, addedAt, rotatedAt, usedAt, checkedAt, rights, withdrawalAccepted } = account;
  const profile = profiles.find((each) => each.id === venue);
  return {
    ...{ id, name, venue, disabled, addedAt, rotatedAt, usedAt, checkedAt, rights, withdrawalAccepted },
    venueName: profile?.name ?? venue,
    proven: profile?.proven ?? false,
    needsPassphrase: profile?.needsPassphrase ?? false,
    mode: sandbox ? 'testnet' : 'live',
    keyVersion: version,
  };
}

/** What a venue said, with amounts as text; coins of which there are none are left out. */
export function readingRow({ balances, openOrders, clockOffsetMs, roundTripMs }: AccountReading): AccountReadingRow {
  return {
    balances: balances
      .filter(({ free, used }) => free.sign() !== 0 || used.sign() !== 0)
      .map(({ asset, free, used }) => ({ asset, free: free.toString(), used: used.toString() })),
    ...{ openOrders, clockOffsetMs, roundTripMs },
  };
}

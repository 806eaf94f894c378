import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAccounts, openVenueAccounts, openVenueOrders } from '../../../src-main/account-services.ts';
import type { VenueOrders } from '../../../src-main/ports/venue-orders.ts';
import { given } from '../../support/account-kit.ts';
import { FileKeychain } from '../../support/file-keychain.ts';
import { FIRST_CUSTOMER } from '../../venue/control/customer.ts';

/** The process of an account as it is, but for keychain and venue. */
const VENUE_PROCESS = join(import.meta.dirname, '../../integration/fixtures/venue-child-at.ts');

/** A home with an account at a venue on the loopback, whose key is sealed. */
export interface AccountHome {
  readonly folder: string;
  readonly home: string;
  readonly account: string;
  /** The account's orders, through a process of their own. */
  readonly orders: VenueOrders;
}

/** Makes one. */
export async function accountHome(address: string): Promise<AccountHome> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-live-'));
  const home = join(folder, 'home');
  writeFileSync(join(folder, 'address.txt'), address);
  const keychain = new FileKeychain(join(folder, 'keychain.json'));
  const { profiles } = openVenueAccounts();
  const accounts = openAccounts({ home, by: 'command line', profiles, keychain, venueProcess: VENUE_PROCESS });
  try {
    const credentials = given(FIRST_CUSTOMER.key, FIRST_CUSTOMER.secret);
    await accounts.service.add({ name: 'main', venue: 'binance', sandbox: false, acceptWithdrawal: null, credentials });
    const { account } = accounts.service.tradable('main');
    const orders = openVenueOrders({ home, account, deadMansSwitch: false, venueProcess: VENUE_PROCESS });
    return { folder, home, account: account.id, orders };
  } finally {
    accounts.close();
  }
}

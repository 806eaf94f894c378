import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenAccounts, openAccounts, openVenueAccounts } from '../../src-main/account-services.ts';
import { given } from '../support/account-kit.ts';
import { FileKeychain } from '../support/file-keychain.ts';
import { secretPlaces } from '../support/secret-search.ts';
import { addKey, FIRST_CUSTOMER } from '../venue/control/customer.ts';
import { type StartedVenue, startVenue } from '../venue/start-venue.ts';

// The whole way: sealed here, opened in a process of its own, asked of a venue by ccxt as it is installed.

const folder = mkdtempSync(join(tmpdir(), 'accounts-at-venue-'));
const home = join(folder, 'home');
const WITHDRAWER = {
  key: 'loopbackKeyThatMayWithdraw00000000000000000000000000000000000001',
  secret: 'loopbackSecretThatMayWithdraw0000000000000000000000000000000001',
};
let venue: StartedVenue;
let accounts: OpenAccounts;

beforeAll(async () => {
  venue = await startVenue({ customers: [FIRST_CUSTOMER] });
  const [account] = venue.venue.exchange.state.accounts.values();
  addKey(venue.venue, account!.id, { ...WITHDRAWER, rights: { withdrawals: true } });
  writeFileSync(join(folder, 'address.txt'), venue.address);
  accounts = openAccounts({
    ...{ home, by: 'window', profiles: openVenueAccounts().profiles, keychain: new FileKeychain(join(folder, 'keychain.json')) },
    venueProcess: join(import.meta.dirname, 'fixtures', 'venue-child-at.ts'),
  });
});
afterAll(async () => {
  accounts.close();
  await venue.stop();
  rmSync(folder, { recursive: true, force: true });
});

const add = (name: string, key: string, secret: string, sandbox = false) =>
  accounts.service.add({ name, venue: 'binance', sandbox, acceptWithdrawal: null, credentials: given(key, secret) });

test('rights, balances, open orders and the clock are what the venue has', async () => {
  const asked = await add('main', FIRST_CUSTOMER.key, FIRST_CUSTOMER.secret);
  expect(asked).toMatchObject({
    problem: '',
    account: { mode: 'live', proven: true, rights: { read: true, trade: true, withdraw: false } },
    reading: { openOrders: 0 },
  });
  expect(asked.reading?.balances.map(({ asset, free }) => [asset, Number(free)])).toEqual([
    ['BTC', 1],
    ['ETH', 10],
    ['USDT', 100_000],
  ]);
  // Both clocks are this machine's.
  expect(Math.abs(asked.reading!.clockOffsetMs)).toBeLessThanOrEqual(asked.reading!.roundTripMs / 2 + 2);
});

test('of the test network the venue does not say what a key may do', async () => {
  const { account } = await add('test', FIRST_CUSTOMER.key, FIRST_CUSTOMER.secret, true);
  expect(account).toMatchObject({ mode: 'testnet', rights: { read: null, trade: null, withdraw: null } });
});

test('a wrong secret, an unknown key and one that may withdraw are refused and not kept', async () => {
  await expect(add('wrong', FIRST_CUSTOMER.key, 'not-the-secret')).rejects.toMatchObject({ code: 'venue.refused' });
  await expect(add('stranger', 'k'.repeat(64), 'not-the-secret')).rejects.toMatchObject({ code: 'venue.refused' });
  await expect(add('greedy', WITHDRAWER.key, WITHDRAWER.secret)).rejects.toMatchObject({ code: 'account.withdrawal-rights' });
  expect(accounts.service.list().accounts.map(({ name }) => name)).toEqual(['main', 'test']);
});

test('a venue that went away leaves what was known', async () => {
  await venue.stop();
  await expect(accounts.service.check('main')).rejects.toMatchObject({ code: 'venue.unreachable' });
  expect(accounts.service.find('main').rights).toMatchObject({ trade: true });
  expect(secretPlaces([FIRST_CUSTOMER.secret, FIRST_CUSTOMER.key, ...Object.values(WITHDRAWER)], { folder: home, texts: [] })).toEqual([]);
});

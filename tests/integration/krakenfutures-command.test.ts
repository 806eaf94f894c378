import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAccounts, openVenueAccounts, openVenueOrders } from '../../src-main/account-services.ts';
import { CcxtFeed } from '../../src-main/adapters/exchange-ccxt/ccxt-feed.ts';
import { SystemClock } from '../../src-main/adapters/system-clock/system-clock.ts';
import { runLive } from '../../src-main/run-live.ts';
import { Sfc32 } from '../../src-shared/kernel/random.ts';
import { callCli, type CliCall } from '../src-main/cli/call-cli.ts';
import { given } from '../support/account-kit.ts';
import { FileKeychain } from '../support/file-keychain.ts';
import { addressOf } from '../venue/address-of.ts';
import { addKey, FIRST_CUSTOMER } from '../venue/control/customer.ts';
import type { KfVenue } from '../venue/krakenfutures/kf-venue.ts';
import { type StartedVenue, startKfVenue } from '../venue/start-venue.ts';

// The command with an account at Kraken Futures: its key sealed, its orders in a process of its own, its venue on the loopback.

const folder = mkdtempSync(join(tmpdir(), 'krakenfutures-command-'));
const home = join(folder, 'home');
const venueProcess = join(import.meta.dirname, 'fixtures', 'venue-child-at.ts');
const clock = new SystemClock();
/** A second key of the first customer, in base 64. */
const WITHDRAWER = { key: 'loopbackKeyThatMayWithdraw', secret: 'bG9vcGJhY2tTZWNyZXRUaGF0TWF5V2l0aGRyYXc=' };
let venue: StartedVenue<KfVenue>;

const openThese = () =>
  openAccounts({
    ...{ home, by: 'command line', profiles: openVenueAccounts().profiles, keychain: new FileKeychain(join(folder, 'keychain.json')) },
    venueProcess,
  });

beforeAll(async () => {
  venue = await startKfVenue({ customers: [FIRST_CUSTOMER], stepMs: 20, contracts: 2 });
  writeFileSync(join(folder, 'address.txt'), venue.address);
});
afterAll(async () => {
  await venue.stop();
  rmSync(folder, { recursive: true, force: true });
});

function call(...argv: string[]): Promise<CliCall> {
  const to = { sandbox: false, address: addressOf(venue), clock, random: new Sfc32(1), timeoutMs: 2_000 };
  return callCli(argv, {
    context: { home, clock },
    services: {
      accounts: openThese,
      askWord: () => Promise.resolve(null),
      marketFeed: (name) => CcxtFeed.open(name, to),
      venueOrders: (options) => openVenueOrders({ ...options, venueProcess }),
      live: (where, spec) => runLive(where, spec, { engineVersion: 'test', clock }),
    },
  });
}

const ON_SWAPS = ['--account', 'swaps', '--instrument', 'BTC/USD:USD', '--confirm', 'LIVE swaps', '--json'];

test('what a key may do is read: one that may withdraw is not let in, one that may only trade is listed with that', async () => {
  const { id } = [...venue.venue.exchange.state.accounts.values()].find(({ name }) => name === FIRST_CUSTOMER.name)!;
  addKey(venue.venue, id, { ...WITHDRAWER, rights: { withdrawals: true } });
  const accounts = openThese();
  const add = (name: string, { key, secret }: typeof WITHDRAWER) =>
    accounts.service.add({ name, venue: 'krakenfutures', sandbox: false, acceptWithdrawal: null, credentials: given(key, secret) });
  try {
    await expect(add('greedy', WITHDRAWER)).rejects.toMatchObject({ code: 'account.withdrawal-rights' });
    const { account } = await add('swaps', FIRST_CUSTOMER);
    expect(account).toMatchObject({ rights: { read: true, trade: true, withdraw: false, addressBound: false } });
  } finally {
    accounts.close();
  }
  const listed = await call('accounts', 'list');
  expect([listed.code, listed.stdout]).toEqual([0, expect.stringMatching(/swaps.*Kraken Futures/u)]);
  expect(listed.stdout).not.toContain('greedy');
}, 60_000);

test('what was opened and paid there before and between is booked, and ledger and venue agree', async () => {
  const opened = await call('reconcile', ...ON_SWAPS);
  expect([opened.code, JSON.parse(opened.lastLine)]).toMatchObject([0, { agreed: true, differences: [], ledger: 'balanced', fills: 0 }]);
  venue.control.run({ do: 'trade elsewhere', account: 'trader', symbol: 'BTC/USD:USD', side: 'SELL', quantity: '0.02' });
  venue.control.run({ do: 'fund', symbol: 'BTC/USD:USD', rate: '0.0001' });
  const again = await call('live', ...ON_SWAPS, '--leverage', '5', '--for', '12s');
  expect([again.code, JSON.parse(again.lastLine)]).toMatchObject([0, { agreed: true, differences: [], ledger: 'balanced' }]);
  const held = await call('reconcile', ...ON_SWAPS);
  expect([held.code, JSON.parse(held.lastLine)]).toMatchObject([0, { agreed: true, differences: [], ledger: 'balanced' }]);
  expect(venue.venue.desk.leverages.size).toBe(0);
}, 60_000);

test('a contract that is paid in its coin is none that is traded here, and more leverage than there is is refused', async () => {
  const coin = await call('reconcile', '--account', 'swaps', '--instrument', 'BTC/USD:BTC', '--confirm', 'LIVE swaps', '--json');
  expect(coin.code).not.toBe(0);
  expect(JSON.parse((await call('live', ...ON_SWAPS, '--leverage', '500', '--for', '1s')).lastLine)).toMatchObject({
    error: { code: 'instrument.leverage' },
  });
}, 60_000);

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type OpenAccounts,
  openAccountRegister,
  openAccounts,
  openVenueAccounts,
  openVenueOrders,
} from '../../src-main/account-services.ts';
import type { VenueMessage } from '../../src-main/ports/venue-orders.ts';
import { given } from '../support/account-kit.ts';
import { order } from '../support/invented-orders.ts';
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

test('its orders go from its own process to the venue, and are there for the next one', async () => {
  const register = openAccountRegister(home, 'test');
  const { id, venue: at, version } = register.find('main');
  register.close();
  const opened = () => {
    const orders = openVenueOrders({
      ...{ home, account: { id, venue: at, sandbox: false, version }, deadMansSwitch: false },
      venueProcess: join(import.meta.dirname, 'fixtures', 'venue-child-at.ts'),
    });
    const heard: VenueMessage[] = [];
    orders.listen((message) => heard.push(message));
    const said = async <Kind extends VenueMessage['kind']>(kind: Kind): Promise<Extract<VenueMessage, { kind: Kind }>> => {
      const found = (): Extract<VenueMessage, { kind: Kind }> | undefined =>
        heard.find((message): message is Extract<VenueMessage, { kind: Kind }> => message.kind === kind);
      await expect.poll(found, { timeout: 20_000, interval: 10 }).toBeDefined();
      return found()!;
    };
    const open = () =>
      expect.poll(() => heard.some((each) => each.kind === 'health' && each.health.state !== 'silent'), { timeout: 20_000 }).toBe(true);
    return { orders, heard, said, open };
  };
  const first = opened();
  await first.open();
  first.orders.send({ kind: 'place', order: { ...order('o1234567890abcdefghijklmno', 'BTC/USDT'), size: '0.01', price: '59000' } });
  const placed = await first.said('placed');
  await first.orders.close();
  expect(first.heard.at(-1)?.kind).toBe('ended');
  const second = opened();
  await second.open();
  second.orders.send({ kind: 'look', number: 1, symbols: ['BTC/USDT'], since: 0 });
  const { account } = await second.said('looked');
  expect(account.openOrders).toMatchObject([{ id: placed.id, venueId: placed.venueId, size: '0.01', state: 'working' }]);
  second.orders.send({ kind: 'cancel', id: placed.id, venueId: placed.venueId, symbol: 'BTC/USDT' });
  await second.said('cancel-taken');
  await second.orders.close();
  const texts = [...first.heard, ...second.heard].map((message) => JSON.stringify(message));
  expect(secretPlaces([FIRST_CUSTOMER.secret, FIRST_CUSTOMER.key], { folder: home, texts })).toEqual([]);
});

test('a venue that went away leaves what was known', async () => {
  await venue.stop();
  await expect(accounts.service.check('main')).rejects.toMatchObject({ code: 'venue.unreachable' });
  expect(accounts.service.find('main').rights).toMatchObject({ trade: true });
  expect(secretPlaces([FIRST_CUSTOMER.secret, FIRST_CUSTOMER.key, ...Object.values(WITHDRAWER)], { folder: home, texts: [] })).toEqual([]);
});

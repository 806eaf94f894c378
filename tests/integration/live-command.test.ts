import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAccounts, openVenueAccounts, openVenueOrders } from '../../src-main/account-services.ts';
import { CcxtFeed } from '../../src-main/adapters/exchange-ccxt/ccxt-feed.ts';
import { SystemClock } from '../../src-main/adapters/system-clock/system-clock.ts';
import { heldBooks } from '../../src-main/command-services.ts';
import { openResearchStore } from '../../src-main/research-bars.ts';
import { attributeJournal } from '../../src-main/run-attribution.ts';
import { runLive } from '../../src-main/run-live.ts';
import type { CliServices } from '../../src-main/cli/context.ts';
import { Sfc32 } from '../../src-shared/kernel/random.ts';
import { callCli, type CliCall } from '../src-main/cli/call-cli.ts';
import { given } from '../support/account-kit.ts';
import { FileKeychain } from '../support/file-keychain.ts';
import { addressOf } from '../venue/address-of.ts';
import { FIRST_CUSTOMER } from '../venue/control/customer.ts';
import { type StartedVenue, startVenue } from '../venue/start-venue.ts';

// The command with an account whose key is sealed, in a process of its own, at a venue on the loopback.

const folder = mkdtempSync(join(tmpdir(), 'live-command-'));
const home = join(folder, 'home');
const venueProcess = join(import.meta.dirname, 'fixtures', 'venue-child-at.ts');
const clock = new SystemClock();
let venue: StartedVenue;

const openThese = () =>
  openAccounts({
    ...{ home, by: 'command line', profiles: openVenueAccounts().profiles, keychain: new FileKeychain(join(folder, 'keychain.json')) },
    venueProcess,
  });

beforeAll(async () => {
  venue = await startVenue({ customers: [FIRST_CUSTOMER], stepMs: 20, symbols: 2 });
  writeFileSync(join(folder, 'address.txt'), venue.address);
  const accounts = openThese();
  const credentials = given(FIRST_CUSTOMER.key, FIRST_CUSTOMER.secret);
  await accounts.service.add({ name: 'main', venue: 'binance', sandbox: false, acceptWithdrawal: null, credentials });
  accounts.close();
});
afterAll(async () => {
  await venue.stop();
  rmSync(folder, { recursive: true, force: true });
});

function live(argv: readonly string[], services: Partial<CliServices> = {}): Promise<CliCall> {
  const to = { sandbox: false, address: addressOf(venue), clock, random: new Sfc32(1), timeoutMs: 2_000 };
  return callCli(argv, {
    context: { home, clock },
    services: {
      accounts: openThese,
      research: openResearchStore,
      askWord: () => Promise.resolve(null),
      marketFeed: (name) => CcxtFeed.open(name, to),
      venueOrders: (options) => openVenueOrders({ ...options, venueProcess }),
      live: (where, spec) => runLive(where, spec, { engineVersion: 'test', clock }),
      attribute: attributeJournal,
      heldBooks: (where) => Promise.resolve(heldBooks(where)),
      ...services,
    },
  });
}

const ON_MAIN = ['--account', 'main', '--instrument', 'BTC/USDT', '--json'];

test('real money wants words typed, and nothing is started without them', async () => {
  const call = await live(['live', ...ON_MAIN, '--for', '1s']);
  expect(call.code).toBe(2);
  expect(JSON.parse(call.lastLine)).toMatchObject({ error: { code: 'live.unconfirmed' } });
  expect(JSON.parse((await live(['live', '--account', 'main', '--json'])).lastLine)).toMatchObject({
    error: { code: 'input.option-missing' },
  });
  expect(JSON.parse((await live(['live', '--json'])).lastLine)).toMatchObject({ error: { code: 'input.option-missing' } });
  const gate = await live(['live', ...ON_MAIN, '--strategy', 'sma-cross', '--confirm', 'LIVE main']);
  expect(JSON.parse(gate.lastLine)).toMatchObject({
    error: {
      code: 'live.gate',
      message: expect.stringContaining('sma-cross on BTC/USDT.BINANCE, 1m: the overfit gate has never judged it.') as string,
    },
  });
}, 60_000);

test('ledger and venue are held against each other, and what differs is accepted', async () => {
  const opened = await live(['reconcile', ...ON_MAIN], { askWord: () => Promise.resolve('LIVE main') });
  expect([opened.code, JSON.parse(opened.lastLine)]).toMatchObject([0, { agreed: true, differences: [], ledger: 'balanced', fills: 0 }]);
  venue.control.run({ do: 'transfer', account: 'trader', asset: 'USDT', amount: '12.5' });
  const shown = await live(['reconcile', ...ON_MAIN.slice(0, -1), '--confirm', 'LIVE main']);
  expect([shown.code, shown.stdout]).toEqual([1, expect.stringContaining('USDT: 100000 booked, 100012.5 at the venue, 12.5 to book')]);
  const accepted = await live(['reconcile', ...ON_MAIN, '--confirm', 'LIVE main', '--accept']);
  expect([accepted.code, JSON.parse(accepted.lastLine)]).toMatchObject([0, { agreed: true, differences: [], ledger: 'balanced' }]);
}, 60_000);

test('a strategy that the gate vouches for buys with the account in its first hour, and the session ends by itself in agreement', async () => {
  const family = { strategy: 'buy-and-hold', instrument: 'BTC/USDT.BINANCE', timeframe: '1m', data: 'ab' } as const;
  const store = openResearchStore(home);
  store.addVerdict({
    ...{
      at: clock.now(),
      family,
      parameters: {},
      strategyHash: null,
      engine: '1.2.3',
      passed: true,
      sentence: '',
      tries: 0,
      from: 0,
      to: 1,
    },
  });
  store.close();
  const call = await live([
    ...['live', '--account', 'main', '--instrument', 'BTC/USDT', '--strategy', 'buy-and-hold', '--size', 'quote:500'],
    ...['--confirm', 'LIVE main', '--for', '10s', '--json'],
  ]);
  expect(call.stderr).toContain('buy-and-hold on BTC/USDT.BINANCE, 1m: passed the overfit gate on');
  expect(call.stderr).toContain('limits are reduced to a quarter for 60 minutes of running time.');
  expect(call.stderr).not.toContain('Error');
  expect([call.code, JSON.parse(call.lastLine)]).toMatchObject([
    0,
    { agreed: true, inDoubt: 0, leftOpen: 0, lost: null, ledger: 'balanced' },
  ]);
}, 60_000);

test('a session for a person ends with what it came to beside its backtest, unless that is not wanted', async () => {
  const argv = ['live', '--account', 'main', '--instrument', 'BTC/USDT', '--confirm', 'LIVE main', '--without-gate', 'main', '--for', '3s'];
  const told = (await live(argv)).stdout;
  const session = /^Session (\w+):/mu.exec(told)?.[1] ?? '';
  expect(told).toContain(`Against its backtest: 0.00 USDT.\nSplit it with: cryptoorch attribute ${session}\nReplay it with:`);
  const split = await live(['attribute', session, '--json']);
  expect(JSON.parse(split.lastLine)).toMatchObject({ session, book: 'live', venue: 'BINANCE', gap: '0', residual: '0' });
  expect((await live([...argv, '--no-attribution'])).stdout).not.toContain('Against its backtest');
}, 60_000);

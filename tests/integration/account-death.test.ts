import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSecrets, openVenueOrders } from '../../src-main/account-services.ts';
import { forkChild } from '../../src-main/adapters/venue-process/fork-child.ts';
import type { ChildLink } from '../../src-main/ports/child-link.ts';
import { Secret } from '../../src-shared/kernel/secret.ts';
import { FileKeychain } from '../support/file-keychain.ts';
import { LiveHome, liveIntent } from '../support/live-kit.ts';
import { FIRST_CUSTOMER } from '../venue/control/customer.ts';

// The process of an account is killed, as by `kill -9`, while its session goes on.

const folder = mkdtempSync(join(tmpdir(), 'account-death-'));
const home = join(folder, 'home');
const ACCOUNT = { id: '00000000000death', venue: 'binance', sandbox: false, version: 1 };
const processes: ChildLink[] = [];
const ended: string[] = [];
let live: LiveHome;

beforeAll(async () => {
  live = await LiveHome.open();
  writeFileSync(join(folder, 'address.txt'), live.venue.address);
  const { key, secret } = FIRST_CUSTOMER;
  const secrets = openSecrets(home, 'test', new FileKeychain(join(folder, 'keychain.json')));
  await secrets.seal({ ...ACCOUNT, kind: 'venue-credentials' }, new Secret(JSON.stringify({ key, secret, passphrase: null })));
});
afterAll(async () => {
  await live.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The orders of the account, whose processes a test can see. */
function opened() {
  processes.splice(0);
  return openVenueOrders({
    ...{ home, account: ACCOUNT, deadMansSwitch: false },
    venueProcess: join(import.meta.dirname, 'fixtures', 'venue-child-at.ts'),
    startChild: (file, env) => {
      const started = forkChild(file, env);
      processes.push(started);
      started.onEnd((problem) => ended.push(problem));
      return started;
    },
  });
}

test('it is started again, what happened meanwhile is found, and only then anything is opened', async () => {
  const orders = opened();
  const resting = liveIntent({ type: 'limit', limitTicks: 3_000_000 });
  const outcome = await live.session(
    [
      ({ opened: { engine } }) => !engine.gate.recovering && engine.account.market.markTicks[0]! > 0,
      ({ command }) => command({ type: 'place', intents: [resting] }).ok,
      ({ opened: { engine } }) => [...engine.account.orders.all()].some(({ state }) => state === 'acknowledged'),
      () => {
        processes[0]!.kill();
        // Nobody of ours hears what the venue does now.
        live.venue.control.run({ do: 'fill', orderId: live.orders.at(-1)!.id, quantity: '0.004' });
        return true;
      },
      ({ notes }) => notes.some((note) => /gone: it ended with SIGKILL\. It is started again in 0\.\d s\./u.test(note)),
      ({ opened: { engine }, command }) => {
        expect(engine.gate.recovering).toBe(true);
        expect(command({ type: 'place', intents: [resting] })).toMatchObject({ ok: false, fault: { code: 'risk.recovering' } });
        return true;
      },
      ({ opened: { engine } }) => !engine.gate.recovering,
      ({ opened: { engine }, command }) => {
        expect(processes).toHaveLength(2);
        // Once, whoever tells of it.
        expect(engine.account.positions.lots(0)).toBeGreaterThan(390);
        return command({ type: 'place', intents: [liveIntent()] }).ok;
      },
      ({ opened: { engine } }) => engine.account.orders.size === 1 && engine.account.positions.lots(0) > 1_390,
    ],
    { orders },
  );
  await orders.close();
  expect(outcome).toMatchObject({ agreed: true, inDoubt: 0, leftOpen: 0, lost: null, ledger: { balanced: true } });
}, 60_000);

test('keys that are locked end it after the sweep; unlocked, it is compared before anything is opened', async () => {
  const secrets = openSecrets(home, 'test', new FileKeychain(join(folder, 'keychain.json')));
  const orders = opened();
  const resting = liveIntent({ type: 'limit', limitTicks: 3_000_000 });
  const working = () => live.orders.filter(({ status }) => status === 'NEW').length;
  ended.splice(0);
  const outcome = await live.session(
    [
      ({ opened: { engine } }) => !engine.gate.recovering && engine.account.market.markTicks[0]! > 0,
      ({ command }) => command({ type: 'place', intents: [resting] }).ok,
      ({ opened: { engine } }) => [...engine.account.orders.all()].some(({ state }) => state === 'acknowledged'),
      () => {
        expect(working()).toBe(1);
        void secrets.lock();
        return true;
      },
      ({ notes }) => notes.some((note) => note.startsWith('The process of the account has ended and its key with it.')),
      ({ command }) => {
        expect([ended.length, working(), processes.length]).toEqual([1, 0, 1]);
        expect(command({ type: 'place', intents: [resting] })).toMatchObject({ ok: false, fault: { code: 'risk.recovering' } });
        void secrets.unlock();
        return true;
      },
      ({ opened: { engine } }) => !engine.gate.recovering,
      ({ command }) => processes.length === 2 && command({ type: 'place', intents: [liveIntent()] }).ok,
      ({ opened: { engine } }) => engine.account.orders.size === 0,
    ],
    { orders, keys: { holder: orders, locked: () => secrets.locked } },
  );
  await orders.close();
  expect(outcome).toMatchObject({ agreed: true, inDoubt: 0, leftOpen: 0, lost: null, ledger: { balanced: true } });
}, 60_000);

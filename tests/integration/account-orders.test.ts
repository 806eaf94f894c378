import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openSecrets, openOrdersProcess } from '../../src-main/account-services.ts';
import { SystemClock } from '../../src-main/adapters/system-clock/system-clock.ts';
import type { Clock } from '../../src-main/ports/clock.ts';
import type { VenueMessage, VenueOrders } from '../../src-main/ports/venue-orders.ts';
import { Secret } from '../../src-shared/kernel/secret.ts';
import { FileKeychain } from '../support/file-keychain.ts';
import { ask, cancel, HEALTH, look, place } from '../support/invented-orders.ts';
import { secretPlaces } from '../support/secret-search.ts';
import { SteppedClock } from '../support/stepped-clock.ts';

// Processes as they are: the sealed key is opened in them, and they are ended as anything may end them.

const CHILD = join(import.meta.dirname, 'fixtures', 'venue-child.ts');
const SECRET = 'sEcret+/with=odd&signs~0123456789';
const KEYS = { trades: 'key-that-trades-1', refused: 'key-refused-22222', stays: 'key-that-stays-333' } as const;

const folder = mkdtempSync(join(tmpdir(), 'account-orders-'));
const home = join(folder, 'home');
const ids = new Map<string, string>();
const texts: string[] = [];
const opened: VenueOrders[] = [];

beforeAll(async () => {
  mkdirSync(home);
  const secrets = openSecrets(home, 'test', new FileKeychain(join(folder, 'keychain.json')));
  for (const [name, key] of Object.entries(KEYS)) {
    const id = name.padStart(16, '0');
    ids.set(name, id);
    const identity = { id, version: 1, kind: 'venue-credentials' as const, venue: 'binance', sandbox: true };
    await secrets.seal(identity, new Secret(JSON.stringify({ key, secret: SECRET, passphrase: null })));
  }
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((orders) => orders.close()));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The orders of an account with everything they said, and how to wait for a word of theirs. */
function trading(name: keyof typeof KEYS, clock: Clock = new SystemClock()) {
  const account = { id: ids.get(name) ?? '', venue: 'binance', sandbox: true, version: 1 };
  const orders = openOrdersProcess({ home, account, deadMansSwitch: false, venueProcess: CHILD, clock });
  opened.push(orders);
  const heard: VenueMessage[] = [];
  orders.listen((message) => {
    heard.push(message);
    texts.push(JSON.stringify(message));
  });
  const said = async (kind: VenueMessage['kind']): Promise<VenueMessage> => {
    await expect.poll(() => heard.some((message) => message.kind === kind), { timeout: 20_000, interval: 5 }).toBe(true);
    return heard.find((message) => message.kind === kind)!;
  };
  const answers = () => heard.filter(({ kind }) => kind !== 'health');
  return { orders, heard, said, answers };
}

/** The process of an account that is open. */
async function pidOf({ orders, said }: ReturnType<typeof trading>): Promise<number> {
  await expect.poll(() => said('health')).toBeDefined();
  orders.send(place('first'));
  const placed = await said('placed');
  return Number(placed.kind === 'placed' ? placed.venueId : '');
}

/** Waits until the account is open: an order that is sent earlier may have waited too long. */
async function open(name: keyof typeof KEYS, clock?: Clock) {
  const at = trading(name, clock);
  await expect.poll(() => at.heard, { timeout: 20_000, interval: 5 }).toContainEqual({ kind: 'health', health: HEALTH });
  return at;
}

test('orders go to the process and answers come back; closed in order it has gone, and every answer after that is that nothing was sent', async () => {
  const at = await open('trades');
  const pid = await pidOf(at);
  expect(pid).not.toBe(process.pid);
  at.orders.send(cancel('first'));
  await at.said('cancel-taken');
  for (const file of ['cmdline', 'environ'].filter(() => existsSync('/proc/self/environ'))) {
    texts.push(readFileSync(`/proc/${String(pid)}/${file}`, 'utf8'));
  }
  at.orders.send(place('open', 'SILENT/USDT'));
  await at.orders.close();
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  at.orders.send(place('later'));
  await Promise.resolve();
  const problem = 'The process of the account was ended.';
  expect(at.answers().slice(-3)).toEqual([
    { kind: 'unknown', id: 'open', problem },
    { kind: 'ended', problem },
    { kind: 'unsent', id: 'later', problem },
  ]);
});

test('killed between a request and its answer, nothing is proven', async () => {
  const at = await open('trades');
  const pid = await pidOf(at);
  for (const request of [place('o1', 'SILENT/USDT'), ask('o2', 'SILENT/USDT'), cancel('o3', 'SILENT/USDT'), look(7)])
    at.orders.send(request);
  process.kill(pid, 'SIGKILL');
  await at.said('ended');
  const problem = 'The process of the account has gone: it ended with SIGKILL.';
  expect(at.answers().slice(1)).toEqual([
    { kind: 'unknown', id: 'o1', problem },
    { kind: 'unanswered', id: 'o2', problem },
    { kind: 'cancel-unknown', id: 'o3', problem },
    { kind: 'look-failed', number: 7, problem },
    { kind: 'ended', problem },
  ]);
});

test('one that ends itself on a request, after answers that are still in the pipe, loses none of them', async () => {
  const at = await open('trades');
  for (let number = 0; number < 50; number += 1) at.orders.send(place(`o${String(number)}`));
  at.orders.send(place('last', 'DIE/USDT'));
  await at.said('ended');
  const kinds = at.answers().map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'unsent')).toEqual([]);
  expect(kinds.filter((kind) => kind === 'placed' || kind === 'unknown')).toHaveLength(51);
  expect(at.answers()).toContainEqual(expect.objectContaining({ kind: 'unknown', id: 'last' }));
});

test('what is thrown is said without the key, and so is an account that is refused', async () => {
  const at = await open('trades');
  at.orders.send(place('o1', 'LEAK/USDT'));
  await at.said('absent');
  at.orders.send(place('o2', 'ODD/USDT'));
  await at.said('unknown');
  expect(at.heard.findLast(({ kind }) => kind === 'health')).toEqual({ kind: 'health', health: { ...HEALTH, garbled: 1 } });
  at.orders.send(place('o3', 'THROW/USDT'));
  expect(await at.said('ended')).toEqual({ kind: 'ended', problem: 'Error: thrown with [redacted] and [redacted].' });
  const refused = trading('refused');
  refused.orders.send(place('o4'));
  expect(await refused.said('ended')).toEqual({ kind: 'ended', problem: 'Error: [redacted] may not [redacted].' });
  expect(refused.answers()[0]?.kind).toBe('unsent');
});

test('one that hangs is noticed and ended by force', async () => {
  const clock = new SteppedClock(Date.now());
  const at = await open('stays', clock);
  const pid = await pidOf(at);
  at.orders.send(place('o1', 'HANG/USDT'));
  clock.pass(10_000);
  expect(at.heard.at(-1)).toMatchObject({ kind: 'health', health: { state: 'silent' } });
  const closing = at.orders.close();
  clock.pass(2_000);
  await closing;
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  expect(
    at
      .answers()
      .slice(-2)
      .map(({ kind }) => kind),
  ).toEqual(['unknown', 'ended']);
});

test('it ends with its parent, whatever ends that', async () => {
  const parent = spawn(
    process.execPath,
    [join(import.meta.dirname, 'fixtures', 'orders-parent.ts'), home, ids.get('trades') ?? '', 'TAKE/USDT', 'SILENT/USDT'],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let child = 0;
  for await (const line of createInterface({ input: parent.stdout })) {
    texts.push(line);
    const message = JSON.parse(line) as VenueMessage;
    if (message.kind !== 'placed') continue;
    child = Number(message.venueId);
    break;
  }
  process.kill(child, 0);
  const gone = once(parent, 'exit');
  parent.kill('SIGKILL');
  await gone;
  await expect.poll(() => isAlive(child), { timeout: 10_000, interval: 20 }).toBe(false);
});

/** Whether a process runs; one that has ended and was not fetched by anybody does not. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !(existsSync('/proc/self/stat') && / [ZX] /u.test(readFileSync(`/proc/${String(pid)}/stat`, 'utf8')));
  } catch {
    return false;
  }
}

test('nothing of a key stands in what was heard, in arguments and surroundings, or in the home', () => {
  expect(texts.length).toBeGreaterThan(50);
  expect(secretPlaces([SECRET, ...Object.values(KEYS)], { folder: home, texts })).toEqual([]);
});

import { afterEach, beforeEach, expect, test } from 'vitest';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { accountKit, given, reading, TRADES, WITHDRAWS } from '../../support/account-kit.ts';

let kit: ReturnType<typeof accountKit>;
beforeEach(() => {
  kit = accountKit();
});
afterEach(() => {
  kit.close();
});

const MAIN = { name: 'main', venue: 'binance', sandbox: true, acceptWithdrawal: null };
const kinds = (): readonly string[] =>
  kit.register
    .lines(100)
    .map(({ kind, version }) => `${kind} ${String(version)}`)
    .reverse();
const records = (): readonly string[] => kit.files.names().filter((name) => name !== 'vault.json');
const refusing =
  (code: 'venue.refused' | 'venue.unreachable', words = 'no') =>
  () => {
    throw new Fault(code, { venue: 'BINANCE', problem: words });
  };

test('an account is added, sealed, asked for and listed without anything of its key', async () => {
  const asked = await kit.service.add({ ...MAIN, credentials: given('key-one') });
  expect(kit.venues.asked).toEqual([
    { venue: 'binance', sandbox: true, credentials: { key: 'key-one', secret: 'key-one-secret', passphrase: null } },
  ]);
  expect(asked).toMatchObject({
    account: { name: 'main', venueName: 'Binance', proven: true, mode: 'testnet', disabled: null, keyVersion: 1, rights: TRADES },
    reading: { balances: [{ asset: 'BTC', free: '0.12345678', used: '0' }], openOrders: 2, clockOffsetMs: -12, roundTripMs: 41 },
    problem: '',
  });
  expect(kit.service.list().accounts).toEqual([asked.account]);
  expect(kit.service.list().venues).toMatchObject([{ id: 'binance' }, { id: 'kucoin', proven: false, sandbox: false }]);
  expect(JSON.stringify([asked, kit.service.list(), kit.service.accesses(99)])).not.toContain('key-one');
  expect(kinds()).toEqual(['seal 1', 'add 1', 'open 1', 'check 1']);
  expect(kit.service.accesses(2)).toMatchObject({ count: 4, brokenAt: null, lines: [{ kind: 'check' }, { kind: 'open' }] });
});

test('what cannot be added is refused before anything is sealed', async () => {
  const add = (part: Partial<typeof MAIN>, credentials = given('k1234')) => kit.service.add({ ...MAIN, ...part, credentials });
  await expect(add({ name: '../x' })).rejects.toMatchObject({ code: 'account.name' });
  await expect(add({ venue: 'binanse' })).rejects.toMatchObject({
    code: 'account.venue',
    details: { suggestion: 'Did you mean binance?' },
  });
  await expect(add({ venue: 'kucoin' })).rejects.toMatchObject({ code: 'account.no-sandbox' });
  await expect(add({ venue: 'kucoin', sandbox: false })).rejects.toMatchObject({
    code: 'account.credentials',
    details: { part: 'passphrase' },
  });
  await expect(add({}, given(' ', 'x'))).rejects.toMatchObject({ code: 'account.credentials', details: { part: 'API key' } });
  await expect(add({}, given('ключ'))).rejects.toMatchObject({ code: 'account.credentials' });
  await expect(add({}, given('x'.repeat(9_000)))).rejects.toMatchObject({ code: 'account.credentials' });
  expect(kit.files.names()).toEqual([]);
  expect(kinds()).toEqual([]);
  await add({});
  await expect(add({ name: 'Main' })).rejects.toMatchObject({ code: 'account.taken', details: { account: 'main' } });
  expect(records()).toHaveLength(1);
});

test('of two that add the same name at once one is kept, with one key', async () => {
  const add = (key: string) => kit.service.add({ ...MAIN, credentials: given(key) });
  const [one, two] = await Promise.allSettled([add('key-one'), add('key-two')]);
  expect([one.status, two.status].sort()).toEqual(['fulfilled', 'rejected']);
  expect(records()).toHaveLength(1);
  await kit.service.check('main');
});

test('a venue that wants a passphrase gets it, for real money', async () => {
  const asked = await kit.service.add({ ...MAIN, venue: 'kucoin', sandbox: false, credentials: given('key-one', 'sec', 'three') });
  expect(asked.account).toMatchObject({ mode: 'live', proven: false });
  expect(kit.venues.asked[0]).toMatchObject({ sandbox: false, credentials: { passphrase: 'three' } });
});

test('a key that the venue refuses is not kept, and what it said has nothing of the key in it', async () => {
  kit.venues.answer = refusing('venue.refused', 'invalid API-key key-one in a2V5LW9uZS1zZWNyZXQ');
  const refused = kit.service.add({ ...MAIN, credentials: given('key-one') });
  await expect(refused).rejects.toMatchObject({ code: 'venue.refused', details: { problem: 'invalid API-key [redacted] in [redacted]' } });
  expect(kit.service.list().accounts).toEqual([]);
  expect(records()).toEqual([]);
  expect(kinds()).toEqual(['seal 1', 'add 1', 'open 1', 'destroy 1', 'remove 1']);
});

test('a venue that cannot be reached leaves the account unchecked, and a later check makes up for it', async () => {
  kit.venues.answer = refusing('venue.unreachable', 'no route');
  const asked = await kit.service.add({ ...MAIN, credentials: given('key-one') });
  expect(asked).toMatchObject({ account: { rights: null, checkedAt: null, usedAt: null }, reading: null });
  expect(asked.problem).toContain('no route');
  kit.venues.answer = () => reading();
  kit.clock.time += 60_000;
  expect((await kit.service.check('main')).account).toMatchObject({ rights: TRADES, checkedAt: kit.clock.time, usedAt: kit.clock.time });
  // Told in the window as a host that was contacted.
  expect(kit.service.venuesAsked()).toEqual(['BINANCE']);
});

test('a key that may withdraw is refused until the name is typed', async () => {
  kit.venues.answer = () => reading(WITHDRAWS);
  const add = (acceptWithdrawal: string | null) => kit.service.add({ ...MAIN, acceptWithdrawal, credentials: given('key-one') });
  await expect(add(null)).rejects.toMatchObject({ code: 'account.withdrawal-rights', details: { outcome: 'Nothing was kept.' } });
  await expect(add('mein')).rejects.toMatchObject({ code: 'account.not-typed' });
  expect(records()).toEqual([]);
  expect((await add('main')).account).toMatchObject({ withdrawalAccepted: true, rights: WITHDRAWS });
});

test('a key that gains the right to withdraw is disabled and opens no more until that is accepted', async () => {
  await kit.service.add({ ...MAIN, credentials: given('key-one') });
  kit.venues.answer = () => reading(WITHDRAWS);
  await expect(kit.service.check('main')).rejects.toMatchObject({
    code: 'account.withdrawal-rights',
    details: { outcome: 'The account was disabled.' },
  });
  expect(kit.service.find('main')).toMatchObject({ disabled: 'withdrawal-rights', rights: WITHDRAWS });
  const opened = kit.venues.asked.length;
  await expect(kit.service.check('main')).rejects.toMatchObject({ code: 'account.disabled' });
  expect(kit.venues.asked).toHaveLength(opened);
  expect(() => kit.service.enable('main', null)).toThrow(expect.objectContaining({ code: 'account.withdrawal-rights' }) as Error);
  expect(() => kit.service.enable('main', 'Main')).toThrow(expect.objectContaining({ code: 'account.not-typed' }) as Error);
  expect(kit.service.enable('main', 'main')).toMatchObject({ disabled: null, withdrawalAccepted: true });
  expect((await kit.service.check('main')).reading).not.toBeNull();
});

test('disabling and enabling are done once and noted once', async () => {
  await kit.service.add({ ...MAIN, credentials: given('key-one') });
  expect(kit.service.disable('main').disabled).toBe('you');
  expect(kit.service.disable('main').disabled).toBe('you');
  expect(kit.service.enable('main', null).disabled).toBeNull();
  expect(kit.service.enable('main', null).disabled).toBeNull();
  expect(kinds().slice(4)).toEqual(['disable 1', 'enable 1']);
});

test('a rotation keeps the old key until the new one was let in', async () => {
  await kit.service.add({ ...MAIN, credentials: given('key-one') });
  const rotate = (acceptWithdrawal: string | null = null) =>
    kit.service.rotate({ name: 'main', acceptWithdrawal, credentials: given('key-two') });
  kit.venues.answer = refusing('venue.refused');
  await expect(rotate()).rejects.toMatchObject({ code: 'venue.refused' });
  kit.venues.answer = refusing('venue.unreachable');
  await expect(rotate()).rejects.toMatchObject({ code: 'venue.unreachable' });
  kit.venues.answer = () => reading(WITHDRAWS);
  await expect(rotate()).rejects.toMatchObject({ code: 'account.withdrawal-rights', details: { outcome: 'The old key stays.' } });
  expect(records()).toEqual(['0000000000000001.v1.json']);
  kit.venues.answer = () => reading();
  await kit.service.check('main');
  expect(kit.venues.asked.at(-1)?.credentials.key).toBe('key-one');
  kit.clock.time += 86_400_000;
  expect((await rotate()).account).toMatchObject({ keyVersion: 2, rotatedAt: kit.clock.time, addedAt: kit.clock.time - 86_400_000 });
  expect(records()).toEqual(['0000000000000001.v2.json']);
  await kit.service.check('main');
  expect(kit.venues.asked.at(-1)?.credentials.key).toBe('key-two');
  expect(kinds()).toContain('rotate 2');
});

test('a check while another process rotates leaves the new key alone', async () => {
  await kit.service.add({ ...MAIN, credentials: given('key-one') });
  const rotating = kit.service.rotate({ name: 'main', acceptWithdrawal: null, credentials: given('key-two') });
  const checks: Promise<unknown>[] = [];
  kit.venues.answer = () => {
    if (checks.length === 0) checks.push(kit.service.check('main'));
    return reading();
  };
  await rotating;
  await Promise.all(checks);
  expect(checks).toHaveLength(1);
  expect((await kit.service.check('main')).account.keyVersion).toBe(2);
  expect(kit.venues.asked.at(-1)?.credentials.key).toBe('key-two');
});

test('an account goes with every version of its key, once its name is typed', async () => {
  await kit.service.add({ ...MAIN, credentials: given('key-one') });
  await expect(kit.service.remove('main', 'MAIN')).rejects.toMatchObject({ code: 'account.not-typed' });
  await expect(kit.service.remove('mian', 'mian')).rejects.toMatchObject({
    code: 'account.unknown',
    details: { suggestion: 'Did you mean main?' },
  });
  expect(await kit.service.remove('main', 'main')).toEqual({ removed: true });
  expect(records()).toEqual([]);
  expect(kit.service.list().accounts).toEqual([]);
  expect(kinds().slice(-2)).toEqual(['destroy 1', 'remove 1']);
});

test('a crash between any two steps of adding, rotating or removing leaves what can be gone on with', async () => {
  await kit.service.add({ ...MAIN, credentials: given('key-one') });
  for (let steps = 0; steps < 4; steps += 1) {
    kit.files.left = steps;
    await kit.service.rotate({ name: 'main', acceptWithdrawal: null, credentials: given('key-two') }).catch(() => undefined);
    kit.files.left = Infinity;
    await kit.service.check('main');
    expect(['key-one', 'key-two']).toContain(kit.venues.asked.at(-1)?.credentials.key);
  }
  await kit.service.rotate({ name: 'main', acceptWithdrawal: null, credentials: given('key-two') });
  // What was begun and never put in place goes with the account.
  expect(records().filter((name) => name.endsWith('.json'))).toHaveLength(1);
  kit.files.left = 0;
  await expect(kit.service.remove('main', 'main')).rejects.toThrow('crash');
  kit.files.left = Infinity;
  expect(kit.service.list().accounts).toHaveLength(1);
  await kit.service.remove('main', 'main');
  expect(records()).toEqual([]);
  expect(kit.register.verify().brokenAt).toBeNull();
});

import * as fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { venueMessageOf } from '../../../../src-main/adapters/venue-process/order-messages.ts';
import { ProcessVenueOrders } from '../../../../src-main/adapters/venue-process/process-venue-orders.ts';
import type { ChildLink } from '../../../../src-main/ports/child-link.ts';
import type { SeenFill, SeenOrder, VenueMessage, VenueRequest } from '../../../../src-main/ports/venue-orders.ts';
import type { ClientOrderId } from '../../../../src-shared/kernel/ids.ts';
import { ask, cancel, HEALTH, look, order, place } from '../../../support/invented-orders.ts';
import { SteppedClock } from '../../../support/stepped-clock.ts';

/** A process that says what a test lets it say. */
class FakeChild implements ChildLink {
  readonly told: unknown[] = [];
  say: (message: unknown) => void = () => undefined;
  end: (problem: string) => void = () => undefined;
  killed = false;

  send(message: unknown): void {
    this.told.push(structuredClone(message));
  }
  onMessage(listener: (message: unknown) => void): void {
    this.say = listener;
  }
  onEnd(listener: (problem: string) => void): void {
    this.end = listener;
  }
  kill(): void {
    this.killed = true;
    this.end('it ended with SIGKILL.');
  }
}

const ACCOUNT = { id: '000000000000acc1', venue: 'binance', sandbox: true, version: 2 };
let child: FakeChild;
let clock: SteppedClock;
let heard: VenueMessage[];
let orders: ProcessVenueOrders;

function opened(): void {
  child = new FakeChild();
  clock = new SteppedClock(1_000);
  heard = [];
  orders = new ProcessVenueOrders({
    ...{ home: '/home', account: ACCOUNT, deadMansSwitch: true, childFile: '/venue.js', clock },
    ...{ env: { PATH: '/bin', SECRET: 'no' }, start: (file, env) => (expect([file, env]).toEqual(['/venue.js', { PATH: '/bin' }]), child) },
  });
  orders.listen((message) => heard.push(message));
}
beforeEach(opened);

const o1 = 'o1' as ClientOrderId;
const PLACED: VenueMessage = { kind: 'placed', id: o1, venueId: 'v1', time: 5 };
const REQUESTS: readonly VenueRequest[] = [place('o1'), cancel('o1'), ask('o1'), look(3), { kind: 'keep-alive', ms: 60_000 }];

test('the process is told the account once, then every request with its time', () => {
  expect(orders.deadMansSwitch).toBe(true);
  orders.send(place('o1'));
  clock.pass(5);
  orders.send(look(1));
  expect(child.told).toEqual([
    { kind: 'trade', home: '/home', account: ACCOUNT },
    { kind: 'request', at: 1_000, request: place('o1') },
    { kind: 'request', at: 1_005, request: look(1) },
  ]);
  child.say(PLACED);
  expect(heard).toEqual([PLACED]);
});

test('when the process dies, what was sent and not answered is unknown, and nothing is sent any more', async () => {
  for (const request of REQUESTS) orders.send(request);
  orders.send(place('o2'));
  child.say({ ...PLACED, id: 'o2' });
  heard.splice(0);
  child.end('it ended with SIGKILL.');
  child.end('twice');
  child.say(PLACED);
  const problem = 'The process of the account has gone: it ended with SIGKILL.';
  expect(heard).toEqual([
    { kind: 'unknown', id: 'o1', problem },
    { kind: 'cancel-unknown', id: 'o1', problem },
    { kind: 'unanswered', id: 'o1', problem },
    { kind: 'look-failed', number: 3, problem },
    { kind: 'kept-alive', until: null, problem },
    { kind: 'ended', problem },
  ]);
  const told = child.told.length;
  heard.splice(0);
  for (const request of REQUESTS) orders.send(request);
  expect(heard).toEqual([]);
  await Promise.resolve();
  expect(heard.map(({ kind }) => kind)).toEqual(['unsent', 'cancel-unknown', 'unanswered', 'look-failed', 'kept-alive']);
  expect(child.told).toHaveLength(told);
  clock.pass(60_000);
  expect(heard).toHaveLength(5);
  await orders.close();
});

test('what does not fit is dropped and counted; an answer that cannot be read proves nothing', () => {
  orders.send(place('o1'));
  orders.send(look(4));
  child.say({ kind: 'health', health: { ...HEALTH, garbled: 2 } });
  child.say({ kind: 'placed', id: 'o1', venueId: 7, time: 5 });
  child.say({ kind: 'looked', number: 4, account: null });
  child.say('noise');
  child.say(null);
  child.say({ kind: 'found', order: null, fills: [] });
  child.say({ kind: 'kept-alive' });
  const problem = 'What came back could not be read.';
  expect(heard.filter(({ kind }) => kind !== 'health')).toEqual([
    { kind: 'unknown', id: 'o1', problem },
    { kind: 'look-failed', number: 4, problem },
  ]);
  expect(heard.flatMap((message) => (message.kind === 'health' ? [message.health.garbled] : []))).toEqual([2, 3, 4, 5, 6, 7, 8]);
});

test('a request that does not read as one is never sent', async () => {
  orders.send({ kind: 'place', order: { ...order('o1'), price: '1e-7' } });
  await Promise.resolve();
  expect(heard).toEqual([{ kind: 'unsent', id: 'o1', problem: 'It does not read as a request.' }]);
  expect(child.told).toHaveLength(1);
});

test('a process that says nothing is silent until it speaks again', () => {
  child.say({ kind: 'health', health: HEALTH });
  clock.pass(9_999);
  expect(heard).toEqual([{ kind: 'health', health: HEALTH }]);
  clock.pass(1);
  const silent = { ...HEALTH, state: 'silent', problem: 'The process of the account has said nothing for 10 s.' };
  expect(heard.at(-1)).toEqual({ kind: 'health', health: silent });
  clock.pass(60_000);
  expect(heard).toHaveLength(2);
  child.say({ kind: 'health', health: HEALTH });
  expect(heard.at(-1)).toEqual({ kind: 'health', health: HEALTH });
  clock.pass(10_000);
  expect(heard.at(-1)).toEqual({ kind: 'health', health: silent });
});

test('it is ended in order, and by force where it does not listen; what is out is unknown then', async () => {
  orders.send(place('o1'));
  const closing = orders.close();
  expect(child.told.at(-1)).toEqual({ kind: 'close' });
  orders.send(place('o2'));
  await Promise.resolve();
  clock.pass(1_999);
  expect(child.killed).toBe(false);
  clock.pass(1);
  await closing;
  const problem = 'The process of the account was ended.';
  expect(heard).toEqual([
    { kind: 'unsent', id: 'o2', problem },
    { kind: 'unknown', id: 'o1', problem },
    { kind: 'ended', problem },
  ]);
  opened();
  const inOrder = orders.close();
  child.say({ kind: 'ended', problem: '' });
  await Promise.all([inOrder, orders.close()]);
  expect(heard).toEqual([{ kind: 'ended', problem }]);
});

test('the process’s own word that it has ended is passed on with what it means for requests', () => {
  orders.send(place('o1'));
  child.say({ kind: 'ended', problem: 'The keychain is locked.' });
  expect(heard.map(({ kind }) => kind)).toEqual(['unknown', 'ended']);
  expect(heard[1]).toEqual({ kind: 'ended', problem: 'The keychain is locked.' });
  expect(child.killed).toBe(true);
});

test('nobody hears after the listener was let go', () => {
  const first = orders.listen(() => heard.push(PLACED));
  orders.listen((message) => heard.push(message)).dispose();
  first.dispose();
  child.say(PLACED);
  expect(heard).toEqual([]);
});

const SEEN: SeenOrder = {
  ...{
    id: null,
    venueId: 'v1',
    symbol: 'BTC/USDT',
    side: 'sell',
    type: 'stop',
    size: '1',
    filled: '0',
    price: null,
    trigger: '5',
    time: 3,
  },
  state: 'working',
};
const FILL: SeenFill = {
  ...{ tradeId: 't', venueId: 'v1', id: null, symbol: 'BTC/USDT', side: 'buy', price: '1', size: '1', liquidity: 'maker', time: 3 },
  fees: [{ asset: 'BNB', amount: '-0.1' }],
};
/** A process never says that it has died. */
const EVERY: { readonly [Kind in Exclude<VenueMessage['kind'], 'died'>]: Extract<VenueMessage, { kind: Kind }> } = {
  placed: { kind: 'placed', id: o1, venueId: 'v1', time: 5 },
  refused: { kind: 'refused', id: o1, reason: 'post-only', problem: 'p' },
  unsent: { kind: 'unsent', id: o1, problem: 'p' },
  unknown: { kind: 'unknown', id: o1, problem: 'p' },
  'cancel-taken': { kind: 'cancel-taken', id: o1 },
  'cancel-refused': { kind: 'cancel-refused', id: o1, problem: 'p' },
  'cancel-unknown': { kind: 'cancel-unknown', id: o1, problem: 'p' },
  'amend-taken': { kind: 'amend-taken', id: o1 },
  'amend-refused': { kind: 'amend-refused', id: o1, problem: 'p' },
  'amend-unknown': { kind: 'amend-unknown', id: o1, problem: 'p' },
  listed: { kind: 'listed', number: 1, orders: [SEEN], time: 4 },
  'list-failed': { kind: 'list-failed', number: 1, problem: 'p' },
  found: { kind: 'found', order: { ...SEEN, id: o1 }, fills: [FILL] },
  absent: { kind: 'absent', id: o1, searched: ['open orders'], time: 4 },
  unanswered: { kind: 'unanswered', id: o1, problem: 'p' },
  looked: {
    ...{ kind: 'looked', number: 1 },
    account: { balances: [{ asset: 'BTC', free: '1', used: '0' }], openOrders: [SEEN], fills: [FILL], from: 1, to: 2 },
  },
  'look-failed': { kind: 'look-failed', number: 1, problem: 'p' },
  identified: { kind: 'identified', order: SEEN },
  unidentified: { kind: 'unidentified', venueId: 'v1', problem: 'p' },
  'kept-alive': { kind: 'kept-alive', until: 5, problem: null },
  order: { kind: 'order', order: SEEN },
  fill: { kind: 'fill', fill: FILL },
  health: { kind: 'health', health: HEALTH },
  ended: { kind: 'ended', problem: 'p' },
};

test('pairs, replacements, other terms and lists are requests with one answer each', async () => {
  const order = (id: string) => ({ ...(place(id) as Extract<VenueRequest, { kind: 'place' }>).order, id: id as ClientOrderId });
  const all: readonly VenueRequest[] = [
    { kind: 'place-pair', pair: { list: 'l1' as ClientOrderId, stop: order('o1'), target: order('o2') } },
    { kind: 'replace', old: { id: 'o3' as ClientOrderId, venueId: null }, order: order('o4') },
    { kind: 'amend', id: 'o5' as ClientOrderId, venueId: 'v5', symbol: 'BTC/USDT', type: 'limit', size: '1', price: null, trigger: null },
    { kind: 'list', number: 7, symbol: 'BTC/USDT', since: 1 },
  ];
  for (const request of all) orders.send(request);
  expect(child.told.slice(1)).toHaveLength(4);
  child.say({ kind: 'placed', id: 'o4', venueId: 'v4', time: 1 });
  heard.splice(0);
  child.end('it ended.');
  expect(heard.map(({ kind }) => kind)).toEqual(['unknown', 'amend-unknown', 'list-failed', 'ended']);
  for (const request of all) orders.send(request);
  await Promise.resolve();
  expect(heard.slice(4).map(({ kind }) => kind)).toEqual(['unsent', 'unsent', 'amend-refused', 'list-failed']);
});

test.each(Object.values(EVERY))('a message is read as it was sent: $kind', (message) => {
  expect(venueMessageOf(JSON.parse(JSON.stringify(message)))).toEqual(message);
  expect(venueMessageOf({ ...message, more: 1 })).toBeNull();
});

test('whatever a process says, an order that was sent has an answer, and the parent never takes it for unsent', () => {
  const said = fc.oneof(fc.constantFrom<unknown>(...Object.values(EVERY).filter(({ kind }) => kind !== 'ended')), fc.anything());
  fc.assert(
    fc.property(fc.subarray([...REQUESTS]), fc.array(said, { maxLength: 20 }), (requests, words) => {
      opened();
      for (const request of requests) orders.send(request);
      for (const word of words) child.say(word);
      child.end('it ended.');
      expect(heard.at(-1)?.kind).toBe('ended');
      const answers = new Set(heard.map(({ kind }) => kind));
      if (requests.some(({ kind }) => kind === 'place'))
        expect(['placed', 'refused', 'unsent', 'unknown'].some((kind) => answers.has(kind as 'placed'))).toBe(true);
      if (!words.includes(EVERY.unsent)) expect(answers.has('unsent')).toBe(false);
    }),
  );
});

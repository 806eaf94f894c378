import { beforeEach, expect, test } from 'vitest';
import { ServedOrders } from '../../../../src-main/adapters/venue-process/served-orders.ts';
import type { VenueMessage, VenueOrders, VenueRequest } from '../../../../src-main/ports/venue-orders.ts';
import { Fault } from '../../../../src-shared/kernel/fault.ts';
import { HEALTH, look, place } from '../../../support/invented-orders.ts';
import { SteppedClock } from '../../../support/stepped-clock.ts';

const START = { kind: 'trade' as const, home: '/home', account: { id: '000000000000acc1', venue: 'binance', sandbox: true, version: 1 } };
const SECRETS = { key: 'the-key-1', secret: 'the-secret-1', passphrase: 'the-phrase-1' };

let clock: SteppedClock;
let said: VenueMessage[];
let last: VenueMessage[];
let sent: VenueRequest[];
let tell: (message: VenueMessage) => void;

/** Orders that keep what they are sent. */
const kept = (close: () => Promise<void> = () => Promise.resolve()): VenueOrders => ({
  deadMansSwitch: false,
  send: (request) => void sent.push(request),
  listen: (listener) => {
    tell = listener;
    return { dispose: () => undefined };
  },
  close,
});

function serve(open: () => Promise<VenueOrders>, passphrase: string | null = SECRETS.passphrase): ServedOrders {
  return new ServedOrders({
    parent: {
      onMessage: () => undefined,
      send: (message) => void said.push(message as VenueMessage),
      sendLast: (message) => void last.push(message as VenueMessage),
    },
    credentials: () => Promise.resolve({ ...SECRETS, passphrase }),
    orders: open,
    clock,
  });
}

beforeEach(() => {
  clock = new SteppedClock(10_000);
  [said, last, sent] = [[], [], []];
});
const request = (each: VenueRequest, at = 10_000) => ({ kind: 'request', at, request: each });
const others = () => said.filter(({ kind }) => kind !== 'health');

test('what is asked while the account is opened waits, and an order that waited too long is not sent', async () => {
  const opening = Promise.withResolvers<VenueOrders>();
  const served = serve(() => opening.promise);
  const opened = served.open(START);
  served.hear(request(place('o1')));
  served.hear(request(place('o2'), 12_500));
  served.hear(request(look(1)));
  expect(sent).toEqual([]);
  clock.pass(2_600);
  opening.resolve(kept());
  await opened;
  expect(others()).toEqual([
    { kind: 'unsent', id: 'o1', problem: 'It had waited 2600 ms for the process of the account, so it was not sent.' },
  ]);
  expect(sent).toEqual([place('o2'), look(1)]);
});

test('it says how it stands every three seconds, from the start on', async () => {
  const served = serve(() => Promise.resolve(kept()));
  const opened = served.open(START);
  expect(said).toMatchObject([{ kind: 'health', health: { state: 'silent', problem: 'The account is being opened.' } }]);
  await opened;
  tell({ kind: 'health', health: HEALTH });
  clock.pass(3_000);
  clock.pass(3_000);
  expect(said.slice(1)).toEqual([1, 2, 3].map(() => ({ kind: 'health', health: HEALTH })));
});

test('no secret stands in what is said, and a problem is not endless', async () => {
  await serve(() => Promise.resolve(kept())).open(START);
  tell({ kind: 'unknown', id: 'o1' as never, problem: `bad the-key-1 ${'x'.repeat(2_000)}` });
  tell({ kind: 'absent', id: 'o1' as never, searched: ['the-secret-1', Buffer.from('the-phrase-1').toString('base64url')], time: 1 });
  expect(others()).toMatchObject([{ problem: `bad [redacted] ${'x'.repeat(285)}` }, { searched: ['[redacted]', '[redacted]'] }]);
});

test.each([
  [new Fault('venue.refused', { venue: 'BINANCE', problem: 'the-key-1 is bad' }), 'BINANCE refused: [redacted] is bad'],
  [new TypeError('no the-secret-1'), 'TypeError: no [redacted].'],
])('an account that cannot be opened is said, and what waited never left: %s', async (thrown, problem) => {
  const served = serve(() => Promise.reject(thrown));
  const opened = served.open(START);
  served.hear(request(place('o1')));
  await opened;
  served.hear(request(place('o2')));
  clock.pass(10_000);
  expect(others()).toEqual([{ kind: 'unsent', id: 'o1', problem }]);
  expect(last).toEqual([{ kind: 'ended', problem }]);
});

test('what is thrown that is no error is said as it is', async () => {
  const served = serve(() => Promise.resolve(kept()));
  await served.open(START);
  served.fail('thrown the-phrase-1');
  expect(last).toEqual([{ kind: 'ended', problem: 'thrown [redacted]' }]);
});

test('it ends when it is told to, when its orders have ended, and when it does not understand', async () => {
  for (const [word, problem] of [
    [{ kind: 'close' }, ''],
    ['nonsense', 'It was told something that it does not understand.'],
  ] as const) {
    const served = serve(() => Promise.resolve(kept()), null);
    await served.open(START);
    served.hear(word);
    await Promise.resolve();
    await Promise.resolve();
    expect(last.splice(0)).toEqual([{ kind: 'ended', problem }]);
  }
  await serve(() => Promise.resolve(kept())).open(START);
  tell({ kind: 'ended', problem: 'The venue closed the account.' });
  expect(last).toEqual([{ kind: 'ended', problem: 'The venue closed the account.' }]);
});

test('told to end before it is open, and when its orders cannot be closed, it ends all the same', async () => {
  const early = serve(() => new Promise(() => undefined));
  void early.open(START);
  early.hear({ kind: 'close' });
  await Promise.resolve();
  expect(last.splice(0)).toMatchObject([{ kind: 'ended' }]);
  const stuck = serve(() => Promise.resolve(kept(() => Promise.reject(new Error('stuck')))));
  await stuck.open(START);
  stuck.hear({ kind: 'close' });
  await expect.poll(() => last).toEqual([{ kind: 'ended', problem: 'Error: stuck.' }]);
});

import { beforeEach, expect, test } from 'vitest';
import type { BookExchange } from '../../../../src-main/adapters/exchange-ccxt/book-exchange.ts';
import { FollowedBook } from '../../../../src-main/adapters/exchange-ccxt/followed-book.ts';
import { BINANCE_BOOK } from '../../../../src-main/adapters/exchange-ccxt/venues/binance-book.ts';
import type { BookChannel } from '../../../../src-main/adapters/exchange-ccxt/venues/book-channel.ts';
import { HYPERLIQUID_BOOK } from '../../../../src-main/adapters/exchange-ccxt/venues/hyperliquid-book.ts';
import { OKX_BOOK } from '../../../../src-main/adapters/exchange-ccxt/venues/okx-book.ts';
import type { BookTrouble } from '../../../../src-main/ports/depth.ts';
import { Sfc32 } from '../../../../src-shared/kernel/random.ts';
import { SteppedClock } from '../../../support/stepped-clock.ts';

// A book that is followed over a connection that does what the test says.

let clock: SteppedClock;
let told: (BookTrouble | null)[];
let notes: string[];
/** When something was subscribed, ended and asked for, ms since the start. */
let subscribed: number[];
let ended: number;
let asked: number[];
/** Breaks the connection of the subscription that stands. */
let cut: () => void;
/** What the whole book answers: its newest update; null for a venue that does not answer. */
let whole: number | null;
let followed: FollowedBook;

beforeEach(() => {
  clock = new SteppedClock(0);
  [told, notes, subscribed, ended, asked, whole] = [[], [], [], 0, [], null];
});

function exchange(): BookExchange {
  const waits = new Map<string, (value: unknown) => void>();
  const socket = {
    subscriptions: {} as Record<string, unknown>,
    isOpen: () => true,
    send: () => Promise.resolve((ended += 1)),
    resolve: (_: unknown, hash: string) => waits.get(hash)?.(null),
  };
  const market = {
    ...{ id: 'BTCUSDT', base: 'BTC', quote: 'USDT', spot: true, maker: '0.001', taker: '0.001' },
    ...{ precision: { price: '0.1', amount: '0.01' }, limits: { cost: { min: null } } },
  };
  return {
    ...{ options: {}, urls: { api: { ws: { spot: 'ws', public: 'ws/0' } } }, getUrl: () => 'ws/0', clients: { 'ws/0': socket } },
    loadMarkets: () => Promise.resolve({ 'BTC/USDT': market }),
    requestId: () => 1,
    watch: (_url: string, hash: string) => {
      subscribed.push(clock.now());
      socket.subscriptions[hash] = {};
      return new Promise((resolve, reject) => {
        waits.set(hash, resolve);
        cut = () => {
          Reflect.deleteProperty(socket.subscriptions, hash);
          reject(new Error('the line broke: wss://venue?token=secret'));
        };
      });
    },
    publicGetDepth: () => {
      asked.push(clock.now());
      if (whole === null) return Promise.reject(new Error('no answer'));
      return Promise.resolve({ lastUpdateId: whole, bids: [['99.9', '1']], asks: [['100.1', '2']] });
    },
  } as unknown as BookExchange;
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
}

/** Lets time pass, step by step. */
async function pass(ms: number): Promise<void> {
  for (let gone = 0; gone < ms; gone += 50) {
    clock.pass(50);
    await settle();
  }
}

async function follow(channel: BookChannel): Promise<void> {
  followed = new FollowedBook({
    ...{ channel, exchange: exchange(), symbol: 'BTC/USDT', clock, random: new Sfc32(3) },
    rules: { profile: { id: 'okx', name: 'OKX' } as never },
    ready: () => Promise.resolve(),
    listener: { changed: (trouble) => told.push(trouble), note: (sentence) => notes.push(sentence) },
  });
  await settle();
}

/** A message of the book with its numbers. */
function message(kind: 'snapshot' | 'diff', first: number, last: number, previous = -1): void {
  followed.take({
    ...{ kind, venueTime: 0, numbers: { first, last, previous }, checksum: -1 },
    ...{ bids: [['99.9', '1.00']], asks: [['100.1', '0.50']] },
  });
}

/** Each wait is between half and all of what it may be, and at most half a minute; a look comes every 50 ms. */
function waits(times: readonly number[], before: number): readonly number[] {
  return times.slice(1).map((at, place) => at - times[place]! - before);
}

test('a subscription that begins with no whole book is begun anew, later each time', async () => {
  await follow(OKX_BOOK);
  await pass(260_000);
  const [first, ...others] = waits(subscribed, 10_000);
  expect(first).toBeLessThanOrEqual(100);
  others.slice(0, 6).forEach((wait, place) => {
    const most = Math.min(30_000, 1_000 * 2 ** place);
    expect(wait).toBeGreaterThanOrEqual(most / 2);
    expect(wait).toBeLessThanOrEqual(most + 150);
  });
  expect(ended).toBe(notes.length);
  expect(notes[0]).toBe('BTC/USDT: no whole book came. It is asked for again.');
  followed.end();
});

test('a lost connection is made again, later each time while it does not last; what came of it is known with the new whole book alone', async () => {
  await follow(OKX_BOOK);
  message('snapshot', 0, 50);
  expect([told, followed.watched.isKnown]).toEqual([[null], true]);
  await pass(11_000);
  for (let time = 0; time < 4; time += 1) {
    cut();
    await settle();
    await pass(10_000);
  }
  const [, ...again] = waits(subscribed, 0);
  expect(subscribed).toHaveLength(5);
  // Each was cut as soon as ten seconds had passed, so that what is between two is that, and what the first had waited less.
  expect(again.every((wait) => wait > 5_000 && wait < 15_000)).toBe(true);
  expect(told).toEqual([null, 'lost']);
  expect(notes.filter((sentence) => sentence.includes('not heard'))).toEqual([
    'BTC/USDT: its book is not heard: the line broke: wss://venue',
  ]);
  // Numbers begin anew with the connection.
  message('snapshot', 0, 3);
  message('diff', 4, 9, 3);
  expect([told.at(-1), followed.watched.look(0).gaps]).toEqual([null, 0]);
  followed.end();
});

test('a gap is mended at once by another subscription; a book that never rests is asked for later each time', async () => {
  await follow(OKX_BOOK);
  for (let time = 0; time < 4; time += 1) {
    message('snapshot', 0, 50);
    message('diff', 60, 61, 59);
    await pass(6_000);
  }
  expect(told).toEqual([null, 'gap', null, 'gap', null, 'gap', null, 'gap']);
  const [first, second, third] = waits(subscribed, 0);
  expect(first).toBeLessThanOrEqual(100);
  // The gap came six seconds later each time.
  expect([second! >= 6_000, third! >= 6_000]).toEqual([true, true]);
  expect(ended).toBe(4);
  followed.end();
});

test('a whole book that is older than what was heard is not taken, and asked for again', async () => {
  await follow(BINANCE_BOOK);
  whole = 7;
  message('diff', 10, 12);
  await settle();
  await pass(200);
  expect([asked.length, told]).toEqual([1, []]);
  whole = 11;
  message('diff', 13, 14);
  await pass(1_100);
  expect([asked.length, told]).toEqual([2, [null]]);
  expect(followed.watched.look(0)).toMatchObject({ known: true, gaps: 0, snapshots: 1 });
  expect(followed.watched.book.last).toBe(14);
  followed.end();
});

test('a quiet market is asked for all the same, and a venue that does not answer is named each time', async () => {
  await follow(BINANCE_BOOK);
  await pass(1_900);
  expect(asked).toEqual([]);
  await pass(1_700);
  expect(asked.length).toBeGreaterThanOrEqual(1);
  expect(notes[0]).toMatch(/^BTC\/USDT: /u);
  whole = 5;
  await pass(3_000);
  expect(told).toEqual([null]);
  // What it said stands through a lost connection, and goes on with what follows it.
  cut();
  await settle();
  await pass(1_200);
  message('diff', 6, 6);
  expect(told).toEqual([null, 'lost', null]);
  followed.end();
  message('diff', 9, 9);
  expect(told).toHaveLength(3);
});

test('a message that cannot be read is a gap, and what comes after the end is nobody’s', async () => {
  await follow(OKX_BOOK);
  message('snapshot', 0, 50);
  followed.take(null);
  followed.take({ kind: 'diff', venueTime: 0, numbers: null, checksum: -1, bids: [['99.95', '1']], asks: [] });
  expect([followed.garbled, told]).toEqual([2, [null, 'gap']]);
  followed.end();
  message('snapshot', 0, 60);
  expect(told).toHaveLength(2);
});

/** A whole book of a venue that numbers nothing, as it was at a time of the venue's. */
function wholeAt(time: number, bid: string): void {
  const levels = [[{ px: bid, sz: '1.00', n: 1 }], [{ px: '100.1', sz: '0.50', n: 1 }]];
  const [heard] = HYPERLIQUID_BOOK.read({ channel: 'l2Book', data: { coin: 'BTCUSDT', time, levels } }) ?? [];
  followed.take(heard!.frame);
}

test('of whole books without numbers an older one says nothing, and one of the same time is the newest', async () => {
  await follow(HYPERLIQUID_BOOK);
  const best = () => followed.watched.book.bids.best / 10;
  wholeAt(2_000, '99.9');
  wholeAt(1_999, '99.5');
  expect([best(), told]).toEqual([99.9, [null]]);
  wholeAt(2_000, '99.8');
  expect(best()).toBe(99.8);
  wholeAt(2_500, '99.7');
  expect([best(), told, subscribed.length]).toEqual([99.7, [null], 1]);
  followed.end();
});

test('a whole book that is not told again for five seconds is stale and asked for; older ones do not keep it', async () => {
  await follow(HYPERLIQUID_BOOK);
  wholeAt(2_000, '99.9');
  await pass(4_900);
  wholeAt(2_500, '99.9');
  await pass(4_900);
  expect([told, ended]).toEqual([[null], 0]);
  wholeAt(2_400, '99.9');
  await pass(100);
  expect([told, followed.watched.isKnown, ended]).toEqual([[null, 'silent'], false, 1]);
  await pass(100);
  expect(subscribed).toHaveLength(2);
  // The next subscription begins anew, whatever time it names.
  wholeAt(1_000, '99.6');
  expect([told, followed.watched.book.bids.best]).toEqual([[null, 'silent', null], 996]);
  followed.end();
  await pass(20_000);
  expect(told).toHaveLength(3);
});

test('what a subscription tells while it is being ended does not make the book known', async () => {
  await follow(HYPERLIQUID_BOOK);
  wholeAt(2_000, '99.9');
  followed.take(null);
  wholeAt(2_500, '99.9');
  expect([told, followed.watched.isKnown]).toEqual([[null, 'gap'], false]);
  await pass(100);
  wholeAt(2_600, '99.9');
  expect([told, followed.watched.isKnown]).toEqual([[null, 'gap', null], true]);
  followed.end();
});

test('a lost connection is no silence besides', async () => {
  await follow(HYPERLIQUID_BOOK);
  wholeAt(2_000, '99.9');
  cut();
  await settle();
  await pass(6_000);
  expect([told, ended]).toEqual([[null, 'lost'], 0]);
  followed.end();
});

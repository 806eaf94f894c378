import { afterEach, describe, expect, it } from 'vitest';
import { CcxtFeed } from '../../src-main/adapters/exchange-ccxt/ccxt-feed.ts';
import { SystemClock } from '../../src-main/adapters/system-clock/system-clock.ts';
import type { BookTrouble, KeptBook } from '../../src-main/ports/depth.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import { Sfc32 } from '../../src-shared/kernel/random.ts';
import { addressOf } from '../venue/address-of.ts';
import { BinanceVenue } from '../venue/binance/binance-venue.ts';
import type { BookSide } from '../venue/core/book.ts';
import { unitsText } from '../venue/core/units.ts';
import type { MessageFault } from '../venue/faults/fault-rules.ts';
import type { VenueHouse } from '../venue/house/venue-house.ts';
import { BOOK_PROTOCOLS, type BookProtocol, startProtocol } from '../venue/protocols.ts';
import type { StartedVenue } from '../venue/start-venue.ts';

// The books of four protocols over real sockets: begun, missed, corrupted, cut, let go of.

const clock = new SystemClock();
const SOON = 15_000;
/** By what name each protocol's faults strike the book of BTC/USDT. */
const ENDPOINT: Readonly<Record<BookProtocol, string>> = {
  ...{ binance: 'btcusdt@depth@100ms', kraken: 'book', okx: 'books', hyperliquid: 'l2Book' },
};
/** Levels of a side that are looked at: as many as are told, or as the market has. */
const levelsAt = (protocol: BookProtocol): number => (protocol === 'hyperliquid' ? 5 : 50);

let venue: StartedVenue<VenueHouse>;
let feed: CcxtFeed;

afterEach(async () => {
  await feed.close();
  await venue.stop();
});

async function open(protocol: BookProtocol): Promise<void> {
  venue = await startProtocol(protocol, { stepMs: 20, symbols: 3 });
  feed = await CcxtFeed.open(protocol, { sandbox: false, address: addressOf(venue), clock, random: new Sfc32(1), timeoutMs: 2_000 });
}

interface Keeping {
  readonly book: KeptBook;
  readonly told: (BookTrouble | null)[];
  readonly notes: string[];
}

function keep(symbol: string): Keeping {
  const told: (BookTrouble | null)[] = [];
  const notes: string[] = [];
  const book = feed.keep(symbol, { changed: (trouble) => told.push(trouble), note: (sentence) => notes.push(sentence) });
  if (book === null) throw new Error('the venue has a book');
  return { book, told, notes };
}

function strike(protocol: BookProtocol, fault: MessageFault, times = 1): void {
  venue.control.run({ do: 'add fault', rule: { surface: 'stream', endpoint: ENDPOINT[protocol], times, fault } });
}

async function known({ told }: Keeping, times: number): Promise<void> {
  await expect.poll(() => told.filter((trouble) => trouble === null).length, { timeout: SOON, interval: 5 }).toBeGreaterThanOrEqual(times);
}

/** The book as it is kept, and as the venue has it, both in figures; the market stands. */
async function bothBooks({ book }: Keeping, levels: number) {
  venue.control.run({ do: 'walk', stepMs: 0 });
  const { bids, asks } = venue.venue.exchange.state.markets.get('BTCUSDT')!;
  const { tick, lot } = book.steps!;
  const times = (step: string, count: number) =>
    Decimal.parse(step)
      .mul(Decimal.of(BigInt(count)))
      .toString();
  const kept = (which: 'bids' | 'asks') => {
    const { ticks, lots } = book.side(which, Number.POSITIVE_INFINITY);
    return [...ticks].slice(0, levels).map((price, level) => [times(tick, price), times(lot, lots[level]!)]);
  };
  const there = (side: BookSide) =>
    side.top(levels).map(({ price, total }) => [price, total].map((each) => Decimal.parse(unitsText(each)).toString()));
  await expect.poll(() => [kept('bids'), kept('asks')], { timeout: SOON }).toEqual([there(bids), there(asks)]);
}

describe.each(BOOK_PROTOCOLS)('a book that is kept at %s', (protocol) => {
  it('is the venue’s own, level by level, after many changes', async () => {
    await open(protocol);
    const keeping = keep('BTC/USDT');
    await known(keeping, 1);
    await expect.poll(() => keeping.book.look(clock.now()).messages, { timeout: SOON }).toBeGreaterThan(20);
    await bothBooks(keeping, levelsAt(protocol));
    expect(keeping.told).toEqual([null]);
    expect(keeping.notes).toEqual([]);
    expect(keeping.book.look(clock.now())).toMatchObject({ known: true, gaps: 0, crossed: 0, checksums: 0, unknownMs: 0 });
    expect(keeping.book.garbled).toBe(0);
  });

  it('is stale while the connection is lost, and heard again', async () => {
    await open(protocol);
    const keeping = keep('BTC/USDT');
    await known(keeping, 1);
    venue.control.run({ do: 'cut connections' });
    await known(keeping, 2);
    expect(keeping.told.slice(0, 2)).toEqual([null, 'lost']);
    await bothBooks(keeping, levelsAt(protocol));
  });

  it('is subscribed once however many keep it, and let go of with the last', async () => {
    await open(protocol);
    const [one, other] = [keep('BTC/USDT'), keep('BTC/USDT')];
    await Promise.all([known(one, 1), known(other, 1)]);
    one.book.dispose();
    const before = other.book.look(clock.now()).messages;
    await expect.poll(() => other.book.look(clock.now()).messages, { timeout: SOON }).toBeGreaterThan(before);
    expect(standing()).toBe(1);
    other.book.dispose();
    await expect.poll(standing, { timeout: SOON }).toBe(0);
    const again = keep('BTC/USDT');
    await known(again, 1);
    await bothBooks(again, levelsAt(protocol));
    expect(standing()).toBe(1);
  });
});

describe.each(BOOK_PROTOCOLS.filter((protocol) => protocol !== 'hyperliquid'))(
  'a book that is kept at %s, change by change',
  (protocol) => {
    it('is stale from a change that was missed, asked for anew, and the venue’s own again', async () => {
      await open(protocol);
      const keeping = keep('BTC/USDT');
      await known(keeping, 1);
      // Several, so that among them is one of the ten best levels: Kraken's sum is over no other.
      strike(protocol, { kind: 'drop' }, 3);
      await known(keeping, 2);
      await bothBooks(keeping, 50);
      const [, trouble] = keeping.told;
      expect(protocol === 'kraken' ? ['checksum', 'crossed'] : ['gap']).toContain(trouble);
      const { unknownMs, snapshots } = keeping.book.look(clock.now());
      expect(snapshots).toBeGreaterThan(1);
      expect(unknownMs).toBeGreaterThan(0);
    });
  },
);

describe('a book that is told as a whole again and again, without numbers', () => {
  it('misses nothing where messages are lost, and is set back by none that comes late', async () => {
    await open('hyperliquid');
    const keeping = keep('BTC/USDT');
    await known(keeping, 1);
    strike('hyperliquid', { kind: 'drop' }, 3);
    strike('hyperliquid', { kind: 'reorder' }, 3);
    strike('hyperliquid', { kind: 'duplicate' }, 3);
    const { messages } = keeping.book.look(clock.now());
    await expect.poll(() => keeping.book.look(clock.now()).messages, { timeout: SOON }).toBeGreaterThan(messages + 10);
    await bothBooks(keeping, 5);
    expect([keeping.told, keeping.book.garbled, venue.venue.log.of('subscribe').length]).toEqual([[null], 0, 1]);
  });

  it('is stale when it is silent, asked for anew, and the venue’s own again', async () => {
    await open('hyperliquid');
    const keeping = keep('BTC/USDT');
    await known(keeping, 1);
    strike('hyperliquid', { kind: 'drop' }, 10_000);
    await expect.poll(() => keeping.told, { timeout: SOON, interval: 5 }).toEqual([null, 'silent']);
    expect(keeping.book.side('bids', Number.POSITIVE_INFINITY).ticks).toHaveLength(0);
    venue.control.run({ do: 'clear faults' });
    await known(keeping, 2);
    // What still comes of the first subscription may have made it known before the second one stands.
    const asked = (endpoint: string) => venue.venue.log.of(endpoint).length;
    await expect.poll(() => [asked('subscribe'), asked('unsubscribe')], { timeout: SOON }).toEqual([2, 1]);
    await bothBooks(keeping, 5);
    expect(keeping.told).toEqual([null, 'silent', null]);
  });

  it('ends by the words that it was begun with: nothing of it is told any more', async () => {
    await open('hyperliquid');
    const keeping = keep('BTC/USDT');
    await known(keeping, 1);
    // Counts what is told, and strikes none of it.
    const rule = { surface: 'stream' as const, endpoint: 'l2Book', nth: 1_000_000, fault: { kind: 'drop' as const } };
    venue.control.run({ do: 'add fault', rule });
    const told = (): number => venue.venue.faults.list()[0]!.seen;
    await expect.poll(told, { timeout: SOON }).toBeGreaterThan(2);
    keeping.book.dispose();
    await expect.poll(standing, { timeout: SOON }).toBe(0);
    const until = told();
    const ether = keep('ETH/USDT');
    await known(ether, 1);
    await expect.poll(() => ether.book.look(clock.now()).messages, { timeout: SOON }).toBeGreaterThan(5);
    expect(told() - until).toBeLessThanOrEqual(ether.book.look(clock.now()).messages + 1);
  });
});

describe('a book that cannot be relied on', () => {
  it('is never known from a whole book that is not what the venue added up: another one is asked for, later each time', async () => {
    await open('kraken');
    // The best bid of the first whole book is another.
    strike('kraken', { kind: 'corrupt' });
    const keeping = keep('BTC/USDT');
    await known(keeping, 1);
    expect(keeping.book.look(clock.now())).toMatchObject({ snapshots: 2, checksums: 1, gaps: 0 });
    await bothBooks(keeping, 50);
    expect(venue.venue.log.of('unsubscribe')).toHaveLength(1);
  });

  it('is a gap where a message is not understood', async () => {
    await open('binance');
    const keeping = keep('BTC/USDT');
    await known(keeping, 1);
    // A price between two ticks.
    strike('binance', { kind: 'corrupt' }, 1);
    await known(keeping, 2);
    expect([keeping.told[1], keeping.book.garbled]).toEqual(['gap', 1]);
    await bothBooks(keeping, 50);
  });

  it('says why it cannot be had, and is known when it can', async () => {
    await open('binance');
    const refused = { kind: 'answer' as const, status: 503, body: 'busy', carriedOut: false };
    venue.control.run({ do: 'add fault', rule: { surface: 'rest', endpoint: 'GET /api/v3/depth', times: 2, fault: refused } });
    const keeping = keep('BTC/USDT');
    await known(keeping, 1);
    expect(keeping.notes).toHaveLength(2);
    expect(keeping.notes[0]).toMatch(/^BTC\/USDT: /u);
    await bothBooks(keeping, 50);
  });

  it('is heard beside prices and trades over one connection, and neither ends with the other', async () => {
    await open('binance');
    const keeping = keep('BTC/USDT');
    let heard = 0;
    const listening = feed.listen(['BTC/USDT'], { heard: () => (heard += 1), health: () => undefined });
    await known(keeping, 1);
    await expect.poll(() => heard, { timeout: SOON }).toBeGreaterThan(0);
    expect(venue.venue.connections.stream).toBe(1);
    keeping.book.dispose();
    await expect.poll(standing, { timeout: SOON }).toBe(2);
    const before = heard;
    await expect.poll(() => heard, { timeout: SOON }).toBeGreaterThan(before);
    listening.dispose();
    await expect.poll(standing, { timeout: SOON }).toBe(0);
  });
});

/** Everything that keeping a book could leave behind in the library, counted. */
function leftBehind() {
  interface Connection {
    readonly subscriptions: object;
    readonly futures: object;
    readonly rejections: object;
    readonly connection: { eventNames(): readonly string[]; listenerCount(name: string): number };
  }
  const library = (feed as unknown as { open: { exchange: { clients: Readonly<Record<string, Connection>>; orderbooks: object } } }).open
    .exchange;
  const clients = Object.values(library.clients);
  const names = (of: (client: Connection) => object) => clients.flatMap((client) => Object.keys(of(client)));
  return {
    clients: clients.length,
    subscriptions: names(({ subscriptions }) => subscriptions),
    futures: names(({ futures }) => futures),
    rejections: names(({ rejections }) => rejections),
    listeners: clients.map(({ connection }) => connection.eventNames().reduce((total, name) => total + connection.listenerCount(name), 0)),
    orderbooks: Object.keys(library.orderbooks),
  };
}

it.each(BOOK_PROTOCOLS)('nothing of a book is left at %s when it was kept and let go of again and again', async (protocol) => {
  await open(protocol);
  const steady = keep('ETH/USDT');
  await known(steady, 1);
  const cycle = async (): Promise<void> => {
    const keeping = keep('BTC/USDT');
    await known(keeping, 1);
    keeping.book.dispose();
    await expect.poll(standing, { timeout: SOON, interval: 2 }).toBe(1);
  };
  for (let done = 0; done < 2; done += 1) await cycle();
  const early = leftBehind();
  for (let done = 0; done < 3; done += 1) await cycle();
  expect(leftBehind()).toEqual(early);
  expect(early).toMatchObject({ clients: 1, rejections: [], orderbooks: [] });
  expect(early.subscriptions.filter((name) => name.includes('BTC/USDT'))).toEqual([]);
  expect(steady.told).toEqual([null]);
});

/** Subscriptions that stand, by the venue's own count. */
function standing(): number {
  if (venue.venue instanceof BinanceVenue) return venue.venue.hub.size;
  const asked = (endpoint: string) => venue.venue.log.of(endpoint).length;
  return asked('subscribe') - asked('unsubscribe');
}

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CcxtFeed } from '../../src-main/adapters/exchange-ccxt/ccxt-feed.ts';
import type { LettingExchange } from '../../src-main/adapters/exchange-ccxt/symbols-in-use.ts';
import { SystemClock } from '../../src-main/adapters/system-clock/system-clock.ts';
import type { FeedEvent, FeedHealth } from '../../src-main/ports/market-feed.ts';
import type { Releasable } from '../../src-shared/kernel/disposable.ts';
import { Sfc32 } from '../../src-shared/kernel/random.ts';
import { addressOf } from '../venue/address-of.ts';
import { startHyperliquidVenue, startKrakenVenue, startVenue } from '../venue/start-venue.ts';
import { startVenueProcess, type VenueProcess } from '../venue/venue-process.ts';

const LONG = process.env['CRYPTOORCH_TEST_LONG'] === '1';
/** Cycles after which is counted, and after which it is counted again. */
const CYCLES = LONG ? { first: 100, last: 10_000 } : { first: 100, last: 600 };
/** Heap that may be held beyond the first: trades and their ids are remembered up to a number. */
const HEAP_BYTES = 3_000_000;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

let stop: () => Promise<void> = () => Promise.resolve();
let feed: CcxtFeed;

afterEach(async () => {
  await feed.close();
  await stop();
});

async function until(come: () => boolean): Promise<void> {
  await expect.poll(come, { timeout: 15_000, interval: 2 }).toBe(true);
}

/** The library's own class behind the feed. */
function libraryOf(of: CcxtFeed): LettingExchange & { options: { ws: { cost: number } } } {
  return (of as unknown as { open: { exchange: never } }).open.exchange;
}

interface Connection {
  readonly subscriptions: object;
  readonly futures: object;
  readonly rejections: object;
  readonly connection: { eventNames(): readonly string[]; listenerCount(name: string): number };
}

/** Everything that a cycle could leave behind, counted; `heap` apart, because it is not a whole number of anything. */
function leftBehind(of: CcxtFeed) {
  const library = libraryOf(of);
  const clients = Object.values(library.clients) as Connection[];
  const sum = (of: (client: Connection) => number) => clients.reduce((total, client) => total + of(client), 0);
  return {
    clients: clients.length,
    subscriptions: sum(({ subscriptions }) => Object.keys(subscriptions).length),
    rejections: sum(({ rejections }) => Object.keys(rejections).length),
    listeners: sum(({ connection }) => connection.eventNames().reduce((total, name) => total + connection.listenerCount(name), 0)),
    remembered: [library.bidsasks, library.trades, library.tickers].map((heard) => Object.keys(heard).length),
    sets: Object.keys((library.options['streamBySubscriptionsHash'] as object | undefined) ?? {}).length,
  };
}

/** What keeps the process alive. A question's connection ends some seconds after it was answered, so that later there may be fewer. */
function kept(kind: 'TCPSocketWrap' | 'Timeout'): number {
  return process.getActiveResourcesInfo().filter((each) => each === kind).length;
}

function heap(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

describe.each(['binance', 'hyperliquid'] as const)('a feed of %s that is listened to again and again', (protocol) => {
  let venue: VenueProcess;

  beforeEach(async () => {
    // As many messages as it takes: the test's own pace is not the venue's matter.
    venue = await startVenueProcess('--protocol', protocol, '--symbols', '30', '--step-ms', '20', '--messages-per-second', '100000');
    stop = () => venue.stop();
    feed = await CcxtFeed.open(protocol, { sandbox: false, address: addressOf(venue), clock: new SystemClock(), random: new Sfc32(1) });
  });

  it('leaves nothing behind: connections, listeners, subscriptions, memory', { timeout: LONG ? 3_600_000 : 60_000 }, async () => {
    const library = libraryOf(feed);
    const symbols = Object.keys((await library.loadMarkets()) as object);
    library.options.ws.cost = 0;
    const random = new Sfc32(7);
    let base = 0;
    const steady = symbols[0]!;
    feed.listen([steady], { heard: () => (base += 1), health: () => undefined });
    await until(() => base > 0);
    const cycle = async (): Promise<void> => {
      const chosen = [1 + random.below(14), 15 + random.below(14)].map((place) => symbols[place]!);
      // One in three is listened to by somebody else already.
      if (random.below(3) === 0) chosen.push(steady);
      let listening: Releasable | null = null;
      // Whoever polls leaves something behind at each look.
      await new Promise<void>((resolve) => {
        listening = feed.listen(chosen, { heard: () => resolve(), health: () => undefined });
      });
      (listening as Releasable | null)?.dispose();
    };
    const settled = async () => {
      const before = base;
      await until(() => base > before + 2 && leftBehind(feed).subscriptions === 2);
      return { counts: leftBehind(feed), bytes: heap(), sockets: kept('TCPSocketWrap'), timers: kept('Timeout') };
    };
    for (let done = 0; done < CYCLES.first; done += 1) await cycle();
    const early = await settled();
    for (let done = CYCLES.first; done < CYCLES.last; done += 1) await cycle();
    const late = await settled();
    expect(late.counts).toEqual(early.counts);
    expect(await venue.control({ do: 'look' })).toMatchObject({
      // One kind of connection is for all there.
      connections: protocol === 'binance' ? { stream: 1, account: 0 } : { stream: 0, account: 1 },
    });
    expect(late.counts).toMatchObject({ clients: 1, subscriptions: 2, rejections: 0, sets: 0, remembered: [1, 1, 0] });
    expect(late.sockets).toBeLessThanOrEqual(early.sockets);
    // The market's own timers come and go.
    expect(late.timers).toBeLessThanOrEqual(early.timers + 5);
    expect(late.bytes - early.bytes).toBeLessThan(HEAP_BYTES);
  });

  it('connects again with exactly what is listened to', async () => {
    const heard = new Set<string>();
    const told: FeedHealth[] = [];
    const listener = { heard: ({ symbol }: FeedEvent) => void heard.add(symbol), health: (health: FeedHealth) => void told.push(health) };
    await feed.instruments(['BTC/USDT']);
    const gone = feed.listen(['BTC/USDT', 'ETH/USDT'], listener);
    feed.listen(['ETH/USDT'], listener);
    await until(() => heard.size === 2);
    gone.dispose();
    gone.dispose();
    const subscribed = () => Object.values(libraryOf(feed).clients).flatMap((client) => Object.keys((client as Connection).subscriptions));
    await until(() => subscribed().length === 2);
    heard.clear();
    await venue.control({ do: 'cut connections' });
    await until(() => told.at(-1)?.state === 'pushed' && told.at(-1)!.reconnects > 0);
    await until(() => heard.size > 0 && subscribed().length === 2);
    expect(subscribed().every((name) => name.includes('ETH/USDT'))).toBe(true);
    expect([...heard]).toEqual(['ETH/USDT']);
  });
});

describe('the pace of a venue', () => {
  it('is kept: more is listened to at once than it takes messages in a second, and it does not cut the connection', async () => {
    const venue = await startVenue({ stepMs: 20, symbols: 8, pastMinutes: 10 });
    stop = () => venue.stop();
    feed = await CcxtFeed.open('binance', { sandbox: false, address: addressOf(venue), clock: new SystemClock(), random: new Sfc32(1) });
    await feed.instruments(['BTC/USDT']);
    const heard = new Set<string>();
    const told: FeedHealth[] = [];
    const listener = {
      heard: ({ kind, symbol }: FeedEvent) => void heard.add(`${kind} ${symbol}`),
      health: (each: FeedHealth) => void told.push(each),
    };
    for (const symbol of ['BTC/USDT', 'ETH/USDT', 'SOL/USDT', 'BNB/USDT']) feed.listen([symbol], listener);
    await until(() => heard.size === 8);
    expect(told).toEqual([]);
  });
});

describe('prices that stand still', () => {
  /** Ten times as fast as the real one. */
  class FastClock extends SystemClock {
    override monotonic(): number {
      return super.monotonic() * 10;
    }

    override after(ms: number, callback: () => void): Releasable {
      return super.after(ms / 10, callback);
    }
  }

  it.each(['binance', 'kraken', 'hyperliquid'] as const)(
    'are asked for at %s again and again: they are no older than that',
    async (protocol) => {
      const start = { binance: startVenue, kraken: startKrakenVenue, hyperliquid: startHyperliquidVenue }[protocol];
      const venue = await start({ stepMs: 0, pastMinutes: 10 });
      stop = () => venue.stop();
      feed = await CcxtFeed.open(protocol, { sandbox: false, address: addressOf(venue), clock: new FastClock(), random: new Sfc32(1) });
      const [symbol = ''] = Object.keys((await libraryOf(feed).loadMarkets()) as object);
      const quotes: FeedEvent[] = [];
      const told: FeedHealth[] = [];
      const heard = (event: FeedEvent): void => {
        if (event.kind === 'quote') quotes.push(event);
      };
      const listening = feed.listen([symbol], { heard, health: (health) => void told.push(health) });
      await until(() => quotes.length >= 3);
      expect(new Set(quotes.map((each) => JSON.stringify(each))).size).toBe(1);
      expect(told).toEqual([]);
      listening.dispose();
    },
  );
});

describe('a venue whose library cannot unsubscribe', () => {
  it('is left when nobody listens any more, and heard again when somebody does', async () => {
    const venue = await startKrakenVenue({ stepMs: 20, pastMinutes: 10 });
    stop = () => venue.stop();
    feed = await CcxtFeed.open('kraken', { sandbox: false, address: addressOf(venue), clock: new SystemClock(), random: new Sfc32(1) });
    const [symbol = ''] = Object.keys((await libraryOf(feed).loadMarkets()) as object);
    for (let time = 0; time < 2; time += 1) {
      const heard: FeedEvent[] = [];
      const listening = feed.listen([symbol], { heard: (event) => void heard.push(event), health: () => undefined });
      await until(() => heard.length > 0);
      listening.dispose();
      await until(() => Object.keys(libraryOf(feed).clients).length === 0);
      const after = heard.length;
      await until(() => venue.venue.connections.stream + venue.venue.connections.account === 0);
      expect(heard).toHaveLength(after);
    }
  });
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CcxtAccounts } from '../../src-main/adapters/exchange-ccxt/ccxt-accounts.ts';
import { CcxtFeed } from '../../src-main/adapters/exchange-ccxt/ccxt-feed.ts';
import { CcxtMarkets } from '../../src-main/adapters/exchange-ccxt/ccxt-markets.ts';
import { SystemClock } from '../../src-main/adapters/system-clock/system-clock.ts';
import type { FeedEvent, FeedHealth } from '../../src-main/ports/market-feed.ts';
import { Instrument } from '../../src-shared/domain/instrument.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import { Sfc32 } from '../../src-shared/kernel/random.ts';
import { addressOf } from '../venue/address-of.ts';
import { unitsText } from '../venue/core/units.ts';
import type { KfVenue } from '../venue/krakenfutures/kf-venue.ts';
import { credentialsAt } from '../venue/protocols.ts';
import { type StartedVenue, startKfVenue } from '../venue/start-venue.ts';

// The market of a perpetual at Kraken Futures, over real sockets, and what is read of it and of an account without trading.

const PERPETUAL = 'BTC/USD:USD';
const SOON = 15_000;
const clock = new SystemClock();
const plain = (amount: bigint) => Decimal.parse(unitsText(amount)).toString();

let venue: StartedVenue<KfVenue>;
let feed: CcxtFeed;
beforeEach(async () => {
  venue = await startKfVenue({ contracts: 3, pastMinutes: 30 });
  feed = await CcxtFeed.open('krakenfutures', { sandbox: false, address: addressOf(venue), clock, random: new Sfc32(1), timeoutMs: 2_000 });
});
afterEach(async () => {
  await feed.close();
  await venue.stop();
});

const market = () => venue.venue.exchange.state.market(PERPETUAL);

test('an instrument says its steps in base units and its margin as the venue publishes it', async () => {
  const [perpetual, doge] = await feed.instruments([PERPETUAL, 'SOL/USD:USD'], 3);
  expect(perpetual).toMatchObject({
    ...{ kind: 'perpetual', symbol: PERPETUAL, id: 'BTC/USD:USD.KRAKENFUTURES', base: 'BTC', quote: 'USD', settle: 'USD' },
    ...{ tick: '0.1', lot: '0.0001', engineLot: '0.0001', multiplier: '1', makerFee: '0.0002', takerFee: '0.0005' },
    terms: {
      ...{ leverage: 3, maxLeverage: 100, maintenanceMargin: '0.004', liquidationFee: '0.0005' },
      tiers: [
        { from: '0', rate: '0.004', leverage: 100 },
        { from: '1000000', rate: '0.01', leverage: 50 },
        { from: '5000000', rate: '0.02', leverage: 20 },
      ],
    },
  });
  expect(doge).toMatchObject({ tick: '0.01', lot: '0.01' });
  expect(new Instrument(perpetual!, 0).margin?.leverage.toString()).toBe('3');
  await expect(feed.instruments([PERPETUAL], 101)).rejects.toMatchObject({ code: 'instrument.leverage' });
});

test('quotes with their sizes and trades are pushed, bars are asked for, and what nobody wants is let go of', async () => {
  const heard: FeedEvent[] = [];
  const listening = feed.listen([PERPETUAL, 'ETH/USD:USD'], { heard: (event) => heard.push(event), health: () => undefined });
  const of = (kind: FeedEvent['kind'], symbol = PERPETUAL) => heard.filter((event) => event.kind === kind && event.symbol === symbol);
  await expect.poll(() => of('quote').length > 0 && of('quote', 'ETH/USD:USD').length > 0, { timeout: SOON }).toBe(true);
  const [bid, ask] = [market().bids.top(1)[0]!, market().asks.top(1)[0]!];
  expect(of('quote').at(-1)).toMatchObject({
    ...{ bid: plain(bid.price), bidSize: plain(bid.total), ask: plain(ask.price), askSize: plain(ask.total) },
  });
  await expect
    .poll(
      () => {
        venue.control.run({ do: 'add liquidity', symbol: PERPETUAL, side: 'BUY', price: '60000', quantity: '0.0123' });
        venue.control.run({ do: 'trade elsewhere', account: 'trader', symbol: PERPETUAL, side: 'SELL', quantity: '0.0123' });
        return of('trade').map((event) => (event.kind === 'trade' ? [event.size, event.taker] : []));
      },
      { timeout: SOON, interval: 100 },
    )
    .toContainEqual(['0.0123', 'sell']);
  const asked = (endpoint: string) => venue.venue.log.of(endpoint).map(({ params }) => params['products']);
  await expect
    .poll(() => [...asked('subscribe ticker'), ...asked('subscribe trade')].sort(), { timeout: SOON })
    .toEqual(['PF_ETHUSD', 'PF_ETHUSD', 'PF_XBTUSD', 'PF_XBTUSD']);
  listening.dispose();
  await expect
    .poll(() => [...asked('unsubscribe ticker'), ...asked('unsubscribe trade')].sort(), { timeout: SOON })
    .toEqual(['PF_ETHUSD', 'PF_ETHUSD', 'PF_XBTUSD', 'PF_XBTUSD']);
  const { bars, time } = await feed.bars(PERPETUAL, '1m', market().tape.bars[5]!.time, 10);
  const told = market().tape.bars.find((bar) => bar.time === bars[0]![0])!;
  expect(bars[0]).toEqual([told.time, ...[told.open, told.high, told.low, told.close, told.volume].map(plain)]);
  expect(Math.abs(time - Date.now())).toBeLessThan(2_000);
});

test('while the connection is lost prices are asked for, and pushed again afterwards', async () => {
  const heard: FeedEvent[] = [];
  const health: FeedHealth[] = [];
  venue.venue.faults.add({ surface: 'ws-api', endpoint: 'subscribe ticker', times: 2, fault: { kind: 'lose request' } });
  const listening = feed.listen([PERPETUAL], { heard: (event) => heard.push(event), health: (each) => health.push(each) });
  await expect.poll(() => health.map(({ state }) => state), { timeout: SOON }).toContain('asked');
  expect(heard.some(({ kind }) => kind === 'quote')).toBe(true);
  await expect.poll(() => health.at(-1)?.state, { timeout: SOON }).toBe('pushed');
  listening.dispose();
});

describe('its book', () => {
  interface Keeping {
    readonly told: unknown[];
    readonly book: NonNullable<ReturnType<CcxtFeed['keep']>>;
  }
  const keep = (): Keeping => {
    const told: unknown[] = [];
    const book = feed.keep(PERPETUAL, { changed: (trouble) => told.push(trouble), note: (sentence) => told.push(sentence) });
    return { told, book: book! };
  };
  const best = ({ book }: Keeping, which: 'bids' | 'asks') => {
    const { ticks, lots } = book.side(which, Number.POSITIVE_INFINITY);
    const { tick, lot } = book.steps!;
    const times = (step: string, count: number) =>
      Decimal.parse(step)
        .mul(Decimal.of(BigInt(count)))
        .toString();
    return [...ticks].slice(0, 20).map((price, level) => [times(tick, price), times(lot, lots[level]!)]);
  };
  const there = (which: 'bids' | 'asks') =>
    market()
      [which].top(20)
      .map(({ price, total }) => [plain(price), plain(total)]);

  test('is the venue’s own after many changes, and ends with its last keeper', async () => {
    const keeping = keep();
    await expect.poll(() => keeping.told, { timeout: SOON }).toEqual([null]);
    const { messages } = keeping.book.look(clock.now());
    for (let step = 0; step < 30; step += 1) venue.control.run({ do: 'step', symbol: PERPETUAL, steps: 1 });
    const same = (which: 'bids' | 'asks') => JSON.stringify(best(keeping, which)) === JSON.stringify(there(which));
    await expect
      .poll(() => [keeping.book.look(clock.now()).messages > messages + 20, same('bids'), same('asks')], { timeout: SOON })
      .toEqual([true, true, true]);
    expect([best(keeping, 'bids').length, best(keeping, 'asks').length]).toEqual([10, 10]);
    expect([keeping.told, keeping.book.garbled]).toEqual([[null], 0]);
    keeping.book.dispose();
    await expect.poll(() => venue.venue.log.of('unsubscribe book').length, { timeout: SOON }).toBe(1);
  });

  test.each(['drop', 'reorder'] as const)(
    'is stale where a change is missed or late (%s), asked for anew, and the venue’s own again',
    async (kind) => {
      const keeping = keep();
      await expect.poll(() => keeping.told, { timeout: SOON }).toEqual([null]);
      venue.control.run({ do: 'add fault', rule: { surface: 'stream', endpoint: 'book', fault: { kind } } });
      venue.control.run({ do: 'step', symbol: PERPETUAL, steps: 5 });
      await expect.poll(() => keeping.told, { timeout: SOON }).toEqual([null, 'gap', null]);
      await expect.poll(() => [best(keeping, 'bids'), best(keeping, 'asks')], { timeout: SOON }).toEqual([there('bids'), there('asks')]);
      keeping.book.dispose();
    },
  );
});

test('an account is read: its dollars, its coins as what they are, its orders, and what its key may do', async () => {
  const accounts = new CcxtAccounts(clock, { address: addressOf(venue), timeoutMs: 2_000 });
  venue.control.run({ do: 'trade elsewhere', account: 'trader', symbol: PERPETUAL, side: 'BUY', quantity: '0.01', price: '50000' });
  const { balances, openOrders, rights, clockOffsetMs } = await accounts.read(
    { venue: 'krakenfutures', sandbox: false },
    credentialsAt('krakenfutures'),
  );
  expect(balances.map(({ asset, free, used }) => [asset, free.add(used).toString()])).toEqual([['USD', '100000']]);
  expect(openOrders).toBe(1);
  expect(rights).toEqual({ read: true, trade: true, withdraw: false, addressBound: false });
  expect(Math.abs(clockOffsetMs)).toBeLessThan(1_000);
  expect(accounts.profiles.find(({ id }) => id === 'krakenfutures')).toMatchObject({
    ...{ name: 'Kraken Futures', proven: true, sandbox: true, needsPassphrase: false, deadMansSwitch: true, receiveWindowMs: 5_000 },
  });
  await expect(
    accounts.read({ venue: 'krakenfutures', sandbox: false }, { ...credentialsAt('krakenfutures'), key: 'nobody' }),
  ).rejects.toMatchObject({ code: 'venue.refused' });
});

test('its test network is another host', async () => {
  const hosts = new Set<string>();
  const address = (url: string) => {
    hosts.add(new URL(url).host);
    return addressOf(venue)(url);
  };
  const demo = await CcxtFeed.open('krakenfutures', { sandbox: true, address, clock, random: new Sfc32(1), timeoutMs: 2_000 });
  try {
    expect((await demo.instruments([PERPETUAL])).map(({ symbol }) => symbol)).toEqual([PERPETUAL]);
    expect([...hosts]).toEqual(['demo-futures.kraken.com']);
  } finally {
    await demo.close();
  }
});

test('its perpetuals are listed', async () => {
  const lists = new CcxtMarkets({ sandbox: false, address: addressOf(venue), clock, timeoutMs: 2_000 });
  const { markets, venue: name } = await lists.fetch('krakenfutures');
  expect(name).toBe('KRAKENFUTURES');
  expect(markets.map(({ symbol }) => symbol)).toEqual([PERPETUAL, 'ETH/USD:USD', 'SOL/USD:USD']);
  expect(markets[0]).toMatchObject({ tick: '0.1', lot: '0.0001', base: 'BTC', quote: 'USD', minNotional: null });
  expect(markets[0]!.last).toBeGreaterThan(0);
});

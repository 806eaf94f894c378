import { afterEach, beforeEach, expect, test } from 'vitest';
import { CcxtAccounts } from '../../src-main/adapters/exchange-ccxt/ccxt-accounts.ts';
import { CcxtFeed } from '../../src-main/adapters/exchange-ccxt/ccxt-feed.ts';
import { CcxtMarkets } from '../../src-main/adapters/exchange-ccxt/ccxt-markets.ts';
import { SystemClock } from '../../src-main/adapters/system-clock/system-clock.ts';
import type { FeedEvent, FeedHealth } from '../../src-main/ports/market-feed.ts';
import { Instrument } from '../../src-shared/domain/instrument.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import { Sfc32 } from '../../src-shared/kernel/random.ts';
import { addressOf } from '../venue/address-of.ts';
import { units, unitsText } from '../venue/core/units.ts';
import { credentialsAt } from '../venue/protocols.ts';
import { type StartedVenue, startUsdmVenue } from '../venue/start-venue.ts';
import type { UsdmVenue } from '../venue/usdm/usdm-venue.ts';

// The market of perpetuals at Binance's USD-M futures, over real sockets, and accounts there as they are read.

const PERPETUAL = 'BTC/USDT:USDT';
const SOON = 15_000;
const clock = new SystemClock();
const plain = (amount: bigint) => Decimal.parse(unitsText(amount)).toString();

let venue: StartedVenue<UsdmVenue>;
let feed: CcxtFeed;
let to: { readonly sandbox: boolean; readonly address: (url: string) => string; readonly clock: SystemClock; readonly timeoutMs: number };
beforeEach(async () => {
  venue = await startUsdmVenue({ symbols: 1, contracts: 2, pastMinutes: 30 });
  to = { sandbox: false, address: addressOf(venue), clock, timeoutMs: 2_000 };
  feed = await CcxtFeed.open('binanceusdm', { ...to, random: new Sfc32(1) });
});
afterEach(async () => {
  await feed.close();
  await venue.stop();
});

const market = () => venue.venue.exchange.state.market(PERPETUAL);

test('an instrument says its steps, and the margin that is published to everybody', async () => {
  const [perpetual] = await feed.instruments([PERPETUAL], 3);
  expect(perpetual).toMatchObject({
    ...{ kind: 'perpetual', symbol: PERPETUAL, id: 'BTC/USDT:USDT.BINANCEUSDM', base: 'BTC', quote: 'USDT', settle: 'USDT' },
    ...{ tick: '0.1', lot: '0.0001', multiplier: '1', minNotional: '5', makerFee: '0.0002', takerFee: '0.0005' },
    terms: {
      ...{ leverage: 3, maxLeverage: 20, maintenanceMargin: '0.025', liquidationFee: '0.0125' },
      tiers: [{ from: '0', rate: '0.025', leverage: 20 }],
    },
  });
  expect(new Instrument(perpetual!, 0).margin!.leverage.toString()).toBe('3');
  await expect(feed.instruments([PERPETUAL], 21)).rejects.toMatchObject({ code: 'instrument.leverage' });
  await expect(feed.instruments(['BTC/USDT'], 1)).rejects.toMatchObject({ code: 'instrument.unknown' });
});

test('quotes and trades are pushed by the streams of their kinds, and asked for where those are silent', async () => {
  const heard: FeedEvent[] = [];
  const healths: FeedHealth[] = [];
  const listening = feed.listen([PERPETUAL], { heard: (event) => heard.push(event), health: (health) => healths.push(health) });
  const of = (kind: FeedEvent['kind']) => heard.filter((event) => event.kind === kind);
  await expect.poll(() => of('quote').length, { timeout: SOON }).toBeGreaterThan(0);
  const [bid, ask] = [market().bids.top(1)[0]!, market().asks.top(1)[0]!];
  const quote = of('quote').at(-1);
  const figures = quote?.kind === 'quote' ? [quote.bid, quote.bidSize, quote.ask, quote.askSize] : [];
  expect(figures.map((text) => Decimal.parse(text).toString())).toEqual([bid.price, bid.total, ask.price, ask.total].map(plain));
  const trades = () => of('trade').map((event) => (event.kind === 'trade' ? [Number(event.price), event.size, event.taker] : []));
  const sell = () => {
    venue.control.run({ do: 'add liquidity', symbol: PERPETUAL, side: 'BUY', price: '60000', quantity: '0.0123' });
    venue.control.run({ do: 'trade elsewhere', account: 'trader', symbol: PERPETUAL, side: 'SELL', quantity: '0.0123' });
    return trades();
  };
  await expect.poll(sell, { timeout: SOON, interval: 100 }).toContainEqual([60_000, '0.0123', 'sell']);
  venue.control.run({ do: 'cut connections' });
  // What is asked for while nothing is pushed are the same trades: each is heard once.
  await expect.poll(() => healths.some(({ state }) => state === 'asked'), { timeout: SOON }).toBe(true);
  const { tape } = market();
  const sold = tape.trades.reduce((sum, { quantity }) => sum + quantity, 0n);
  const heardOf = () => trades().reduce((sum, [, size]) => sum + units(String(size)), 0n);
  await expect.poll(heardOf, { timeout: SOON }).toBe(sold);
  listening.dispose();
  const { bars } = await feed.bars(PERPETUAL, '1m', tape.bars[5]!.time, 10);
  expect(Decimal.parse(String(bars[0]![5])).toString()).toBe(plain(tape.bars.find(({ time }) => time === bars[0]![0])!.volume));
});

test('its book is kept though numbers between two changes are left out, and asked for anew where one is missing', async () => {
  const troubles: unknown[] = [];
  const book = feed.keep(PERPETUAL, { changed: (trouble) => troubles.push(trouble), note: () => undefined })!;
  await expect.poll(() => troubles.at(-1), { timeout: SOON }).toBe(null);
  const shown = () => {
    const { ticks, lots } = book.side('bids', Number.POSITIVE_INFINITY);
    return [...ticks].map((tick, level) => [BigInt(tick) * units(book.steps!.tick), BigInt(lots[level]!) * units(book.steps!.lot)]);
  };
  const there = () =>
    market()
      .bids.top(1_000)
      .map(({ price, total }) => [price, total]);
  const offer = (price: string) => venue.control.run({ do: 'add liquidity', symbol: PERPETUAL, side: 'BUY', price, quantity: '0.0307' });
  for (const price of ['59999.9', '59999.8', '59999.7']) {
    offer(price);
    await expect.poll(() => shown(), { timeout: SOON }).toEqual(there());
  }
  // Three changes, each of which followed the one before.
  expect(troubles).toEqual([null]);
  venue.control.run({ do: 'add fault', rule: { surface: 'stream', endpoint: 'btcusdt@depth@100ms', fault: { kind: 'drop' } } });
  offer('59999.6');
  await expect
    .poll(
      () => {
        offer('59999.5');
        return troubles.includes('gap') && troubles.at(-1) === null;
      },
      { timeout: SOON, interval: 200 },
    )
    .toBe(true);
  await expect.poll(() => shown(), { timeout: SOON }).toEqual(there());
  expect([book.steps, book.garbled]).toEqual([{ tick: '0.1', lot: '0.0001' }, 0]);
  book.dispose();
});

test('its perpetuals are listed with their figures of the day', async () => {
  const { markets, name } = await new CcxtMarkets(to).fetch('binanceusdm');
  expect(name).toBe('Binance USD-M futures');
  expect(markets.map(({ symbol }) => symbol)).toEqual([PERPETUAL, 'ETH/USDT:USDT']);
  expect(markets[0]).toMatchObject({ tick: '0.1', lot: '0.0001', minNotional: '5', last: 60_000 });
  expect(markets[0]!.open24h).toBeGreaterThan(0);
});

test('an account is read: its rights, its money for contracts, its orders of both kinds', async () => {
  const accounts = new CcxtAccounts(clock, to);
  venue.control.run({ do: 'trade elsewhere', account: 'trader', symbol: PERPETUAL, side: 'BUY', quantity: '0.01', price: '50000' });
  const read = await accounts.read({ venue: 'binanceusdm', sandbox: false }, credentialsAt('binance'));
  expect(read.openOrders).toBe(1);
  // 500 by ten is held by the order.
  expect(read.balances.map(({ asset, free, used }) => [asset, free.toString(), used.toString()])).toEqual([['USDT', '99950', '50']]);
  expect(read.rights).toEqual({ read: true, trade: true, withdraw: false, addressBound: false });
  expect(accounts.profiles.find(({ id }) => id === 'binanceusdm')).toMatchObject({
    ...{ name: 'Binance USD-M futures', proven: true, sandbox: true, needsPassphrase: false, deadMansSwitch: true },
  });
  // Practice is at hosts of its own, and reads no rights.
  const hosts = new Set<string>();
  const address = (url: string) => {
    hosts.add(new URL(url).host);
    return to.address(url);
  };
  const practice = await new CcxtAccounts(clock, { ...to, address }).read(
    { venue: 'binanceusdm', sandbox: true },
    credentialsAt('binance'),
  );
  expect(practice).toMatchObject({ openOrders: 1, rights: { read: null, trade: null, withdraw: null } });
  expect([hosts.has('demo-fapi.binance.com'), hosts.has('fapi.binance.com')]).toEqual([true, false]);
});

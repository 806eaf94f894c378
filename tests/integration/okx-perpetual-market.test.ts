import { afterEach, beforeEach, expect, test } from 'vitest';
import { CcxtFeed } from '../../src-main/adapters/exchange-ccxt/ccxt-feed.ts';
import { SystemClock } from '../../src-main/adapters/system-clock/system-clock.ts';
import type { FeedEvent } from '../../src-main/ports/market-feed.ts';
import { Instrument } from '../../src-shared/domain/instrument.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import { Sfc32 } from '../../src-shared/kernel/random.ts';
import { addressOf } from '../venue/address-of.ts';
import { units, unitsText } from '../venue/core/units.ts';
import type { OkxVenue } from '../venue/okx/okx-venue.ts';
import { startOkxVenue, type StartedVenue } from '../venue/start-venue.ts';

// The market of a perpetual at OKX, over real sockets: told in contracts of 0.01 BTC there, in BTC here.

const COIN = 'BTC/USDT';
const PERPETUAL = 'BTC/USDT:USDT';
const SOON = 15_000;
const clock = new SystemClock();
const plain = (amount: bigint) => Decimal.parse(unitsText(amount)).toString();

let venue: StartedVenue<OkxVenue>;
let feed: CcxtFeed;
beforeEach(async () => {
  venue = await startOkxVenue({ symbols: 2, contracts: 2, pastMinutes: 30 });
  feed = await CcxtFeed.open('okx', { sandbox: false, address: addressOf(venue), clock, random: new Sfc32(1), timeoutMs: 2_000 });
});
afterEach(async () => {
  await feed.close();
  await venue.stop();
});

const market = () => venue.venue.exchange.state.market(PERPETUAL);

test('an instrument says its steps in base units and its margin as the venue publishes it', async () => {
  venue.control.run({ do: 'mark', symbol: PERPETUAL, price: '66000' });
  const [coin, perpetual] = await feed.instruments([COIN, PERPETUAL], 3);
  expect(coin).toMatchObject({ kind: 'spot', symbol: COIN, lot: '0.00001' });
  expect(perpetual).toMatchObject({
    ...{ kind: 'perpetual', symbol: PERPETUAL, id: 'BTC/USDT:USDT.OKX', base: 'BTC', quote: 'USDT', settle: 'USDT' },
    // A hundredth of a contract.
    ...{ tick: '0.1', lot: '0.0001', engineLot: '0.0001', multiplier: '1', makerFee: '0.0002', takerFee: '0.0005' },
    terms: {
      ...{ leverage: 3, maxLeverage: 100, maintenanceMargin: '0.004', liquidationFee: '0.0005' },
      tiers: [
        { from: '0', rate: '0.004', leverage: 100 },
        // A million and five, in contracts at 60,000, are worth a tenth more at 66,000; a contract's fraction is cut off.
        { from: '1099999', rate: '0.01', leverage: 50 },
        { from: '5499999', rate: '0.02', leverage: 20 },
      ],
    },
  });
  expect(new Instrument(perpetual!, 0).margin!.most).toBeNull();
  expect(new Instrument((await feed.instruments([PERPETUAL], 30))[0]!, 0).margin!.most!.toString()).toBe('5499999');
  await expect(feed.instruments([PERPETUAL], 101)).rejects.toMatchObject({ code: 'instrument.leverage' });
});

test('quotes and trades have their sizes in base units, and bars their volumes', async () => {
  const heard: FeedEvent[] = [];
  const listening = feed.listen([COIN, PERPETUAL], { heard: (event) => heard.push(event), health: () => undefined });
  const of = (kind: FeedEvent['kind'], symbol: string) => heard.filter((event) => event.kind === kind && event.symbol === symbol);
  await expect.poll(() => of('quote', PERPETUAL).length + of('quote', COIN).length, { timeout: SOON }).toBeGreaterThanOrEqual(2);
  const [bid, ask] = [market().bids.top(1)[0]!, market().asks.top(1)[0]!];
  expect(of('quote', PERPETUAL).at(-1)).toMatchObject({
    ...{ bid: plain(bid.price), bidSize: plain(bid.total), ask: plain(ask.price), askSize: plain(ask.total) },
  });
  const coin = venue.venue.exchange.state.market('BTCUSDT').bids.top(1)[0]!;
  expect(of('quote', COIN).at(-1)).toMatchObject({ bidSize: plain(coin.total) });
  await expect
    .poll(
      () => {
        venue.control.run({ do: 'add liquidity', symbol: PERPETUAL, side: 'BUY', price: '60000', quantity: '0.0123' });
        venue.control.run({ do: 'trade elsewhere', account: 'trader', symbol: PERPETUAL, side: 'SELL', quantity: '0.0123' });
        return of('trade', PERPETUAL).map((event) => (event.kind === 'trade' ? [event.size, event.taker] : []));
      },
      { timeout: SOON, interval: 100 },
    )
    .toContainEqual(['0.0123', 'sell']);
  listening.dispose();
  const { bars } = await feed.bars(PERPETUAL, '1m', market().tape.bars[5]!.time, 10);
  const told = market().tape.bars.find(({ time }) => time === bars[0]![0])!;
  expect(Decimal.parse(String(bars[0]![5])).toString()).toBe(plain(told.volume));
});

test('prices that are asked for are of coins and contracts at once', async () => {
  venue.control.run({ do: 'add fault', rule: { surface: 'stream', endpoint: '*', times: 1_000, fault: { kind: 'drop' } } });
  const heard: FeedEvent[] = [];
  const listening = feed.listen([COIN, PERPETUAL], { heard: (event) => heard.push(event), health: () => undefined });
  await expect.poll(() => new Set(heard.map(({ symbol }) => symbol)), { timeout: SOON }).toEqual(new Set([COIN, PERPETUAL]));
  const quote = heard.find(({ kind, symbol }) => kind === 'quote' && symbol === PERPETUAL);
  expect(quote).toMatchObject({ askSize: plain(market().asks.top(1)[0]!.total) });
  listening.dispose();
});

test('its book is kept in base units', async () => {
  let known = 0;
  const book = feed.keep(PERPETUAL, { changed: (trouble) => (known += trouble === null ? 1 : 0), note: () => undefined })!;
  await expect.poll(() => known, { timeout: SOON }).toBeGreaterThan(0);
  venue.control.run({ do: 'add liquidity', symbol: PERPETUAL, side: 'BUY', price: '59999.9', quantity: '0.0307' });
  const shown = () => {
    const { ticks, lots } = book.side('bids', Number.POSITIVE_INFINITY);
    return [...ticks].map((tick, level) => [BigInt(tick) * units(book.steps!.tick), BigInt(lots[level]!) * units(book.steps!.lot)]);
  };
  const there = () =>
    market()
      .bids.top(11)
      .map(({ price, total }) => [price, total]);
  await expect.poll(() => shown(), { timeout: SOON }).toEqual(there());
  expect(shown()).toContainEqual([units('59999.9'), units('0.0307')]);
  expect([book.steps, book.garbled]).toEqual([{ tick: '0.1', lot: '0.0001' }, 0]);
  book.dispose();
});

import { afterEach, beforeEach, expect, test } from 'vitest';
import { CcxtCandles } from '../../src-main/adapters/exchange-ccxt/ccxt-candles.ts';
import { CcxtFeed } from '../../src-main/adapters/exchange-ccxt/ccxt-feed.ts';
import { SystemClock } from '../../src-main/adapters/system-clock/system-clock.ts';
import type { FeedEvent, FeedHealth } from '../../src-main/ports/market-feed.ts';
import { Sfc32 } from '../../src-shared/kernel/random.ts';
import { addressOf } from '../venue/address-of.ts';
import type { HyperliquidVenue } from '../venue/hyperliquid/hyperliquid-venue.ts';
import { type StartedVenue, startHyperliquidVenue } from '../venue/start-venue.ts';

const MINUTE_MS = 60_000;

let started: StartedVenue<HyperliquidVenue>;
let feed: CcxtFeed;
beforeEach(async () => {
  started = await startHyperliquidVenue({ symbols: 3, pastMinutes: 30 });
  const to = { sandbox: false, address: addressOf(started), clock: new SystemClock(), random: new Sfc32(1), timeoutMs: 2_000 };
  feed = await CcxtFeed.open('hyperliquid', to);
});
afterEach(async () => {
  await feed.close();
  await started.stop();
});

const trade = (symbol: string) => started.control.run({ do: 'trade elsewhere', account: 'trader', symbol, side: 'BUY', quantity: '0.01' });

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; !isSo(); tries += 1) {
    if (tries > 400) throw new Error('it did not come to that');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Listens, with everything that is heard; each market is subscribed to twice, one message after the other. */
async function heardOf(symbols: readonly string[]) {
  const before = started.venue.log.of('subscribe').length;
  const events: FeedEvent[] = [];
  const states: FeedHealth[] = [];
  const going = feed.listen(symbols, { heard: (event) => void events.push(event), health: (health) => void states.push(health) });
  const of = <Kind extends FeedEvent['kind']>(kind: Kind, symbol: string) =>
    events.filter((event): event is Extract<FeedEvent, { kind: Kind }> => event.kind === kind && event.symbol === symbol);
  await until(() => started.venue.log.of('subscribe').length === before + 2 * symbols.length);
  return { events, states, going, of };
}

test('markets have the finest step that counts, the steps of their sizes, and the venue’s own names', async () => {
  const [btc, sol] = await feed.instruments(['BTC/USDT', 'SOL/USDT']);
  expect(btc).toMatchObject({
    id: 'BTC/USDT.HYPERLIQUID',
    tick: '0.001',
    priceFigures: 5,
    lot: '0.00001',
    minNotional: '10',
    takerFee: '0.0007',
    makerFee: '0.0004',
  });
  expect(sol).toMatchObject({ tick: '0.00001', lot: '0.001' });
  await expect(feed.instruments(['BTC/NOTHING'])).rejects.toMatchObject({ code: 'instrument.unknown' });
});

test('bars are the venue’s own, the newest still under way, with its time', async () => {
  const { tape } = started.venue.exchange.state.market('BTCUSDT');
  const since = tape.bars[10]!.time;
  const { bars, time } = await feed.bars('BTC/USDT', '1m', since, 100);
  expect(Math.abs(time - Date.now())).toBeLessThan(5_000);
  expect(bars.map(([at]) => at)).toEqual(tape.bars.slice(10).map((bar) => bar.time));
  expect(bars[1]!.slice(1).map(Number)).toEqual(
    [tape.bars[11]!].flatMap((bar) => [bar.open, bar.high, bar.low, bar.close, bar.volume].map((units) => Number(units) / 1e8)),
  );
  expect(bars.at(-1)![0]).toBeGreaterThan(time - 2 * MINUTE_MS);
});

test('past bars are fetched for the store, under the venue’s own names of its coins', async () => {
  const { tape } = started.venue.exchange.state.market('BTCUSDT');
  const candles = new CcxtCandles({ address: addressOf(started) });
  const { limit, page } = await candles.open({ venue: 'hyperliquid', symbol: 'BTC/USDT', timeframe: '5m' });
  expect(limit).toBe(5_000);
  const bars = await page(0);
  const truth = tape.joined(5 * MINUTE_MS, 0);
  expect(bars.map(([time]) => time)).toEqual(truth.map(({ time }) => time));
  expect(bars.map((bar) => Number(bar[4]))).toEqual(truth.map(({ close }) => Number(close) / 1e8));
  await expect(candles.open({ venue: 'hyperliquid', symbol: 'BTC/NOTHING', timeframe: '5m' })).rejects.toMatchObject({
    code: 'input.option-value',
  });
});

test('best prices and trades of several markets are pushed, each market’s its own, each trade once', async () => {
  const heard = await heardOf(['BTC/USDT', 'ETH/USDT']);
  await until(() => heard.of('quote', 'BTC/USDT').length > 0 && heard.of('quote', 'ETH/USDT').length > 0);
  const { bids, asks } = started.venue.exchange.state.market('ETHUSDT');
  const quote = heard.of('quote', 'ETH/USDT').at(-1)!;
  expect([Number(quote.bid), Number(quote.ask)]).toEqual([bids, asks].map((side) => Number(side.top(1)[0]!.price) / 1e8));
  trade('BTCUSDT');
  trade('ETHUSDT');
  trade('BTCUSDT');
  await until(() => heard.of('trade', 'BTC/USDT').length === 2 && heard.of('trade', 'ETH/USDT').length === 1);
  expect(heard.of('trade', 'BTC/USDT')[0]).toMatchObject({ size: '0.01', taker: 'buy' });
  expect(heard.of('trade', 'SOL/USDT')).toEqual([]);
  expect(
    started.venue.log
      .of('subscribe')
      .map(({ params }) => `${params['type']!} ${params['coin']!}`)
      .sort(),
  ).toEqual(['bbo @0', 'bbo ETH/USDT', 'trades @0', 'trades ETH/USDT']);
});

test('while the connection is broken prices and trades are asked for, and a trade that is told twice counts once', async () => {
  const heard = await heardOf(['BTC/USDT']);
  await until(() => heard.of('quote', 'BTC/USDT').length > 0);
  trade('BTCUSDT');
  await until(() => heard.of('trade', 'BTC/USDT').length === 1);
  const first = heard.of('trade', 'BTC/USDT')[0]!;
  started.venue.cutConnections();
  await until(() => heard.states.some(({ state }) => state === 'asked'));
  await until(() => heard.states.at(-1)?.state === 'pushed' && started.venue.log.of('subscribe').length === 4);
  expect(started.venue.log.of('POST /info recentTrades').length).toBeGreaterThan(0);
  expect(started.venue.log.of('POST /info l2Book').length).toBeGreaterThan(0);
  trade('BTCUSDT');
  await until(() => heard.of('trade', 'BTC/USDT').some(({ time }) => time > first.time));
  expect(heard.of('trade', 'BTC/USDT')).toHaveLength(2);
});

test('what nobody listens to any more is let go of, what somebody does stays, and who comes again hears again', async () => {
  const ended = () => started.venue.log.of('unsubscribe').map(({ params }) => `${params['type']!} ${params['coin']!}`);
  const [one, other] = [await heardOf(['BTC/USDT']), await heardOf(['ETH/USDT'])];
  await until(() => one.of('quote', 'BTC/USDT').length > 0 && other.of('quote', 'ETH/USDT').length > 0);
  one.going.dispose();
  await until(() => ended().length === 2);
  expect(ended().sort()).toEqual(['bbo @0', 'trades @0']);
  const before = one.events.length;
  trade('BTCUSDT');
  trade('ETHUSDT');
  await until(() => other.of('trade', 'ETH/USDT').length === 1);
  expect([one.events.length, other.of('trade', 'BTC/USDT').length]).toEqual([before, 0]);
  const again = await heardOf(['BTC/USDT']);
  trade('BTCUSDT');
  await until(() => again.of('quote', 'BTC/USDT').length > 0 && again.of('trade', 'BTC/USDT').length === 1);
  for (const { going } of [other, again]) going.dispose();
  await until(() => ended().length === 6);
});

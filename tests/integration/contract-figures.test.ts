import { afterEach, describe, expect, test } from 'vitest';
import { CcxtFeed } from '../../src-main/adapters/exchange-ccxt/ccxt-feed.ts';
import { SystemClock } from '../../src-main/adapters/system-clock/system-clock.ts';
import type { FeedHealth, FigureEvent } from '../../src-main/ports/market-feed.ts';
import { isFigure } from '../../src-main/ports/market-feed.ts';
import { Sfc32 } from '../../src-shared/kernel/random.ts';
import { addressOf } from '../venue/address-of.ts';
import type { Command } from '../venue/control/commands.ts';
import type { VenueHouse } from '../venue/house/venue-house.ts';
import { startHyperliquidVenue, startKfVenue, startOkxVenue, startUsdmVenue, type StartedVenue } from '../venue/start-venue.ts';
import { UsdmVenue } from '../venue/usdm/usdm-venue.ts';

// Mark, funding and its next instant of perpetuals, from the tests' venues over real sockets.

const SOON = 15_000;
const HOUR = 3_600_000;
const LAID = { symbols: 1, contracts: 2, pastMinutes: 2 };

/** Whether the venue was told to end all of these. */
function told(house: VenueHouse, endpoint: string, all: readonly string[]): boolean {
  const ended = house.log.of(endpoint).map(({ params: { channel, instId, type, coin, products } }) => {
    return [channel ?? type, instId ?? coin ?? products].filter((part) => part !== undefined).join(' ');
  });
  return all.every((each) => ended.includes(each));
}

/** A figure with any noughts behind it: some venues write them, some do not. */
function written(text: string): string {
  const noughts = text.includes('.') ? '0*' : String.raw`(?:\.0+)?`;
  return expect.stringMatching(new RegExp(`^${text.replace('.', String.raw`\.`)}${noughts}$`, 'u')) as string;
}

const VENUES = [
  {
    ...{ profile: 'okx', symbol: 'BTC/USDT:USDT', other: 'ETH/USDT:USDT', coin: 'BTC/USDT', everyMs: 8 * HOUR },
    ...{ start: () => startOkxVenue(LAID), streams: ['mark-price', 'funding-rate'] },
    // How often it is asked by whoever reads its markets.
    ...{ question: 'GET /api/v5/public/mark-price', asked: 0 },
    gone: (house: VenueHouse) => told(house, 'unsubscribe', ['mark-price BTC-USDT-SWAP', 'funding-rate BTC-USDT-SWAP']),
    garbage: '{"code":"0","msg":"","data":[{"instId":"BTC-USDT-SWAP","instType":"SWAP","markPx":"about sixty","ts":"1"}]}',
  },
  {
    ...{ profile: 'hyperliquidperp', symbol: 'BTC/USDC:USDC', other: 'ETH/USDC:USDC', coin: null, everyMs: HOUR },
    ...{ start: () => startHyperliquidVenue(LAID), streams: ['activeAssetCtx'] },
    ...{ question: 'POST /info metaAndAssetCtxs', asked: 1 },
    gone: (house: VenueHouse) => told(house, 'unsubscribe', ['activeAssetCtx BTC']),
    garbage: '[{"universe":[{"name":"BTC"}],"marginTables":[]},[{"markPx":"about sixty","funding":"0.0"}]]',
  },
  {
    ...{ profile: 'binanceusdm', symbol: 'BTC/USDT:USDT', other: 'ETH/USDT:USDT', coin: null, everyMs: 8 * HOUR },
    ...{ start: () => startUsdmVenue(LAID), streams: ['btcusdt@markPrice@1s'] },
    ...{ question: 'GET /fapi/v1/premiumIndex', asked: 0 },
    gone: (house: VenueHouse) => house instanceof UsdmVenue && !house.streams.includes('btcusdt@markPrice@1s'),
    garbage: '{"symbol":"BTCUSDT","markPrice":"about sixty","lastFundingRate":"0.0001","nextFundingTime":1700726400000}',
  },
  {
    // They come with the best prices, and go with them.
    ...{ profile: 'krakenfutures', symbol: 'BTC/USD:USD', other: 'ETH/USD:USD', coin: null, everyMs: HOUR },
    ...{ start: () => startKfVenue(LAID), streams: ['ticker'] },
    ...{ question: 'GET /derivatives/api/v3/tickers/PF_XBTUSD', asked: 0 },
    gone: (house: VenueHouse) => told(house, 'unsubscribe ticker', ['PF_XBTUSD']),
    garbage: '{"result":"success","ticker":{"symbol":"PF_XBTUSD","markPrice":"about sixty","indexPrice":60000,"fundingRate":0.6}}',
  },
] as const;

let venue: StartedVenue<VenueHouse>;
let feed: CcxtFeed;
let heard: FigureEvent[];
/** Whose best prices were heard. */
let quoted: Set<string>;
let states: FeedHealth[];
afterEach(async () => {
  await feed.close();
  await venue.stop();
});

describe.each(VENUES)(
  'perpetuals at $profile',
  ({ profile, symbol, other, coin, everyMs, start, streams, question, asked, gone, garbage }) => {
    const run = (command: Command) => venue.control.run(command);
    const open = async (symbols: readonly string[] = [symbol]) => {
      [heard, states, quoted] = [[], [], new Set()];
      const to = { sandbox: false, address: addressOf(venue), clock: new SystemClock(), random: new Sfc32(1), timeoutMs: 2_000 };
      feed = await CcxtFeed.open(profile, to);
      return feed.listen(symbols, {
        heard: (event) => {
          if (isFigure(event)) heard.push(event);
          else if (event.kind === 'quote') quoted.add(event.symbol);
        },
        health: (health) => void states.push(health),
      });
    };
    const newest = (kind: FigureEvent['kind'], of: string = symbol) =>
      heard.findLast((event) => event.kind === kind && event.symbol === of);

    test('are told with their mark, what funding costs and when it is paid next, as the venue changes them', async () => {
      venue = await start();
      run({ do: 'mark', symbol, price: '60123.4' });
      run({ do: 'tell funding', symbol, rate: '-0.00012345' });
      const before = Date.now();
      await open(coin === null ? [symbol, other] : [symbol, other, coin]);
      await expect.poll(() => newest('funding'), { timeout: SOON }).toMatchObject({ rate: written('-0.00012345') });
      await expect.poll(() => newest('mark'), { timeout: SOON }).toEqual({ kind: 'mark', symbol, price: written('60123.4') });
      const funding = newest('funding');
      const nextAt = funding?.kind === 'funding' ? funding.nextAt : 0;
      expect(nextAt % everyMs).toBe(0);
      expect(nextAt).toBeGreaterThan(before);
      expect(nextAt - Date.now()).toBeLessThanOrEqual(everyMs);
      run({ do: 'mark', symbol, price: '60124' });
      run({ do: 'tell funding', symbol, rate: '0.0003' });
      await expect
        .poll(() => [newest('mark'), newest('funding')], { timeout: SOON })
        .toMatchObject([{ price: written('60124') }, { rate: written('0.0003') }]);
      await expect
        .poll(() => newest('mark', other), { timeout: SOON })
        .toMatchObject({ price: expect.stringMatching(/^\d+(\.\d+)?$/u) as string });
      // Prices come as before. Nothing of the kind is said of coins, nothing was asked for, and nothing was not understood.
      await expect.poll(() => [quoted.has(symbol), quoted.has(other)], { timeout: SOON }).toEqual([true, true]);
      expect(new Set(heard.map((event) => event.symbol))).toEqual(new Set([symbol, other]));
      expect(venue.venue.log.of(question)).toHaveLength(asked);
      expect(states.every(({ garbled, state }) => garbled === 0 && state === 'pushed')).toBe(true);
    });

    test('are asked for where nothing is pushed; what does not parse is counted and becomes no figure', async () => {
      venue = await start();
      for (const endpoint of streams)
        run({ do: 'add fault', rule: { surface: 'stream', endpoint, times: 100_000, fault: { kind: 'drop' } } });
      const fault = { kind: 'answer' as const, status: 200, body: garbage, carriedOut: false };
      // Where both are answered at once, they are asked for twice while they do not parse.
      const wrong = streams.length === 1 ? 2 : 1;
      run({ do: 'add fault', rule: { surface: 'rest', endpoint: question, nth: asked + 1, times: wrong, fault } });
      run({ do: 'mark', symbol, price: '60123.4' });
      await open();
      await expect.poll(() => states.at(-1)?.garbled, { timeout: SOON }).toBe(wrong);
      expect(newest('mark')).toBeUndefined();
      await feed.close();
      await open();
      await expect.poll(() => newest('mark'), { timeout: SOON }).toMatchObject({ price: written('60123.4') });
      await expect.poll(() => newest('funding'), { timeout: SOON }).toMatchObject({ rate: written('0.0000125') });
      expect(states.every(({ garbled }) => garbled === 0)).toBe(true);
    });

    test('are heard again after the connection was lost, and let go of with the last who listens', async () => {
      venue = await start();
      const going = await open();
      feed.listen([other], { heard: () => undefined, health: () => undefined });
      await expect.poll(() => newest('mark'), { timeout: SOON }).toBeDefined();
      run({ do: 'cut connections' });
      run({ do: 'mark', symbol, price: '61000' });
      await expect.poll(() => newest('mark'), { timeout: SOON }).toMatchObject({ price: written('61000') });
      expect(gone(venue.venue)).toBe(false);
      going.dispose();
      await expect.poll(() => gone(venue.venue), { timeout: SOON }).toBe(true);
      const count = heard.length;
      run({ do: 'mark', symbol, price: '62000' });
      // Who comes again hears again, what stands now.
      await feed.close();
      await open();
      await expect.poll(() => newest('mark'), { timeout: SOON }).toMatchObject({ price: written('62000') });
      expect(count).toBeGreaterThan(0);
    });
  },
);

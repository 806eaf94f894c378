import { afterEach, describe, expect, test } from 'vitest';
import { CcxtFeed } from '../../src-main/adapters/exchange-ccxt/ccxt-feed.ts';
import { SystemClock } from '../../src-main/adapters/system-clock/system-clock.ts';
import type { FeedHealth, FigureEvent } from '../../src-main/ports/market-feed.ts';
import { isFigure } from '../../src-main/ports/market-feed.ts';
import { Sfc32 } from '../../src-shared/kernel/random.ts';
import { addressOf } from '../venue/address-of.ts';
import type { Command } from '../venue/control/commands.ts';
import type { VenueHouse } from '../venue/house/venue-house.ts';
import { startHyperliquidVenue, startOkxVenue, type StartedVenue } from '../venue/start-venue.ts';

// Mark, funding and its next instant of perpetuals, from the tests' venues over real sockets.

const SOON = 15_000;
const HOUR = 3_600_000;
const LAID = { symbols: 1, contracts: 2, pastMinutes: 2 };

const VENUES = [
  {
    ...{ profile: 'okx', symbol: 'BTC/USDT:USDT', other: 'ETH/USDT:USDT', coin: 'BTC/USDT', everyMs: 8 * HOUR },
    ...{ start: () => startOkxVenue(LAID), streams: ['mark-price', 'funding-rate'] },
    // How often it is asked by whoever reads its markets.
    ...{ question: 'GET /api/v5/public/mark-price', asked: 0 },
    ...{
      ended: ['mark-price BTC-USDT-SWAP', 'funding-rate BTC-USDT-SWAP'],
      nameOf: ({ channel = '', instId = '' }) => `${channel} ${instId}`,
    },
    garbage: '{"code":"0","msg":"","data":[{"instId":"BTC-USDT-SWAP","instType":"SWAP","markPx":"about sixty","ts":"1"}]}',
  },
  {
    ...{ profile: 'hyperliquidperp', symbol: 'BTC/USDC:USDC', other: 'ETH/USDC:USDC', coin: null, everyMs: HOUR },
    ...{ start: () => startHyperliquidVenue(LAID), streams: ['activeAssetCtx'] },
    ...{ question: 'POST /info metaAndAssetCtxs', asked: 1 },
    ...{ ended: ['activeAssetCtx BTC'], nameOf: ({ type = '', coin = '' }) => `${type} ${coin}` },
    garbage: '[{"universe":[{"name":"BTC"}],"marginTables":[]},[{"markPx":"about sixty","funding":"0.0"}]]',
  },
] as const;

let venue: StartedVenue<VenueHouse>;
let feed: CcxtFeed;
let heard: FigureEvent[];
let states: FeedHealth[];
afterEach(async () => {
  await feed.close();
  await venue.stop();
});

describe.each(VENUES)(
  'perpetuals at $profile',
  ({ profile, symbol, other, coin, everyMs, start, streams, question, asked, ended, nameOf, garbage }) => {
    const run = (command: Command) => venue.control.run(command);
    const open = async (symbols: readonly string[] = [symbol]) => {
      [heard, states] = [[], []];
      const to = { sandbox: false, address: addressOf(venue), clock: new SystemClock(), random: new Sfc32(1), timeoutMs: 2_000 };
      feed = await CcxtFeed.open(profile, to);
      return feed.listen(symbols, {
        heard: (event) => {
          if (isFigure(event)) heard.push(event);
        },
        health: (health) => void states.push(health),
      });
    };
    const newest = (kind: FigureEvent['kind'], of: string = symbol) =>
      heard.findLast((event) => event.kind === kind && event.symbol === of);
    const named = (endpoint: string) => venue.venue.log.of(endpoint).map(({ params }) => nameOf(params));

    test('are told with their mark, what funding costs and when it is paid next, as the venue changes them', async () => {
      venue = await start();
      run({ do: 'mark', symbol, price: '60123.4' });
      run({ do: 'tell funding', symbol, rate: '-0.00012345' });
      const before = Date.now();
      await open(coin === null ? [symbol, other] : [symbol, other, coin]);
      await expect.poll(() => newest('funding'), { timeout: SOON }).toMatchObject({ rate: '-0.00012345' });
      await expect.poll(() => newest('mark'), { timeout: SOON }).toEqual({ kind: 'mark', symbol, price: '60123.4' });
      const funding = newest('funding');
      const nextAt = funding?.kind === 'funding' ? funding.nextAt : 0;
      expect(nextAt % everyMs).toBe(0);
      expect(nextAt).toBeGreaterThan(before);
      expect(nextAt - Date.now()).toBeLessThanOrEqual(everyMs);
      run({ do: 'mark', symbol, price: '60124' });
      run({ do: 'tell funding', symbol, rate: '0.0003' });
      await expect
        .poll(() => [newest('mark'), newest('funding')], { timeout: SOON })
        .toMatchObject([{ price: expect.stringMatching(/^60124(\.0)?$/u) as string }, { rate: '0.0003' }]);
      await expect
        .poll(() => newest('mark', other), { timeout: SOON })
        .toMatchObject({ price: expect.stringMatching(/^\d+(\.\d+)?$/u) as string });
      // Nothing of the kind is said of coins, nothing was asked for, and nothing was not understood.
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
      await expect.poll(() => newest('mark'), { timeout: SOON }).toMatchObject({ price: '60123.4' });
      await expect.poll(() => newest('funding'), { timeout: SOON }).toMatchObject({ rate: '0.0000125' });
      expect(states.every(({ garbled }) => garbled === 0)).toBe(true);
    });

    test('are heard again after the connection was lost, and let go of with the last who listens', async () => {
      venue = await start();
      const going = await open();
      feed.listen([other], { heard: () => undefined, health: () => undefined });
      await expect.poll(() => newest('mark'), { timeout: SOON }).toBeDefined();
      run({ do: 'cut connections' });
      run({ do: 'mark', symbol, price: '61000' });
      await expect
        .poll(() => newest('mark'), { timeout: SOON })
        .toMatchObject({ price: expect.stringMatching(/^61000(\.0)?$/u) as string });
      going.dispose();
      await expect.poll(() => named('unsubscribe'), { timeout: SOON }).toEqual(expect.arrayContaining([...ended]));
      const count = heard.length;
      run({ do: 'mark', symbol, price: '62000' });
      // Who comes again hears again, what stands now.
      await feed.close();
      await open();
      await expect
        .poll(() => newest('mark'), { timeout: SOON })
        .toMatchObject({ price: expect.stringMatching(/^62000(\.0)?$/u) as string });
      expect(count).toBeGreaterThan(0);
    });
  },
);

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CcxtMarkets } from '../../src-main/adapters/exchange-ccxt/ccxt-markets.ts';
import { SystemClock } from '../../src-main/adapters/system-clock/system-clock.ts';
import { openMarketCatalogue } from '../../src-main/market-services.ts';
import { callCli, type CliCall } from '../src-main/cli/call-cli.ts';
import { addressOf } from '../venue/address-of.ts';
import { startKrakenVenue, startVenue } from '../venue/start-venue.ts';

const SYMBOLS = 400;
let home: string;
let stop: () => Promise<void>;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'market-catalogue-'));
});

afterEach(async () => {
  await stop();
  rmSync(home, { recursive: true, force: true });
});

function markets(venue: Parameters<typeof addressOf>[0]): CcxtMarkets {
  return new CcxtMarkets({ sandbox: false, address: addressOf(venue), clock: new SystemClock(), timeoutMs: 5_000 });
}

describe('the markets of a venue', () => {
  it('are fetched, kept, and found without it; a failure leaves what was kept', async () => {
    const venue = await startVenue({ symbols: SYMBOLS });
    stop = () => venue.stop();
    const marketLists = markets(venue);
    const call = (...argv: string[]): Promise<CliCall> =>
      callCli(argv, { services: { marketLists }, context: { home, clock: new SystemClock() } });
    expect(await call('markets', 'find', 'btc')).toMatchObject({ code: 3, stderr: expect.stringContaining('markets refresh BINANCE') });
    expect((await call('markets', 'list')).stdout).toContain('No markets are kept yet.');
    expect((await call('markets', 'refresh', 'BINANCE')).stdout).toContain(`BINANCE: ${SYMBOLS} markets kept; 0 left out`);

    const [kept] = openMarketCatalogue(home).all();
    const btc = kept!.markets.find(({ symbol }) => symbol === 'BTC/USDT');
    const { lastPrice } = venue.venue.exchange.state.markets.get('BTCUSDT')!.tape;
    expect(btc).toMatchObject({ tick: '0.01', lot: '0.00001', last: Number(lastPrice) / 1e8 });
    expect(btc!.open24h).toBeGreaterThan(0);

    venue.control.run({
      do: 'add fault',
      rule: {
        surface: 'rest',
        endpoint: 'GET /api/v3/exchangeInfo',
        fault: { kind: 'answer', status: 503, body: '', headers: {}, carriedOut: false },
      },
    });
    expect((await call('markets', 'refresh', 'binance')).code).toBe(3);
    expect(openMarketCatalogue(home).all()).toEqual([kept]);
    expect((await call('markets', 'refresh', 'NOWHERE')).stderr).toContain('There is no venue nowhere');

    const found = JSON.parse((await call('markets', 'find', 'btcu', '--json')).lastLine) as { searched: number; found: { id: string }[] };
    expect([found.searched, found.found[0]!.id]).toEqual([SYMBOLS, 'BTC/USDT.BINANCE']);
    expect((await call('markets', 'find', 'btc', 'usdt')).stdout).toMatch(/^Instrument .*\nBTC\/USDT\.BINANCE/u);
    expect(await call('markets', 'find', 'qqqq')).toMatchObject({ code: 1, stdout: `None of ${SYMBOLS} markets fits "qqqq".\n` });
    expect((await call('markets', 'list')).stdout).toMatch(/BINANCE +400 +0 /u);
    expect(JSON.parse((await call('markets', 'list', '--json')).lastLine)).toMatchObject({
      kept: [{ venue: 'BINANCE', markets: SYMBOLS }],
    });
  });

  it('begin with the price of the day where that is all a venue tells: nothing is said of 24 hours ago', async () => {
    const venue = await startKrakenVenue();
    stop = () => venue.stop();
    const { markets: listed } = await markets(venue).fetch('kraken');
    expect(listed.length).toBeGreaterThan(3);
    expect(listed.every(({ last, open24h }) => last !== null && last > 0 && open24h === null)).toBe(true);
  });
});

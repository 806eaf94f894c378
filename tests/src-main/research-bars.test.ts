import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCandleStore } from '../../src-main/market-services.ts';
import { closedBars, drawnBars, marketBars, researchBars } from '../../src-main/research-bars.ts';
import type { RunRequest } from '../../src-shared/contract/research.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src-shared/kernel/time.ts';
import { rowsOf, walkBars } from '../support/candle-kit.ts';

const FROM = Date.UTC(2026, 0, 5);
const REQUEST: RunRequest = {
  source: { kind: 'simulated' },
  instrument: 'BTC/USD.SIM',
  timeframe: '15m',
  from: FROM,
  to: FROM + 30 * DAY_MS + 50 * MINUTE_MS,
  strategy: 'sma-cross',
  parameters: { fast: 5, slow: 20 },
  size: { kind: 'all' },
  cash: '10000',
  costs: 'conservative',
  limits: 'none',
  seed: 7,
};

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'cryptoorch-bars-'));
});
afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});

const start = { run: 1, request: REQUEST, marketSeed: 7, dataHash: null };

test('few bars are the run’s own; many are joined, and none at the ends is lost', () => {
  const whole = researchBars({ request: REQUEST, marketSeed: 7, home }).candles;
  const few = drawnBars({ ...start, home, from: FROM + DAY_MS, to: FROM + 2 * DAY_MS, most: 200 });
  expect(few.barMs).toBe(15 * MINUTE_MS);
  expect(rowsOf(few.candles)).toEqual(rowsOf(whole).filter(([time]) => time! >= FROM + DAY_MS && time! < FROM + 2 * DAY_MS));
  const many = drawnBars({ ...start, home, from: 0, to: Number.MAX_SAFE_INTEGER, most: 100 });
  expect(many.barMs).toBe(8 * HOUR_MS);
  const { candles } = many;
  expect([candles.length, candles.open[0], candles.close[candles.length - 1]]).toEqual([91, whole.open[0], whole.close[whole.length - 1]]);
  expect(Math.max(...candles.high)).toBe(Math.max(...whole.high));
  expect(candles.volume.reduce((sum, value) => sum + value, 0)).toBeCloseTo(
    whole.volume.reduce((sum, value) => sum + value, 0),
    4,
  );
});

test('the market’s older bars are those of any run, at most eight thousand', () => {
  const asked = { instrument: 'BTC/USD.SIM', timeframe: '15m', marketSeed: 7 } as const;
  const whole = researchBars({ request: REQUEST, marketSeed: 7, home }).candles;
  expect(rowsOf(marketBars({ ...asked, from: FROM, to: REQUEST.to }).candles)).toEqual(rowsOf(whole));
  const cut = marketBars({ ...asked, timeframe: '1m', from: FROM, to: FROM + 10 * DAY_MS }).candles;
  expect([cut.length, cut.time[0]]).toEqual([8_000, FROM + 10 * DAY_MS - 8_000 * MINUTE_MS]);
  expect(() => marketBars({ ...asked, instrument: 'ACME/USD.OWN', from: FROM, to: REQUEST.to })).toThrow('ACME/USD.OWN');
});

test('bars of the simulated market that have not closed are told to nobody', () => {
  const asked = { instrument: 'BTC/USD.SIM', timeframe: '4h', from: FROM, to: FROM + 10 * DAY_MS } as const;
  const now = FROM + 3 * DAY_MS + 60_000;
  const { candles } = marketBars(closedBars(asked, 7, now));
  expect(candles.time.at(-1)).toBe(FROM + 3 * DAY_MS - 4 * 3_600_000);
  expect(marketBars(closedBars({ ...asked, from: now }, 7, now)).candles.length).toBe(0);
  expect(closedBars({ ...asked, to: FROM + DAY_MS }, 7, now).to).toBe(FROM + DAY_MS);
});

test('bars of the store are refused where they are not what was run over', () => {
  const columns = walkBars({ from: FROM, bars: 48, timeframe: '1h' });
  const store = openCandleStore(home);
  const written = store.write({
    key: { symbol: 'ACME/USD', venue: 'OWN', timeframe: '1h' },
    columns,
    priceDecimals: 2,
    volumeDecimals: 3,
    source: 'own.csv',
    replace: false,
    importedAt: 0,
  });
  store.close();
  const request: RunRequest = { ...REQUEST, source: { kind: 'stored', series: written.info.id }, timeframe: '1h', to: FROM + 2 * DAY_MS };
  const dataHash = researchBars({ request, marketSeed: 7, home }).dataHash;
  const window = { run: 3, request, marketSeed: 7, home, from: FROM, to: FROM + 2 * DAY_MS, most: 20 };
  expect(drawnBars({ ...window, dataHash })).toMatchObject({ barMs: 4 * HOUR_MS, candles: { length: 12 } });
  expect(() => drawnBars({ ...window, dataHash: 'ab' })).toThrow('not those that run 3 went over');
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SqliteCandleStore } from '../../../../src-main/adapters/candles-sqlite/sqlite-candle-store.ts';
import { openFundingStore } from '../../../../src-main/market-services.ts';
import { researchBars } from '../../../../src-main/research-bars.ts';
import { storedSources } from '../../../../src-main/research-threads.ts';
import { DataService } from '../../../../src-main/services/data-service.ts';
import { lookAtSeries } from '../../../../src-main/sessions/research/look-at-series.ts';
import type { RunRequest } from '../../../../src-shared/contract/research.ts';
import { candleColumns } from '../../../../src-shared/domain/candle.ts';
import { HOUR_MS } from '../../../../src-shared/kernel/time.ts';

const START = Date.UTC(2025, 0, 1);
const ID = 'ACME/USD.OWN:1h';
let home: string;

/** Opens the home's own store. */
function open(): SqliteCandleStore {
  return SqliteCandleStore.open(join(home, 'market.db'));
}

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'cryptoorch-data-'));
  const hours = [...Array(240).keys()].filter((hour) => hour < 100 || hour >= 124);
  const columns = candleColumns(hours.length);
  hours.forEach((hour, row) => {
    columns.time[row] = START + hour * HOUR_MS;
    for (const name of ['open', 'high', 'low', 'close'] as const) columns[name][row] = 50 + hour;
    columns.volume[row] = 1.5;
  });
  const store = open();
  store.write({
    key: { venue: 'OWN', symbol: 'ACME/USD', timeframe: '1h' },
    columns,
    priceDecimals: 2,
    volumeDecimals: 1,
    source: 'own.csv',
    importedAt: 1,
    replace: false,
  });
  store.close();
});
afterAll(() => {
  rmSync(home, { recursive: true, force: true });
});

test('a look tells gaps, quality, and how much of each part of the span is there', () => {
  const store = open();
  const look = lookAtSeries(store, ID);
  store.close();
  expect(look.problems).toEqual([]);
  expect(look.gaps).toEqual([{ from: START + 100 * HOUR_MS, to: START + 124 * HOUR_MS, missing: 24 }]);
  expect(look.quality).toMatchObject({ bars: 216, expected: 240, flat: 216 });
  // Two bars a part: parts 50 to 61 are the missing day.
  expect(look.coverage).toHaveLength(120);
  expect(look.coverage.map((share, part) => (share === 0 ? part : -1)).filter((part) => part >= 0)).toEqual(
    [...Array(12).keys()].map((n) => n + 50),
  );
  expect(look.coverage.filter((share) => share === 1)).toHaveLength(108);
});

test('a run reads stored bars, joined to longer ones, with the gaps told and an instrument of the bars’ own steps', () => {
  const request: RunRequest = {
    source: { kind: 'stored', series: ID },
    instrument: 'ACME/USD.OWN',
    timeframe: '4h',
    from: START,
    to: START + 240 * HOUR_MS,
    strategy: 'sma-cross',
    parameters: {},
    size: { kind: 'all' },
    cash: '1000',
    costs: 'conservative',
    limits: 'none',
    seed: 7,
  };
  const bars = researchBars({ request, marketSeed: 7, home });
  expect(bars.candles.length).toBe(54);
  expect(bars.candles.close[0]).toBe(53);
  expect(bars).toMatchObject({
    gaps: 1,
    missingBars: 6,
    label: ID,
    instrument: { id: 'ACME/USD.OWN', tick: '0.01', lot: '0.1', quote: 'USD' },
  });
  expect(researchBars({ request: { ...request, timeframe: '1h' }, marketSeed: 7, home }).candles.length).toBe(216);
  expect(() => researchBars({ request: { ...request, to: START + HOUR_MS }, marketSeed: 7, home })).toThrow(
    'ACME/USD.OWN 4h has 0 bars; 2 are needed.',
  );
});

test('the store is a source in its own bars and longer ones, is listed, and a series can be taken away once', async () => {
  expect(storedSources(home)).toMatchObject([{ instrument: 'ACME/USD.OWN', timeframes: ['1h', '4h', '1d'], gaps: 1 }]);
  const service = new DataService({
    open,
    openFunding: () => openFundingStore(home),
    recordings: () => [],
    look: (id) => Promise.reject(new Error(id)),
  });
  expect(service.list().series).toMatchObject([{ id: ID, bars: 216, missing: 24, source: 'own.csv' }]);
  await expect(service.look('x')).rejects.toThrow('x');
  expect(service.remove(ID)).toEqual({ removed: true });
  expect(service.remove(ID)).toEqual({ removed: false });
  expect(service.list().series).toEqual([]);
});

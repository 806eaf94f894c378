import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { SqliteCandleStore } from '../../src-main/adapters/candles-sqlite/sqlite-candle-store.ts';
import type { CandleStore, SeriesKey, SeriesWrite } from '../../src-main/ports/candle-store.ts';
import { type CandleColumns, candleColumns, sliceCandles } from '../../src-shared/domain/candle.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import { HOUR_MS, MINUTE_MS } from '../../src-shared/kernel/time.ts';
import { rowsOf, walkBars } from '../support/candle-kit.ts';

const folders: string[] = [];
const open: CandleStore[] = [];

afterEach(() => {
  for (const store of open.splice(0)) store.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Every adapter of the port: each gives a store and how to open the same one again. */
const STORES: readonly (readonly [string, () => () => CandleStore])[] = [
  [
    'in SQLite',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'candle-store-'));
      folders.push(folder);
      return () => {
        const store = SqliteCandleStore.open(join(folder, 'market.db'));
        open.push(store);
        return store;
      };
    },
  ],
];

/** 2026-01-30T00:00:00Z */
const START = 1_769_731_200_000;
const KEY: SeriesKey = { venue: 'TEST', symbol: 'BTC/USD', timeframe: '1h' };
const ID = 'BTC/USD.TEST:1h';

function bars(count: number, skip: readonly number[] = [], seed = 1): CandleColumns {
  return walkBars({ bars: count, from: START, timeframe: '1h', skip, seed });
}

function write(columns: CandleColumns, more: Partial<SeriesWrite> = {}): SeriesWrite {
  return { key: KEY, columns, priceDecimals: 2, volumeDecimals: 3, source: 'a.csv', importedAt: 5, replace: false, ...more };
}

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (thrown) {
    return thrown instanceof Fault ? thrown.code : String(thrown);
  }
  return 'nothing was thrown';
}

/** The documented hash, written out: one digest per UTC month over the columns in turn, then one over those. */
function naiveHash(columns: CandleColumns, timeframe: string): string {
  const rows = rowsOf(columns);
  const months = [...new Set(rows.map((row) => new Date(row[0]!).toISOString().slice(0, 7)))];
  const all = createHash('sha256').update(`candles 1 ${timeframe}\n`);
  for (const month of months) {
    const inMonth = rows.filter((row) => new Date(row[0]!).toISOString().startsWith(month));
    const bytes = Buffer.alloc(48 * inMonth.length);
    for (let place = 0; place < 6; place += 1)
      inMonth.forEach((row, i) => bytes.writeDoubleLE(row[place]!, 8 * (place * inMonth.length + i)));
    all.update(createHash('sha256').update(bytes).digest());
  }
  return all.digest('hex');
}

describe.each(STORES)('candles %s', (_, make) => {
  test('come back bit for bit after the store was closed', () => {
    const again = make();
    const columns = bars(100, [10, 11, 60]);
    const written = again().write(write(columns));
    open.splice(0).forEach((store) => store.close());
    const store = again();
    const read = store.read(ID);
    expect(rowsOf(read.columns)).toEqual(rowsOf(columns));
    expect(written).toMatchObject({ added: 97, unchanged: 0, replaced: 0 });
    expect(store.find(ID)).toEqual(written.info);
    expect(store.list()).toEqual([written.info]);
    expect(read.info).toEqual(written.info);
    expect(written.info).toMatchObject({
      ...KEY,
      id: ID,
      bars: 97,
      from: START,
      to: START + 100 * HOUR_MS,
      gaps: 2,
      missing: 3,
      source: 'a.csv',
      importedAt: 5,
      priceDecimals: 2,
      volumeDecimals: 3,
    });
  });

  test('keep doubles that no decimals describe', () => {
    const store = make()();
    const columns = bars(5);
    columns.volume.set([1 / 3, 1e300, 5e-324, 123_456_789_012_345.6, 0]);
    columns.close.set([0.1 + 0.2, 2 ** 40, 1e-7, 1e-12, 31_337]);
    store.write(write(columns));
    expect(rowsOf(store.read(ID).columns)).toEqual(rowsOf(columns));
  });

  test('have a hash of the bars alone, however they came in', () => {
    const one = make()();
    const other = make()();
    const columns = bars(2_000, [700]);
    one.write(write(columns));
    other.write(write(sliceCandles(columns, 900, columns.length), { key: { ...KEY, venue: 'ELSEWHERE' }, source: 'second' }));
    other.write(write(sliceCandles(columns, 0, 1_000), { key: { ...KEY, venue: 'ELSEWHERE' }, source: 'first' }));
    const hash = naiveHash(columns, '1h');
    expect(one.find(ID)?.hash).toBe(hash);
    expect(one.read(ID).hash).toBe(hash);
    expect(other.list()[0]).toMatchObject({ hash, source: 'second; first', gaps: 1, missing: 1 });
    columns.volume[77]! += 0.001;
    expect(one.write(write(columns, { replace: true })).info.hash).not.toBe(hash);
  });

  test('are read by range, with the hash of exactly those bars', () => {
    const store = make()();
    const columns = bars(1_500);
    store.write(write(columns));
    for (const [from, to] of [
      [0, 10],
      [5, 60],
      [40, 49],
      [100, 1_490],
      [0, 1_500],
    ] as const) {
      const part = store.read(ID, { from: START + from * HOUR_MS, to: START + to * HOUR_MS });
      expect(rowsOf(part.columns)).toEqual(rowsOf(sliceCandles(columns, from, to)));
      expect(part.hash).toBe(naiveHash(sliceCandles(columns, from, to), '1h'));
      expect(part.info.bars).toBe(1_500);
    }
    expect(store.read(ID, { from: START + 30 * MINUTE_MS, to: START + 90 * MINUTE_MS }).columns.length).toBe(1);
    expect(store.read(ID, { to: START }).columns.length).toBe(0);
    expect(store.read(ID, { from: START + 2_000 * HOUR_MS }).columns.length).toBe(0);
  });

  test('are read into memory that is given, shared memory too', () => {
    const store = make()();
    const columns = bars(50);
    store.write(write(columns));
    let asked = 0;
    const read = store.read(ID, {
      from: START + HOUR_MS,
      allocate: (length) => {
        asked = length;
        const shared = () => new Float64Array(new SharedArrayBuffer(8 * length));
        return { length, time: shared(), open: shared(), high: shared(), low: shared(), close: shared(), volume: shared() };
      },
    });
    expect(asked).toBe(49);
    expect(read.columns.close.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(rowsOf(read.columns)).toEqual(rowsOf(sliceCandles(columns, 1, 50)));
  });

  test('that differ from stored ones are refused whole, or replace them when asked', () => {
    const store = make()();
    const columns = bars(800);
    const before = store.write(write(sliceCandles(columns, 0, 700))).info;
    const other = bars(800);
    other.close[10] = other.low[10]!;
    other.close[650] = other.low[650]!;
    expect(codeOf(() => store.write(write(other)))).toBe('data.conflict');
    expect(store.list()).toEqual([before]);
    expect(store.write(write(other, { replace: true, source: 'b.csv', importedAt: 9 }))).toMatchObject({
      added: 100,
      unchanged: 698,
      replaced: 2,
      info: { bars: 800, source: 'a.csv; b.csv', importedAt: 9 },
    });
    expect(rowsOf(store.read(ID).columns)).toEqual(rowsOf(other));
  });

  test('of several files are stored together or not at all', () => {
    const store = make()();
    const columns = bars(20);
    const uneven = bars(3);
    uneven.time[2]! += MINUTE_MS;
    expect(codeOf(() => store.writeAll([write(columns), write(uneven)]))).toBe('data.misaligned');
    expect(store.list()).toEqual([]);
    const written = store.writeAll([write(sliceCandles(columns, 0, 9)), write(sliceCandles(columns, 7, 20))]);
    expect(written.map(({ added, unchanged }) => [added, unchanged])).toEqual([
      [9, 0],
      [11, 2],
    ]);
    expect(rowsOf(store.read(ID).columns)).toEqual(rowsOf(columns));
  });

  test('that do not fit the grid are refused and leave nothing', () => {
    const store = make()();
    expect(codeOf(() => store.write(write(candleColumns(0))))).toBe('data.misaligned');
    const twice = bars(3);
    twice.time[2] = twice.time[1]!;
    expect(codeOf(() => store.write(write(twice)))).toBe('data.misaligned');
    const uneven = bars(3);
    uneven.time[2]! += MINUTE_MS;
    expect(codeOf(() => store.write(write(uneven)))).toBe('data.misaligned');
    expect(store.list()).toEqual([]);
    store.write(write(bars(3)));
    const shifted = walkBars({ bars: 3, from: START + 30 * MINUTE_MS, timeframe: '1h' });
    expect(codeOf(() => store.write(write(shifted)))).toBe('data.misaligned');
    expect(store.find(ID)?.bars).toBe(3);
  });

  test('show their gaps and what their figures look like', () => {
    const store = make()();
    const columns = bars(100, [20, 50, 51, 52]);
    columns.volume.fill(0, 5, 8);
    store.write(write(columns));
    expect(store.gaps(ID)).toEqual([
      { from: START + 20 * HOUR_MS, to: START + 21 * HOUR_MS, missing: 1 },
      { from: START + 50 * HOUR_MS, to: START + 53 * HOUR_MS, missing: 3 },
    ]);
    expect(store.quality(ID)).toMatchObject({ bars: 96, expected: 100, gaps: 2, missing: 4, longestGap: 3, withoutVolume: 3 });
  });

  test('are trimmed from the front, and go when nothing is left', () => {
    const store = make()();
    const columns = bars(1_500, [3]);
    store.write(write(columns));
    expect(store.trim(ID, START + 5 * HOUR_MS)).toBe(4);
    expect(store.trim(ID, START + 1_000 * HOUR_MS)).toBe(995);
    const left = store.read(ID);
    expect(rowsOf(left.columns)).toEqual(rowsOf(sliceCandles(columns, 999, 1_499)));
    expect(left.info).toMatchObject({ bars: 500, from: START + 1_000 * HOUR_MS, gaps: 0, missing: 0 });
    expect(left.hash).toBe(naiveHash(left.columns, '1h'));
    expect(store.trim(ID, START)).toBe(0);
    expect(store.trim(ID, Number.MAX_SAFE_INTEGER)).toBe(500);
    expect(store.list()).toEqual([]);
  });

  test('can be taken away, and what is not there has a name in the refusal', () => {
    const store = make()();
    store.write(write(bars(3)));
    store.write(write(bars(3), { key: { ...KEY, symbol: 'ETH/USD' } }));
    expect(store.list().map((info) => info.id)).toEqual([ID, 'ETH/USD.TEST:1h']);
    store.remove(ID);
    expect(store.find(ID)).toBeNull();
    expect(store.list().map((info) => info.id)).toEqual(['ETH/USD.TEST:1h']);
    for (const work of [
      () => store.read(ID),
      () => store.remove(ID),
      () => store.gaps(ID),
      () => store.quality(ID),
      () => store.trim(ID, 0),
      () => store.verify(ID),
    ])
      expect(codeOf(work)).toBe('data.unknown');
  });

  test('are found sound, and space can be given back', () => {
    const store = make()();
    store.write(write(bars(3_000, [9])));
    expect(store.verify()).toEqual([]);
    expect(store.verify(ID)).toEqual([]);
    store.remove(ID);
    expect(store.compact()).toBeGreaterThan(0);
    expect(store.verify()).toEqual([]);
  });
});

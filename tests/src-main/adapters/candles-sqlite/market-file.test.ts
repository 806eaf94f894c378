import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SqliteCandleStore } from '../../../../src-main/adapters/candles-sqlite/sqlite-candle-store.ts';
import { SqliteFundingStore } from '../../../../src-main/adapters/candles-sqlite/sqlite-funding-store.ts';
import { guarded } from '../../../../src-main/adapters/candles-sqlite/market-connection.ts';
import type { SeriesWrite } from '../../../../src-main/ports/candle-store.ts';
import { InvariantError } from '../../../../src-shared/kernel/result.ts';
import { walkBars } from '../../../support/candle-kit.ts';

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'market-file-'));
  file = join(folder, 'home', 'market.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const BARS: SeriesWrite = {
  key: { venue: 'TEST', symbol: 'A/B', timeframe: '1h' },
  columns: walkBars({ bars: 3_000, from: Date.UTC(2025, 0, 1), timeframe: '1h' }),
  priceDecimals: 2,
  volumeDecimals: 3,
  source: 'test',
  importedAt: 0,
  replace: false,
};

test('a file of the first version gets what came later and keeps what it has', () => {
  const store = SqliteCandleStore.open(file);
  const { info } = store.write(BARS);
  store.close();
  const raw = new Database(file);
  raw.exec('DROP TABLE funding_rates; DROP TABLE funding; PRAGMA user_version = 1;');
  raw.close();
  const again = SqliteCandleStore.open(file);
  expect(again.list()).toEqual([info]);
  again.close();
  const funding = SqliteFundingStore.open(file);
  expect(funding.list()).toEqual([]);
  funding.close();
});

test('a file of a newer version, of another program or of no database is not touched', () => {
  SqliteCandleStore.open(file).close();
  const raw = new Database(file);
  raw.exec('PRAGMA user_version = 99');
  raw.close();
  const before = readFileSync(file);
  expect(() => SqliteCandleStore.open(file)).toThrow(expect.objectContaining({ code: 'data.newer-version', exitCode: 3 }));
  expect(readFileSync(file)).toEqual(before);

  const other = new Database(join(folder, 'other.db'));
  other.exec('CREATE TABLE theirs (x)');
  other.close();
  expect(() => SqliteCandleStore.open(join(folder, 'other.db'))).toThrow(expect.objectContaining({ code: 'data.corrupt' }));
  writeFileSync(join(folder, 'text.db'), 'this is no database, and long enough to be looked at as one'.repeat(100));
  expect(() => SqliteCandleStore.open(join(folder, 'text.db'))).toThrow(expect.objectContaining({ code: 'data.corrupt', exitCode: 1 }));
  writeFileSync(join(folder, 'taken'), '');
  expect(() => SqliteCandleStore.open(join(folder, 'taken', 'market.db'))).toThrow(expect.objectContaining({ code: 'disk.failed' }));
});

test('a full disk leaves the series as it was, and it goes on once there is room', () => {
  const store = SqliteCandleStore.open(file);
  store.write({ ...BARS, key: { ...BARS.key, symbol: 'C/D' } });
  const before = store.list();
  const { connection } = store as unknown as { connection: Database.Database };
  const pages = Number(connection.pragma('page_count', { simple: true }));
  connection.pragma(`max_page_count = ${pages}`);
  expect(() => store.write(BARS)).toThrow(expect.objectContaining({ code: 'disk.full', exitCode: 3 }));
  expect(store.list()).toEqual(before);
  connection.pragma(`max_page_count = ${pages * 100}`);
  expect(store.write(BARS).added).toBe(3_000);
  expect(store.verify()).toEqual([]);
  store.close();
});

test('a file that another process writes is waited for, then disk.failed', () => {
  const store = SqliteCandleStore.open(file);
  (store as unknown as { connection: Database.Database }).connection.pragma('busy_timeout = 0');
  const other = new Database(file);
  other.exec('BEGIN IMMEDIATE');
  expect(() => store.write(BARS)).toThrow(expect.objectContaining({ code: 'disk.failed' }));
  expect(store.list()).toEqual([]);
  other.exec('ROLLBACK');
  other.close();
  store.write(BARS);
  store.close();
});

test("a broken constraint is the program's own error, and what is no error of the disk stays what it is", () => {
  const throwing = (thrown: unknown) => () =>
    guarded('market.db', () => {
      throw thrown;
    });
  expect(throwing(new Database.SqliteError('UNIQUE', 'SQLITE_CONSTRAINT_UNIQUE'))).toThrow(InvariantError);
  expect(throwing(new TypeError('x'))).toThrow(TypeError);
});

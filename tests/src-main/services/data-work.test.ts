import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { openCandleExport, openCandleStore, openFundingStore, openTableFiles } from '../../../src-main/market-services.ts';
import type { Clock } from '../../../src-main/ports/clock.ts';
import type { VenueBar } from '../../../src-main/ports/candle-venues.ts';
import { recordingsOf } from '../../../src-main/recordings.ts';
import type { DataProgress } from '../../../src-main/services/data-messages.ts';
import { DataService } from '../../../src-main/services/data-service.ts';
import { type DataRooms, doDataWork } from '../../../src-main/services/data-work.ts';
import type { DataResult, DataWork, FileLook, FileReading } from '../../../src-shared/contract/data-jobs.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { DAY_MS, HOUR_MS, utcMs } from '../../../src-shared/kernel/time.ts';
import { rowsOf, walkBars } from '../../support/candle-kit.ts';

const folder = mkdtempSync(join(tmpdir(), 'data-work-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const START = Date.UTC(2025, 0, 1);
const ROWS = rowsOf(walkBars({ bars: 48, from: START, timeframe: '1h' }));
const ID = 'BTC/USDT.BINANCE:1h';
const READING: FileReading = {
  file: 'chosen',
  content: 'bars',
  symbol: 'BTC/USDT',
  timeframe: null,
  time: null,
  zone: null,
  columns: null,
  repair: false,
};

let home = '';
let count = 0;
let told: DataProgress[] = [];
let page: (since: number) => Promise<readonly VenueBar[]> = () => Promise.resolve([]);
let now = START + 100 * DAY_MS;

beforeEach(() => {
  count += 1;
  home = join(folder, `home-${String(count)}`);
  told = [];
  now = START + 100 * DAY_MS;
});

function file(content: string | Uint8Array, name = 'binance-BTCUSDT-1h.csv'): string {
  count += 1;
  const path = join(folder, `${String(count)} ${name}`);
  writeFileSync(path, content);
  return path;
}

function csv(rows: readonly (readonly (string | number)[])[], header: string | null = 'time,open,high,low,close,volume'): string {
  return `${[...(header === null ? [] : [header]), ...rows.map((row) => row.join(','))].join('\n')}\n`;
}

const clock: Clock = {
  now: () => utcMs(now),
  monotonic: () => 0,
  after: (_ms, callback) => {
    setImmediate(callback);
    return { dispose: () => undefined };
  },
};

function rooms(): DataRooms {
  return {
    open: () => openCandleStore(home),
    openFunding: () => openFundingStore(home),
    files: openTableFiles(),
    exports: openCandleExport(),
    venues: { names: ['binance'], open: () => Promise.resolve({ limit: 10, page: (since) => page(since) }) },
    recordings: recordingsOf(home, 7, clock),
    capsule: (path) => Promise.resolve({ kind: 'capsule', same: true, differences: [], bars: path }),
    clock,
    tell: (progress) => told.push(progress),
  };
}

async function done<Kind extends DataWork['kind']>(work: Extract<DataWork, { kind: Kind }>, path = '') {
  const result = await doDataWork(work, path, rooms());
  expect(result.kind).toBe(work.kind);
  return result as Extract<DataResult, { kind: Kind }>;
}

async function look(path: string, reading: Partial<FileReading> = {}): Promise<FileLook> {
  return (await done({ kind: 'look', reading: { ...READING, ...reading } }, path)).look;
}

function bring(
  path: string,
  { hash }: Pick<FileLook, 'hash'>,
  options: { readonly reading?: Partial<FileReading>; readonly replace?: boolean } = {},
) {
  const reading = { ...READING, timeframe: '1h' as const, ...options.reading, symbol: 'BTC/USDT' };
  return done(
    { kind: 'import', reading: reading as typeof reading & { timeframe: '1h' }, venue: 'BINANCE', hash, replace: options.replace ?? false },
    path,
  );
}

function stored(): number[][] {
  const store = openCandleStore(home);
  try {
    return store.find(ID) === null ? [] : rowsOf(store.read(ID).columns);
  } finally {
    store.close();
  }
}

async function faultOf(work: Promise<unknown>): Promise<Fault> {
  const thrown: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(thrown).toBeInstanceOf(Fault);
  return thrown as Fault;
}

describe('a file that is looked at', () => {
  test('says its columns, spacing, times, first rows and name, and nothing is stored', async () => {
    const found = await look(file(csv(ROWS)), { symbol: null });
    expect(found).toMatchObject({
      name: expect.stringContaining('binance-BTCUSDT-1h.csv') as string,
      header: ['time', 'open', 'high', 'low', 'close', 'volume'],
      columns: ['time', 'open', 'high', 'low', 'close', 'volume'],
      guessed: false,
      timeForms: ['ms since 1970'],
      meaning: { means: 'open' },
      timeframe: '1h',
      spacing: '1h',
      namedSymbol: 'BTC/USDT',
      namedVenue: 'BINANCE',
      ...{ rows: 48, bars: 48, from: START, to: START + 48 * HOUR_MS, gaps: 0, problems: [], block: null },
    });
    expect(found.sample.map((row) => row.map(Number))).toEqual(ROWS.slice(0, 5));
    expect(stored()).toEqual([]);
  });

  test('of any kind that is read: compressed, Parquet, without a header, whose columns are then a guess', async () => {
    const plain = await look(file(csv(ROWS)));
    const packed = await look(file(gzipSync(csv(ROWS)), 'a.csv.gz'));
    expect({ ...packed, name: '', bytes: 0, hash: '', namedSymbol: '', namedVenue: '' }).toEqual({
      ...plain,
      ...{ name: '', bytes: 0, hash: '', namedSymbol: '', namedVenue: '' },
    });
    const columnData = ['ts', 'o', 'h', 'l', 'c', 'v'].map((name, place) => ({
      name,
      data: ROWS.map((row) => row[place]!),
      type: 'DOUBLE' as const,
    }));
    const parquet = await look(file(new Uint8Array(parquetWriteBuffer({ columnData })), 'a.parquet'));
    expect(parquet).toMatchObject({ header: ['ts', 'o', 'h', 'l', 'c', 'v'], bars: 48, block: null });
    expect(parquet.sample[0]!.map(Number)).toEqual(ROWS[0]);
    const bare = await look(
      file(
        csv(
          ROWS.map((row) => ['BTC', ...row, 0]),
          null,
        ),
      ),
    );
    expect(bare).toMatchObject({
      header: null,
      columns: ['-', 'time', 'open', 'high', 'low', 'close', 'volume', '-'],
      guessed: true,
      bars: 48,
    });
  });

  test('of trades with an id before and a flag behind them becomes bars', async () => {
    const trades = ROWS.map(([time, open, , , , volume], id) => [1_000_000_000 + id, open!, volume!, 5, time!, 'true']);
    const found = await look(file(csv(trades, null)), { content: 'trades', timeframe: '1h' });
    expect(found).toMatchObject({ columns: ['-', 'price', 'size', '-', 'time', '-'], guessed: true, bars: 48, block: null });
    expect((await look(file(csv(trades, null)), { content: 'trades' })).timeframe).toBe('1m');
  });

  test.each<[string, string, Partial<FileReading>, Partial<FileReading>]>([
    [
      'columns',
      csv(ROWS, 'time,first,high,low,close,volume'),
      {},
      { columns: ['time', 'open', 'high', 'low', 'close', 'volume'], time: 'open' },
    ],
    ['timeframe', csv(ROWS.map(([time, ...rest], i) => [time! + i * i * 60_000, ...rest])), {}, {}],
    ['time', csv(ROWS.slice(3, 40)), {}, { time: 'open' }],
    ['zone', csv(ROWS.map(([time, ...rest]) => [new Date(time!).toISOString().slice(0, 19), ...rest])), {}, { zone: 'UTC' }],
    ['rows', csv([ROWS[1]!, ROWS[0]!, ...ROWS.slice(2)]), {}, { repair: true }],
    ['empty', csv([]), { timeframe: '1h' }, {}],
    ['empty', csv([[START, 5, 4, 6, 5, 1]]), { timeframe: '1h', repair: true }, {}],
    ['damaged', '', {}, {}],
  ])('that lacks what is needed says what: %s', async (block, text, reading, remedy) => {
    const path = block === 'damaged' ? file(gzipSync(csv(ROWS)).subarray(0, -40), 'cut.csv.gz') : file(text);
    expect((await look(path, reading)).block).toBe(block);
    if (Object.keys(remedy).length > 0) expect((await look(path, { ...reading, ...remedy })).block).toBe(null);
  });

  test('with problems names them with their lines, and what a repair does', async () => {
    const crossed = ROWS.map((row, i) => (i === 9 ? [row[0]!, 5, 4, 6, 5, 1] : row));
    const found = await look(file(csv([...crossed.slice(0, 20), ...crossed.slice(22), ...crossed.slice(40, 41)])));
    expect(found).toMatchObject({ block: 'rows', gaps: 2, missing: 3 });
    expect(found.problems).toEqual([
      { kind: 'crossed', count: 1, lines: [11], repairable: true },
      { kind: 'unsorted', count: 1, lines: [48], repairable: true },
      { kind: 'duplicate', count: 1, lines: [48], repairable: true },
    ]);
  });

  test('that is none is refused in a sentence', async () => {
    expect((await faultOf(look(join(folder, 'none.csv')))).message).toMatch(/there is no such file/u);
    expect((await faultOf(look(folder))).message).toMatch(/there is no such file/u);
    expect((await faultOf(look(file(new Uint8Array([0, 1, 2, 3, 10, 7]))))).message).toMatch(/binary/u);
    expect((await faultOf(look(file('')))).message).toMatch(/no rows/u);
    expect((await faultOf(look(file('PAR1 nothing', 'a.parquet')))).message).toMatch(/Parquet file is damaged/u);
    expect((await faultOf(look(file(new Uint8Array([0x1f, 0x8b, 9, 9]))))).message).toMatch(/gzip/u);
    expect((await faultOf(look(file(csv(ROWS)), { zone: 'Europe/Nowhere' }))).code).toBe('input.option-value');
  });
});

describe('a file that is brought in', () => {
  test('is stored as it was looked at, with what was counted', async () => {
    const path = file(csv(ROWS));
    const result = await bring(path, await look(path));
    expect(result).toMatchObject({ added: 48, unchanged: 0, replaced: 0, series: { id: ID, bars: 48 } });
    expect(stored()).toEqual(ROWS);
    expect(await bring(path, result.look)).toMatchObject({ added: 0, unchanged: 48 });
    const other = file(csv(ROWS.map(([time, open, high, low, close, volume]) => [time!, open!, high!, low!, close!, volume! + 1])));
    const fault = await faultOf(bring(other, await look(other)));
    expect(fault).toMatchObject({ code: 'data.conflict', details: { bars: 48 } });
    expect(stored()).toEqual(ROWS);
    expect(await bring(other, await look(other), { replace: true })).toMatchObject({ added: 0, replaced: 48 });
  });

  test('that changed meanwhile, or that may not be taken, leaves nothing behind', async () => {
    const path = file(csv(ROWS));
    const found = await look(path);
    writeFileSync(path, csv(ROWS.slice(0, 40)));
    expect((await faultOf(bring(path, found))).message).toMatch(/changed since it was looked at/u);
    const bad = file(csv([ROWS[1]!, ROWS[0]!, ...ROWS.slice(2)]));
    expect((await faultOf(bring(bad, await look(bad)))).code).toBe('data.refused');
    const unnamed = file(csv(ROWS, 'time,first,high,low,close,volume'));
    expect((await faultOf(bring(unnamed, { hash: '' }))).code).toBe('data.refused');
    expect(stored()).toEqual([]);
    expect(await bring(bad, await look(bad), { reading: { repair: true } })).toMatchObject({ added: 48 });
    expect(stored()).toEqual(ROWS);
  });
});

describe('what is stored', () => {
  beforeEach(async () => {
    const path = file(csv(ROWS));
    await bring(path, await look(path));
    told = [];
  });

  test('is checked byte for byte, all of it or one series', async () => {
    expect(await done({ kind: 'verify', series: null })).toEqual({ kind: 'verify', series: 1, bars: 48, problems: [] });
    expect(await done({ kind: 'verify', series: ID })).toMatchObject({ series: 1, bars: 48 });
    expect((await faultOf(done({ kind: 'verify', series: 'none' }))).code).toBe('data.unknown');
  });

  test('is written to a file that brings the same bars back', async () => {
    for (const format of ['csv', 'csv.gz', 'parquet'] as const) {
      const path = join(folder, `${String(count)}-out.${format}`);
      const result = await done({ kind: 'export', series: ID, format }, path);
      expect(result).toMatchObject({ file: path, bars: 48, bytes: readFileSync(path).length });
      const back = await look(path);
      expect(back).toMatchObject({ bars: 48, block: null, spacing: '1h' });
      expect((await bring(path, back)).unchanged).toBe(48);
    }
  });

  test('is trimmed to an age and given back', async () => {
    now = START + 2 * DAY_MS + 12 * HOUR_MS;
    expect(await done({ kind: 'compact', keepDays: 2 })).toMatchObject({ bars: 12 });
    expect(stored()).toEqual(ROWS.slice(12));
    expect(await done({ kind: 'compact', keepDays: null })).toMatchObject({ bars: 0 });
    expect(stored()).toEqual(ROWS.slice(12));
  });

  test('is made longer by a download, which says why it waits', async () => {
    const more = rowsOf(walkBars({ bars: 80, from: START, timeframe: '1h' }));
    now = START + 70 * HOUR_MS;
    let failures = 1;
    page = (since) => {
      failures -= 1;
      if (failures >= 0) return Promise.reject(new Fault('venue.busy', { venue: 'BINANCE', problem: 'slow down', waitMs: 0 }));
      return Promise.resolve(more.filter(([time]) => time! >= since).slice(0, 10));
    };
    const work = { kind: 'download', venue: 'BINANCE', symbol: 'BTC/USDT', timeframe: '1h', from: START, to: null } as const;
    expect(await done(work)).toMatchObject({ added: 22, series: { id: ID, bars: 70 } });
    expect(told[0]).toMatchObject({ rows: 0, waits: 'BINANCE asks to wait: slow down' });
    expect(told.at(-1)).toEqual({ rows: 22, share: 1, waits: '' });
    expect(stored().slice(0, 48)).toEqual(ROWS);
    expect((await faultOf(done({ ...work, from: now + HOUR_MS }))).code).toBe('input.invalid');
    page = () => Promise.reject(new Fault('venue.unreachable', { venue: 'BINANCE', problem: 'no way' }));
    now += 5 * HOUR_MS;
    expect((await faultOf(done(work))).code).toBe('venue.unreachable');
    expect(stored()).toHaveLength(70);
  });
});

describe('funding rates of a file', () => {
  const RATES = [...Array(9).keys()].map((payment) => [START + payment * 8 * HOUR_MS, payment % 3 === 0 ? -0.0001 : 0.0001]);
  const FUNDING = { ...READING, content: 'funding', symbol: 'BTC/USDT' } as const;

  function bringRates(
    path: string,
    { hash }: Pick<FileLook, 'hash'>,
    options: { readonly repair?: boolean; readonly replace?: boolean } = {},
  ) {
    const { repair = false, replace = false } = options;
    return done({ kind: 'funding', reading: { ...FUNDING, repair }, venue: 'BINANCE', hash, replace }, path);
  }

  test('are told from their columns, stored under their venue, and listed and taken away with the series', async () => {
    const path = file(csv(RATES, 'ts,rate'), 'BTC-USDT_binance.csv');
    const found = await look(path, FUNDING);
    expect(found).toMatchObject({
      columns: ['time', 'rate'],
      bars: 9,
      from: START,
      to: START + 64 * HOUR_MS,
      block: null,
      timeframe: null,
    });
    expect(await bringRates(path, found)).toMatchObject({ added: 9, series: { id: 'BTC/USDT.BINANCE:funding', rates: 9 } });
    const service = new DataService({
      open: () => openCandleStore(home),
      openFunding: () => openFundingStore(home),
      recordings: () => [],
      look: () => Promise.reject(new Error('no thread')),
    });
    expect(service.list().funding).toMatchObject([{ id: 'BTC/USDT.BINANCE:funding', rates: 9, from: START, to: START + 64 * HOUR_MS }]);
    expect(service.remove('BTC/USDT.BINANCE:funding')).toEqual({ removed: true });
    expect(service.remove('BTC/USDT.BINANCE:funding')).toEqual({ removed: false });
    expect(service.list().funding).toEqual([]);
  });

  test('that are not in order are refused until they are repaired, and others of their time until they may replace', async () => {
    const path = file(csv([RATES[1]!, RATES[0]!, ...RATES.slice(2), [START, 'none']], 'ts,rate'));
    const bad = await look(path, FUNDING);
    expect(bad).toMatchObject({ block: 'rows', bars: 0 });
    expect((await faultOf(bringRates(path, bad))).code).toBe('data.refused');
    expect((await look(path, { ...FUNDING, repair: true })).block).toBe(null);
    expect(await bringRates(path, bad, { repair: true })).toMatchObject({ added: 9 });
    const other = file(csv([[START, 0.5]], 'ts,rate'));
    expect((await faultOf(bringRates(other, await look(other, FUNDING)))).code).toBe('data.conflict');
    await bringRates(other, await look(other, FUNDING), { replace: true });
    expect((await look(file(csv([], 'ts,rate')), FUNDING)).block).toBe('empty');
    expect((await faultOf(bringRates(other, { hash: 'a'.repeat(64) }))).message).toMatch(/changed since/u);
  });
});

import { expect, test } from 'vitest';
import { shownWork } from '../../../../src-renderer/features/research/data-store.ts';
import { workWords } from '../../../../src-renderer/features/research/data-words.ts';
import {
  EMPTY_IMPORT,
  importNames,
  importOf,
  readingOf,
  symbolOf,
  venueOf,
} from '../../../../src-renderer/features/research/import-form.ts';
import { createFormat } from '../../../../src-renderer/format/format.ts';
import { numberStyleOf } from '../../../../src-renderer/format/number-style.ts';
import type { DataJobRow, FileLook } from '../../../../src-shared/contract/data-jobs.ts';
import type { SeriesRow } from '../../../../src-shared/contract/data.ts';

const format = createFormat(numberStyleOf('en-US'), 'utc');
const CHOSEN = { file: 'token', name: 'btc.csv', bytes: 10 };
const LOOK: FileLook = {
  ...{ name: 'btc.csv', bytes: 10, hash: 'a'.repeat(64), header: null, sample: [], guessed: false, timeForms: [], meaning: null },
  columns: ['time', 'open', 'high', 'low', 'close', 'volume'],
  ...{ timeframe: '1h', spacing: '1h', namedSymbol: 'BTC/USDT', namedVenue: null, rows: 5, bars: 5, from: 0, to: 1 },
  ...{ gaps: 0, missing: 0, firstGaps: [], problems: [], notes: [], block: null },
};

test('market and venue are what the name of the file says until somebody types', () => {
  expect([symbolOf(EMPTY_IMPORT, LOOK), venueOf(EMPTY_IMPORT, LOOK)]).toEqual(['BTC/USDT', 'FILE']);
  expect(symbolOf({ ...EMPTY_IMPORT, symbol: ' eth-eur ' }, LOOK)).toBe('ETH/EUR');
  expect(importNames({ ...EMPTY_IMPORT, symbol: 'eth', venue: 'my venue' }, LOOK)).toEqual({ symbol: false, venue: false });
});

test('a form is read as it stands; what is not yet whole is left to the file', () => {
  expect(readingOf({ ...EMPTY_IMPORT, symbol: 'eth', zone: ' UTC ' }, CHOSEN)).toMatchObject({
    file: 'token',
    symbol: null,
    zone: 'UTC',
    time: null,
  });
  expect(readingOf({ ...EMPTY_IMPORT, time: 'end', timeframe: '4h' }, CHOSEN)).toMatchObject({ time: 'end', timeframe: '4h', zone: null });
});

test('an import says what was seen: the file by its hash, the timeframe that was told, guessed columns as if they were stated', () => {
  expect(importOf(EMPTY_IMPORT, CHOSEN, LOOK)).toMatchObject({
    venue: 'FILE',
    hash: LOOK.hash,
    reading: { symbol: 'BTC/USDT', timeframe: '1h', columns: null },
  });
  expect(importOf(EMPTY_IMPORT, CHOSEN, { ...LOOK, guessed: true })?.reading.columns).toEqual(LOOK.columns);
  expect(importOf(EMPTY_IMPORT, CHOSEN, { ...LOOK, block: 'time' })).toBeNull();
  expect(importOf(EMPTY_IMPORT, CHOSEN, { ...LOOK, timeframe: null })).toBeNull();
  expect(importOf({ ...EMPTY_IMPORT, symbol: '' }, CHOSEN, LOOK)).toBeNull();
});

test('funding rates need no timeframe, but the venue that pays them', () => {
  const form = { ...EMPTY_IMPORT, content: 'funding' } as const;
  const rates = { ...LOOK, timeframe: null };
  expect(importOf(form, CHOSEN, rates)).toBeNull();
  expect(importOf({ ...form, venue: 'binance' }, CHOSEN, rates)).toMatchObject({
    kind: 'funding',
    venue: 'BINANCE',
    reading: { symbol: 'BTC/USDT' },
  });
});

const ROW: DataJobRow = {
  ...{ job: 1, kind: 'download', what: 'BTC/USDT.BINANCE:1h', state: 'running', rows: 0, share: null, left: null, waits: '' },
  ...{ result: null, fault: null },
};

test.each<[Partial<DataJobRow>, RegExp]>([
  [{}, /^runs$/u],
  [{ state: 'waiting' }, /^waits for its turn$/u],
  [{ rows: 12_000, share: 0.5, left: 90 }, /^12,000 bars, 50\.00%, .* left$/u],
  [{ kind: 'import', rows: 7 }, /^7 rows$/u],
  [{ waits: 'BINANCE asks to wait: slowly.' }, /asked again by itself/u],
  [{ state: 'cancelled' }, /what came so far is stored/u],
  [{ kind: 'export', state: 'cancelled' }, /nothing was changed/u],
  [
    { state: 'failed', fault: { code: 'venue.unreachable', message: 'BINANCE could not be reached: no way.', details: {} } },
    /could not be reached[^]*Look at the network connection/u,
  ],
  [{ state: 'failed', fault: { code: 'disk.full', message: 'The disk is full.', details: {} } }, /^The disk is full\.$/u],
  [{ state: 'done', result: { kind: 'download', added: 5, requests: 2, series: null } }, /5 bars added in 2 requests/u],
  [{ state: 'done', result: { kind: 'verify', series: 1, bars: 5, problems: [] } }, /5 bars are as they were written/u],
  [{ state: 'done', result: { kind: 'verify', series: 1, bars: 5, problems: ['A, 2026-01: torn.'] } }, /Damaged: A, 2026-01: torn\./u],
  [{ state: 'done', result: { kind: 'export', file: '/x.csv', bars: 5, bytes: 9, hash: '' } }, /5 bars are in \/x\.csv/u],
  [
    {
      state: 'done',
      result: { kind: 'funding', look: LOOK, added: 9, series: { id: 'A/B.C:funding', rates: 9, from: 0, to: 1, source: '' } },
    },
    /9 rates added to A\/B\.C:funding/u,
  ],
  [{ state: 'done', result: { kind: 'compact', bars: 3, bytes: 2_500_000 } }, /3 bars taken away, 2\.50 MB/u],
  [
    { state: 'done', result: { kind: 'import', look: LOOK, added: 1, unchanged: 2, replaced: 3, series: {} as SeriesRow } },
    /1 bars added, 2 were there already, 3 replaced/u,
  ],
  [{ state: 'done', result: { kind: 'look', look: LOOK } }, /^$/u],
])('work in words: %o', (change, words) => {
  expect(workWords({ ...ROW, ...change }, format)).toMatch(words);
});

test('what goes on is listed, and the newest that has ended', () => {
  const rows = [
    { ...ROW, job: 1, state: 'done' },
    { ...ROW, job: 2 },
    { ...ROW, job: 3, state: 'failed' },
    { ...ROW, job: 4, kind: 'look' },
  ] as const;
  const shown = (jobs: readonly DataJobRow[]) => shownWork(new Map(jobs.map((row) => [String(row.job), row]))).map(({ job }) => job);
  expect(shown(rows)).toEqual([3, 2]);
  expect(shown(rows.slice(0, 2))).toEqual([2]);
  expect(shown([])).toEqual([]);
});

import { expect, test } from 'vitest';
import {
  type FileSlot,
  mayLook,
  newSlot,
  sameForOthers,
  stageOf,
  whyNot,
} from '../../../../src-renderer/features/research/import-slots.ts';
import type { DataJobRow, FileLook } from '../../../../src-shared/contract/data-jobs.ts';

const LOOK = {
  name: 'a.csv',
  hash: 'ab'.repeat(32),
  columns: ['time', 'open', 'high', 'low', 'close', 'volume'],
  guessed: false,
  timeframe: '1h',
  namedSymbol: 'BTC/USDT',
  namedVenue: null,
  bars: 5,
  problems: [],
  block: null,
} as unknown as FileLook;

const slot = (file: string, part: Partial<FileSlot> = {}): FileSlot => ({ ...newSlot({ file, name: `${file}.csv`, bytes: 9 }), ...part });

function jobs(...rows: readonly Partial<DataJobRow>[]): ReadonlyMap<string, DataJobRow> {
  return new Map(rows.map((row) => [String(row.job), { fault: null, result: null, ...row } as DataJobRow]));
}

const FAULT = { code: 'input.file', message: 'it is no table', details: {} } as const;

test('a file is read, then ready or in need of a person, then stored or not', () => {
  const none = jobs();
  expect(stageOf(slot('a'), none)).toBe('reading');
  expect(stageOf(slot('a', { lookJob: 1 }), jobs({ job: 1, state: 'running' }))).toBe('reading');
  expect(stageOf(slot('a', { lookJob: 1 }), jobs({ job: 1, state: 'failed', fault: FAULT }))).toBe('unreadable');
  const looked = slot('a', { look: LOOK, lookJob: 1 });
  expect(stageOf(looked, jobs({ job: 1, state: 'done' }))).toBe('ready');
  expect(stageOf({ ...looked, look: { ...LOOK, block: 'rows' } }, jobs({ job: 1, state: 'done' }))).toBe('blocked');
  expect(stageOf({ ...looked, sent: 2 }, jobs({ job: 1, state: 'done' }))).toBe('storing');
  const stage = (state: DataJobRow['state']) => stageOf({ ...looked, sent: 2 }, jobs({ job: 1, state: 'done' }, { job: 2, state }));
  expect([stage('waiting'), stage('running'), stage('done'), stage('failed'), stage('cancelled')]).toEqual([
    'storing',
    'storing',
    'stored',
    'refused',
    'refused',
  ]);
});

test('what is missing is said in one sentence', () => {
  expect(whyNot(slot('a'))).toContain('Reading');
  expect(whyNot(slot('a', { look: LOOK }))).toBeNull();
  expect(whyNot(slot('a', { look: { ...LOOK, namedSymbol: null } }))).toContain('Base and quote');
  expect(whyNot(slot('a', { look: { ...LOOK, block: 'time' } }))).toContain('open or the end');
  const beyond = { ...LOOK, block: 'rows' as const, problems: [{ kind: 'zone', count: 1, lines: [2], repairable: false }] };
  expect(whyNot(slot('a', { look: beyond }))).toContain('only you can put in order');
});

test('files are looked at one after the other; one that cannot be read holds up none, and the shown one goes first', () => {
  const slots = [slot('a', { lookJob: 1 }), slot('b'), slot('c')];
  const going = jobs({ job: 1, state: 'running' });
  expect(slots.map((_, at) => mayLook(slots, at, 0, going))).toEqual([true, false, false]);
  expect(slots.map((_, at) => mayLook(slots, at, 2, going))).toEqual([true, false, true]);
  const failed = jobs({ job: 1, state: 'failed', fault: FAULT });
  expect(slots.map((_, at) => mayLook(slots, at, 0, failed))).toEqual([true, true, false]);
  // Whoever types into a file that was looked at has it read again.
  const looked = [slot('a', { lookJob: 1 }), slot('b', { look: LOOK })];
  expect(mayLook(looked, 1, 0, going)).toBe(true);
});

test('the others take market, venue and meaning of times over, not what was sent, nor how each is repaired', () => {
  const from = slot('a', { look: LOOK, form: { ...slot('a').form, venue: 'binance', time: 'open', repair: true } });
  const columns = ['time', 'close'];
  const other = slot('b', { form: { ...slot('b').form, columns } });
  const sent = slot('c', { sent: 4 });
  const [same, taken, left] = sameForOthers([from, other, sent], from);
  expect([same, left]).toEqual([from, sent]);
  expect(taken?.form).toMatchObject({ symbol: 'BTC/USDT', venue: 'BINANCE', time: 'open', repair: false, replace: false, columns });
  const rates = { ...from, form: { ...from.form, content: 'funding' as const } };
  expect(sameForOthers([rates, other], rates)[1]?.form).toMatchObject({ content: 'funding', columns: null });
});

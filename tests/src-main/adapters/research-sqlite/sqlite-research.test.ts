import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SqliteResearch } from '../../../../src-main/adapters/research-sqlite/sqlite-research.ts';
import { openResearchConnection, researchGuarded } from '../../../../src-main/adapters/research-sqlite/research-connection.ts';
import { packFloats, packTimes, unpackFloats, unpackTimes } from '../../../../src-main/adapters/research-sqlite/float-column.ts';
import { migrateResearch } from '../../../../src-main/adapters/research-sqlite/migrate-research.ts';
import { RESEARCH_MIGRATIONS } from '../../../../src-main/adapters/research-sqlite/research-migrations.ts';
import { FAMILY, searchEntry, storedRun, temporaryResearch, trial } from '../../../support/research-kit.ts';
import { Sfc32 } from '../../../../src-shared/kernel/random.ts';

const VERDICT = {
  ...{ at: 8, family: FAMILY, parameters: { fast: 20 }, strategyHash: 'ab', engine: '0.1.0', passed: true, sentence: 'Passes.' },
  ...{ tries: 7, from: 1, to: 2 },
};

const CHECK = { run: 'kept', kind: 'luck', at: 7, engine: '0.1.0', ask: { paths: 20 }, view: Uint8Array.of(1, 2, 3) };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cryptoorch-research-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the file itself refuses to change or drop what it keeps', () => {
  const place = temporaryResearch();
  place.store.addRun(storedRun());
  place.store.addSearch(searchEntry());
  place.store.addTrials('search0000000001', [trial(0)]);
  place.store.addPortfolio({ id: 'portfolio0000001', at: 1, request: {}, figures: {}, report: {} });
  place.store.addCheck({ ...CHECK, run: storedRun().id });
  const raw = new Database(place.file);
  for (const table of ['families', 'runs', 'searches', 'search_states', 'trials', 'run_numbers', 'portfolios', 'checks']) {
    expect(() => raw.exec(`DELETE FROM ${table}`)).toThrow(`${table} are kept`);
    const column = raw.prepare<[], { name: string }>(`SELECT name FROM pragma_table_info('${table}') LIMIT 1 OFFSET 1`).get()!.name;
    expect(() => raw.exec(`UPDATE ${table} SET "${column}" = "${column}"`)).toThrow(`${table} are kept`);
  }
  expect(raw.pragma('journal_mode', { simple: true })).toBe('wal');
  raw.close();
  place.remove();
});

test("refuses a newer file, another program's, and what is no database, and touches none of them", () => {
  const newer = join(folder, 'newer.db');
  const raw = new Database(newer);
  raw.pragma('user_version = 99');
  raw.close();
  expect(() => new SqliteResearch(newer)).toThrow('was written by a newer version (99');
  const foreign = join(folder, 'foreign.db');
  const theirs = new Database(foreign);
  theirs.exec('CREATE TABLE notes (text TEXT)');
  theirs.close();
  expect(() => new SqliteResearch(foreign)).toThrow('it belongs to another program');
  const text = join(folder, 'text.db');
  writeFileSync(text, 'this is a letter, and long enough to be looked at as a page of something');
  expect(() => new SqliteResearch(text)).toThrow('does not read as a store of trials');
  expect(readFileSync(text, 'utf8')).toContain('this is a letter');
  mkdirSync(join(folder, 'taken.db'));
  expect(() => new SqliteResearch(join(folder, 'taken.db'))).toThrow('taken.db could not be read or written');
  writeFileSync(join(folder, 'file'), '');
  expect(() => new SqliteResearch(join(folder, 'file', 'research.db'))).toThrow('could not be read or written');
});

test('runs of the first version keep the numbers that their places were', () => {
  const file = join(folder, 'first.db');
  const first = openResearchConnection(file);
  migrateResearch(first, file, RESEARCH_MIGRATIONS.slice(0, 1));
  first.exec("INSERT INTO families VALUES (1, 's', 'i', '1h', 'd')");
  const kept = first.prepare("INSERT INTO runs VALUES (NULL, ?, 1, ?, '{}', '{}', '{}', 'null', x'', x'', x'', x'')");
  for (const [id, at] of [
    ['middle', 5],
    ['newest', 9],
    ['oldest', 2],
  ] as const)
    kept.run(id, at);
  first.close();
  const store = new SqliteResearch(file);
  expect(store.runs(9).map(({ id, number }) => [id, number])).toEqual([
    ['newest', 3],
    ['middle', 2],
    ['oldest', 1],
  ]);
  expect(store.numberRun('next', 10)).toBe(4);
  store.close();
});

test.each([1, 2, 3, 4, 5])('a file of version %i keeps its runs and takes portfolios, checks and verdicts', (version) => {
  const file = join(folder, 'earlier.db');
  const earlier = openResearchConnection(file);
  migrateResearch(earlier, file, RESEARCH_MIGRATIONS.slice(0, version));
  earlier.exec("INSERT INTO families VALUES (1, 's', 'i', '1h', 'd')");
  earlier.exec("INSERT INTO runs VALUES (NULL, 'kept', 1, 5, '{}', '{}', '{}', 'null', x'', x'', x'', x'')");
  if (version > 1) earlier.exec("INSERT INTO run_numbers (run, at) VALUES ('kept', 5)");
  if (version > 2) earlier.exec("INSERT INTO portfolios VALUES (NULL, 'both', 6, '{}', '{}', '{}')");
  earlier.close();
  const store = new SqliteResearch(file);
  expect(store.runs(9).map(({ id, number }) => [id, number])).toEqual([['kept', 1]]);
  expect(store.portfolio('both') === null).toBe(version < 3);
  expect(store.checks()).toEqual([]);
  expect(store.verdicts(FAMILY)).toEqual([]);
  store.addVerdict(VERDICT);
  store.addCheck(CHECK);
  store.addPortfolio({ id: 'new', at: 9, request: {}, figures: {}, report: {} });
  store.close();
  const again = new SqliteResearch(file);
  expect(again.checks()).toEqual([{ run: 'kept', number: 1, kind: 'luck', at: 7, engine: '0.1.0' }]);
  expect(again.verdicts(FAMILY)).toEqual([VERDICT]);
  again.close();
});

test('of the checks of a run the newest of each kind is read, whole', () => {
  const place = temporaryResearch();
  const { id } = storedRun();
  place.store.addRun(storedRun());
  for (const [kind, at] of [
    ['luck', 1],
    ['leaks', 2],
    ['luck', 3],
  ] as const)
    place.store.addCheck({ ...CHECK, run: id, kind, at });
  expect(place.store.checks().map(({ kind, at }) => [kind, at])).toEqual([
    ['leaks', 2],
    ['luck', 3],
  ]);
  const read = place.store.check(id, 'luck');
  expect([read?.at, read?.ask, [...(read?.view ?? [])]]).toEqual([3, { paths: 20 }, [1, 2, 3]]);
  expect(place.store.check('another', 'luck')).toBeNull();
  place.remove();
});

test('says when the disk is full', () => {
  const file = join(folder, 'small.db');
  new SqliteResearch(file).close();
  const connection = openResearchConnection(file);
  connection.pragma(`max_page_count = ${Number(connection.pragma('page_count', { simple: true }))}`);
  const fill = () => connection.exec('CREATE TABLE more (bytes BLOB); INSERT INTO more VALUES (zeroblob(9000000))');
  expect(() => researchGuarded(file, fill)).toThrow('The disk is full');
  connection.close();
});

test("two of one id are the program's own error", () => {
  const place = temporaryResearch();
  place.store.addRun(storedRun());
  expect(() => place.store.addRun(storedRun())).toThrow('UNIQUE');
  expect(place.store.runs(5)).toHaveLength(1);
  place.remove();
});

test('columns come back to the last bit, and regular ones are small', () => {
  const random = new Sfc32(5);
  const odd = Float64Array.of(
    0,
    -0,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.MIN_VALUE,
    -1 / 3,
    ...Array.from({ length: 999 }, () => random.normal()),
  );
  expect(new Uint8Array(unpackFloats(packFloats(odd)).buffer)).toEqual(new Uint8Array(odd.buffer));
  expect(unpackFloats(packFloats(odd.subarray(3, 9)))).toEqual(odd.slice(3, 9));
  expect(unpackFloats(packFloats(new Float64Array(0)))).toHaveLength(0);
  const times = Float64Array.from({ length: 100_000 }, (_, i) => 1_700_000_000_000 + 60_000 * i + (i > 500 ? 3_600_000 : 0));
  expect(unpackTimes(packTimes(times))).toEqual(times);
  expect(packTimes(times).length).toBeLessThan(500);
  const gappy = Float64Array.of(1_700_000_000_000, 1_700_000_060_000, 1_700_000_120_000, 1_700_000_420_000, 1_700_000_421_000);
  expect(unpackTimes(packTimes(gappy))).toEqual(gappy);
  expect(unpackTimes(packTimes(new Float64Array(0)))).toEqual(new Float64Array(0));
  // What was kept step by step is read as before.
  expect(unpackTimes(packFloats(Float64Array.of(1_700_000_000_000, 60_000, 60_000)))).toEqual(gappy.subarray(0, 3));
});

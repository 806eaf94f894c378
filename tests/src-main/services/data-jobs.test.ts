import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { DataJobs, type DataThread } from '../../../src-main/services/data-jobs.ts';
import type { DataStart, FromData } from '../../../src-main/services/data-messages.ts';
import type { DataJobRow, DataWork } from '../../../src-shared/contract/data-jobs.ts';
import { HandClock } from '../rpc/wall-fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'data-jobs-'));
const FILE = join(folder, 'bars.csv');
writeFileSync(FILE, 'time\n');
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

class HandThread implements DataThread {
  readonly start: DataStart;
  ended = false;
  say: (message: FromData) => void = () => undefined;
  die: (problem: string) => void = () => undefined;

  constructor(start: DataStart) {
    this.start = start;
  }

  onMessage(listener: (message: FromData) => void): void {
    this.say = listener;
  }

  onEnd(listener: (problem: string) => void): void {
    this.die = listener;
  }

  end(): void {
    this.ended = true;
  }
}

let threads: HandThread[] = [];
let told: DataJobRow[] = [];
let chosen: readonly string[] = [FILE];
let clock = new HandClock();
let jobs: DataJobs;

beforeEach(() => {
  threads = [];
  told = [];
  chosen = [FILE];
  clock = new HandClock();
  let ids = 0;
  jobs = new DataJobs({
    clock,
    ids: { next: () => `chosen${String((ids += 1)).padStart(10, '0')}` },
    home: folder,
    marketSeed: 7,
    open: (start) => {
      const thread = new HandThread(start);
      threads.push(thread);
      return thread;
    },
    choose: () => Promise.resolve(chosen),
    publish: (event) => {
      if (event.kind === 'data') told.push(event.row);
    },
    venues: ['BINANCE'],
  });
});

async function lookWork(): Promise<DataWork> {
  const {
    chosen: [found],
  } = await jobs.choose(false);
  const reading = { content: 'bars', symbol: null, timeframe: null, time: null, zone: null, columns: null, repair: false } as const;
  return { kind: 'look', reading: { ...reading, file: found!.file } };
}

const VERIFY: DataWork = { kind: 'verify', series: null };
const VERIFIED: FromData = { kind: 'done', result: { kind: 'verify', series: 1, bars: 5, problems: [] } };

test('a window names a file by what it was given for it, and no other', async () => {
  expect(await jobs.choose(false)).toEqual({ chosen: [{ file: 'chosen0000000001', name: 'bars.csv', bytes: 5 }], refused: [] });
  const work = await lookWork();
  jobs.start(work);
  expect(threads[0]?.start).toEqual({ home: folder, marketSeed: 7, work, file: FILE });
  const other = { ...work, reading: { ...(work as Extract<DataWork, { kind: 'look' }>).reading, file: FILE } } as DataWork;
  expect(() => jobs.start(other)).toThrow('choose it again');
  chosen = [];
  expect(await jobs.choose(false)).toEqual({ chosen: [], refused: [] });
});

test('of several files one that cannot be taken is named, and costs the others nothing; too many are none', async () => {
  chosen = [FILE, folder, FILE];
  const { chosen: taken, refused } = await jobs.choose(true);
  expect(taken.map(({ name }) => name)).toEqual(['bars.csv', 'bars.csv']);
  expect(refused).toEqual([expect.stringContaining('it is no file')]);
  chosen = Array.from({ length: 101 }, () => FILE);
  await expect(jobs.choose(true)).rejects.toThrow('101 were chosen; 100 are the most at once');
});

test('a look at a file ends the look before at the same file, not those at others', async () => {
  const other = join(folder, 'other.csv');
  writeFileSync(other, 'time');
  const first = await lookWork();
  chosen = [other];
  const second = await lookWork();
  jobs.start(first);
  jobs.start(second);
  expect(threads.map(({ ended }) => ended)).toEqual([false]);
  jobs.start(first);
  expect(threads[0]?.ended).toBe(true);
  expect(
    jobs
      .jobs()
      .jobs.map(({ what, state }) => [what, state])
      .reverse(),
  ).toEqual([
    ['bars.csv', 'cancelled'],
    ['other.csv', 'running'],
    ['bars.csv', 'waiting'],
  ]);
});

test('the oldest choice is forgotten', async () => {
  const first = await lookWork();
  for (let i = 0; i < 200; i += 1) await jobs.choose(false);
  expect(() => jobs.start(first)).toThrow('choose it again');
});

test('work tells how far it is, what came of it, and how it failed', () => {
  const { job } = jobs.start(VERIFY);
  expect(told.at(-1)).toMatchObject({ job, kind: 'verify', state: 'running', what: '' });
  clock.time = 3_000;
  threads[0]!.say({ kind: 'progress', rows: 7, share: 0.25, waits: 'Slowly' });
  expect(told.at(-1)).toMatchObject({ rows: 7, share: 0.25, left: 9, waits: 'Slowly' });
  threads[0]!.say({ kind: 'progress', rows: 8, share: null, waits: '' });
  expect(told.at(-1)).toMatchObject({ rows: 8, left: null });
  threads[0]!.say(VERIFIED);
  expect(told.at(-1)).toMatchObject({ state: 'done', left: null, share: 1, result: { bars: 5 }, fault: null });
  expect(threads[0]!.ended).toBe(true);
  jobs.start({ kind: 'verify', series: 'A/B.C:1h' });
  threads[1]!.say({ kind: 'failed', fault: { code: 'data.unknown', details: { series: 'A/B.C:1h' }, cause: '' } });
  expect(told.at(-1)).toMatchObject({ what: 'A/B.C:1h', state: 'failed', fault: { code: 'data.unknown' } });
  jobs.start(VERIFY);
  threads[2]!.die('it fell over');
  expect(told.at(-1)).toMatchObject({ state: 'failed', fault: { code: 'internal' } });
  threads[2]!.say(VERIFIED);
  expect(told.at(-1)?.state).toBe('failed');
  expect(jobs.jobs()).toMatchObject({ venues: ['BINANCE'], jobs: [{ job: 3 }, { job: 2 }, { job: 1 }] });
});

test('work on the store waits for its turn; a download and a look go beside it', async () => {
  const first = jobs.start(VERIFY).job;
  const second = jobs.start({ kind: 'compact', keepDays: null }).job;
  jobs.start({ kind: 'download', venue: 'BINANCE', symbol: 'BTC/USDT', timeframe: '1h', from: 0, to: null });
  jobs.start(await lookWork());
  expect(threads.map(({ start }) => start.work.kind)).toEqual(['verify', 'download', 'look']);
  expect(jobs.venuesAsked()).toEqual(['BINANCE']);
  expect(jobs.cancel(first)).toEqual({ cancelled: true });
  expect(threads[0]!.ended).toBe(true);
  expect(threads.at(-1)?.start.work.kind).toBe('compact');
  expect(jobs.cancel(first)).toEqual({ cancelled: false });
  expect(jobs.cancel(99)).toEqual({ cancelled: false });
  expect(told.findLast(({ job }) => job === second)?.state).toBe('running');
  // Whoever looks again does not wait for the look before.
  jobs.start(await lookWork());
  expect(threads.filter(({ start, ended }) => start.work.kind === 'look' && !ended)).toHaveLength(1);
  jobs.close();
  expect(threads.filter(({ ended }) => !ended)).toHaveLength(0);
});

test('an export goes into the home folder under a name that says what and when', () => {
  clock.time = Date.UTC(2026, 1, 3, 4, 5, 6);
  jobs.start({ kind: 'export', series: 'BTC/USDT.BINANCE:1h', format: 'csv.gz' });
  const { file } = threads[0]!.start;
  expect(file.startsWith(join(folder, 'exports'))).toBe(true);
  expect(basename(file)).toBe('BTC_USDT_BINANCE_1h-2026-02-03T04-05-06-000Z.csv.gz');
  expect(told.at(-1)?.what).toBe('BTC/USDT.BINANCE:1h');
});

test('of what has ended the newest are kept', () => {
  for (let i = 0; i < 60; i += 1) {
    jobs.start(VERIFY);
    threads.at(-1)!.say(VERIFIED);
  }
  expect(jobs.jobs().jobs.length).toBeLessThanOrEqual(51);
  expect(jobs.jobs().jobs[0]?.job).toBe(60);
});

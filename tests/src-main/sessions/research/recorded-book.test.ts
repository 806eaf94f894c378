import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CapsuleRooms, checkCapsule } from '../../../../src-main/check-capsule.ts';
import { DepthServices } from '../../../../src-main/depth-services.ts';
import { drawnBars, keepRun, openResearchStore, researchBars } from '../../../../src-main/research-bars.ts';
import { backtest, depthBacktest } from '../../../../src-main/run-backtest.ts';
import { leaksOfRun } from '../../../../src-main/run-checks.ts';
import { bookSources } from '../../../../src-main/services/book-sources.ts';
import { listedRuns } from '../../../../src-main/services/stored-runs.ts';
import { reportFile } from '../../../../src-main/sessions/research/report-file.ts';
import { type PlayedRun, ResearchRun } from '../../../../src-main/sessions/research/research-run.ts';
import type { RunRequest } from '../../../../src-shared/contract/research.ts';
import { CONSERVATIVE } from '../../../../src-shared/domain/costs.ts';
import { MINUTE_MS, SECOND_MS, utcMs } from '../../../../src-shared/kernel/time.ts';
import { callCli } from '../../cli/call-cli.ts';

const DAY = 'SIM/BTC-USD/2026-11-20';
const BEGIN = Date.parse('2026-11-20T00:00:00Z');
const depth = new DepthServices();

let home: string;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'book-runs-'));
  await record(home, BEGIN, 6 * MINUTE_MS);
});
afterAll(() => {
  rmSync(home, { recursive: true });
});

function record(folder: string, from: number | null, durationMs: number) {
  return depth.record(folder, {
    ...{ symbol: 'BTC/USD', seed: 7, durationMs, keepDays: null },
    from: from === null ? null : utcMs(from),
    clock: { now: () => utcMs(BEGIN), monotonic: () => 0, after: () => ({ dispose: () => undefined }) },
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
}

const REQUEST: RunRequest = {
  source: { kind: 'recorded', recording: DAY },
  instrument: 'BTC/USD.SIM',
  timeframe: '10s',
  from: BEGIN,
  to: BEGIN + 6 * MINUTE_MS,
  strategy: 'sma-cross',
  parameters: { fast: 2, slow: 4 },
  size: { kind: 'all' },
  cash: '10000',
  costs: 'conservative',
  limits: 'none',
  seed: 7,
  queue: 'conservative',
};

function played(request: RunRequest = REQUEST): PlayedRun {
  const bars = researchBars({ request, marketSeed: 7, home });
  const parts = { backtest, depthBacktest, costs: CONSERVATIVE, engine: '1.2.3', strategyHash: null, tell: () => undefined };
  return new ResearchRun(request, bars, parts).play(4);
}

function rooms(folder: string): CapsuleRooms {
  const unused = (): never => {
    throw new Error('a recorded book needs no bars of a store');
  };
  return {
    ...{ version: '1.2.3', candles: unused, funding: unused, file: unused, named: null, own: unused },
    recording: (id) => depth.open(folder, id),
  };
}

describe('a run over a recorded book', () => {
  test('comes to what the command line comes to, with its assumptions', async () => {
    const { view } = played();
    const line = `backtest --depth ${DAY} --timeframe 10s --strategy sma-cross --param fast=2 --param slow=4 --no-record --json`;
    const call = await callCli(line.split(' '), { context: { home, cwd: home } });
    const cli = JSON.parse(call.lastLine) as {
      readonly finalEquity: number;
      readonly fees: number;
      readonly depth: Readonly<Record<string, number>>;
      readonly sensitivity: readonly { readonly id: string; readonly totalReturn: number }[];
    };
    expect([Number(view.finalEquity), Number(view.fees)]).toEqual([cli.finalEquity, cli.fees]);
    expect(view.closedTrades).toBeGreaterThan(0);
    expect(view.assumptions.book).toMatchObject({ ...cli.depth, recording: DAY, queue: 'conservative', gaps: 0, missingTrades: 0 });
    expect(view.sensitivity.map(({ id, totalReturn }) => [id, totalReturn])).toEqual(
      cli.sensitivity.map(({ id, totalReturn }) => [id, totalReturn]),
    );
    expect(view.costSteps.map(({ id }) => id)).toEqual(['none', 'fee', 'latency']);
    expect(view.assumptions).toMatchObject({ halfSpreadBps: 0, costs: { slippageBps: 0, impact: 0, participation: 1 } });
    // From the first bar's open to the last one's close, not what was asked for.
    expect([view.request.from, view.request.to]).toEqual([BEGIN, BEGIN + 6 * MINUTE_MS]);
    expect(reportFile(played(), 'html').text).toContain('taken from the recorded levels or waiting in their queue; conservative queues');
  });

  test('is listed again from the store, and its bars are drawn', () => {
    const run = played({ ...REQUEST, queue: 'proportional' });
    keepRun(home, { ...run.kept, id: '0000000000000001', at: 1 });
    const store = openResearchStore(home);
    const [listed] = listedRuns(store);
    store.close();
    expect(listed?.row).toMatchObject({ state: 'done', request: { source: REQUEST.source, timeframe: '10s', queue: 'proportional' } });
    const check = { kind: 'leaks', run: 1, cuts: 3, bars: null } as const;
    const asked = { home, marketSeed: 7, jobs: 1, check, at: 1, engine: '1.2.3', id: '0000000000000001', request: REQUEST, script: null };
    expect(() => leaksOfRun(asked, check, () => undefined)).toThrow('of a recorded book there is only the one market');
    const start = { run: 1, request: REQUEST, marketSeed: 7, home, dataHash: run.view.assumptions.dataHash };
    const own = drawnBars({ ...start, from: BEGIN + MINUTE_MS, to: BEGIN + 2 * MINUTE_MS, most: 100 });
    expect([own.barMs, own.candles.length, own.candles.time[0]]).toEqual([10 * SECOND_MS, 6, BEGIN + MINUTE_MS]);
    const joined = drawnBars({ ...start, from: 0, to: BEGIN + MINUTE_MS * 60, most: 20 });
    expect([joined.barMs, joined.candles.length]).toEqual([30 * SECOND_MS, 12]);
    expect(() => drawnBars({ ...start, dataHash: 'another', from: BEGIN, to: BEGIN + MINUTE_MS, most: 100 })).toThrow('run 1 went over');
  });

  test('is repeated from its capsule bit for bit, also when the recording has gone on', async () => {
    const { capsule } = played();
    expect(await checkCapsule(capsule, rooms(home))).toEqual({ same: true, differences: [], bars: `Recorded book ${DAY}` });
    const longer = mkdtempSync(join(tmpdir(), 'book-longer-'));
    try {
      cpSync(join(home, 'depth'), join(longer, 'depth'), { recursive: true });
      await record(longer, null, MINUTE_MS);
      expect(depth.list(longer)[0]!.to).toBeGreaterThan(BEGIN + 6 * MINUTE_MS);
      expect(await checkCapsule(capsule, rooms(longer))).toMatchObject({ same: true });
      const file = join(longer, 'run.capsule.json');
      writeFileSync(file, JSON.stringify(capsule));
      const verified = await callCli(['verify', file], { context: { home: longer, cwd: longer } });
      expect([verified.code, verified.stdout]).toEqual([0, expect.stringContaining(`bit for bit, over Recorded book ${DAY}`)]);
    } finally {
      rmSync(longer, { recursive: true });
    }
  });

  test('is not repeated where its recording is gone, and a book with other messages is told apart under equal bars', async () => {
    const { capsule } = played();
    const empty = mkdtempSync(join(tmpdir(), 'book-gone-'));
    try {
      expect(await checkCapsule(capsule, rooms(empty))).toEqual({
        same: false,
        differences: [`The recorded order book was not found: ${DAY}. A run over a book can only be repeated where its recording is kept.`],
        bars: null,
      });
      const [one, other] = [capture('100.5', empty), capture('100.75', empty)];
      const bars = (folder: string) => researchBars({ request: CAPTURED, marketSeed: 7, home: folder });
      await one();
      const first = bars(join(empty, '100.5'));
      const parts = { backtest, depthBacktest, costs: CONSERVATIVE, engine: '1.2.3', strategyHash: null, tell: () => undefined };
      const run = new ResearchRun(CAPTURED, first, parts).play(1);
      // What came while messages were missing was turned away, and the report says so.
      expect(run.view.assumptions.book).toMatchObject({ gaps: 1, turnedAway: 4, missingTrades: 0 });
      expect(run.view.closedTrades).toBe(0);
      await other();
      const second = bars(join(empty, '100.75'));
      expect(second.dataHash).toBe(first.dataHash);
      expect((await checkCapsule(run.capsule, rooms(join(empty, '100.75')))).differences).toEqual([
        'The messages of the recording BINANCE/BTC-USDT/2024-08-09 are not those of the capsule.',
      ]);
      await expect(
        checkCapsule(run.capsule, {
          ...rooms(empty),
          recording: () => {
            throw new Error('the disk is gone');
          },
        }),
      ).rejects.toThrow('the disk is gone');
    } finally {
      rmSync(empty, { recursive: true });
    }
  });
});

const START = Date.parse('2024-08-09T00:00:00Z');
const CAPTURED: RunRequest = {
  ...REQUEST,
  source: { kind: 'recorded', recording: 'BINANCE/BTC-USDT/2024-08-09' },
  ...{ instrument: 'BTC/USDT.BINANCE', timeframe: '1s', from: START, to: START + MINUTE_MS, strategy: 'buy-and-hold', parameters: {} },
};

/** A capture of five seconds with a gap in its first; the ask says where the book stands, the trades are the same. */
function capture(ask: string, folder: string): () => Promise<unknown> {
  const line = (at: number, frame: object): string => `${String(START + at)}000000 ${JSON.stringify(frame)}`;
  const lines = [
    line(0, { lastUpdateId: 9, bids: [['100', '2']], asks: [[ask, '1.5']] }),
    ...[5, 1_200, 2_500, 3_100, 4_100, 5_100].map((at, row) =>
      line(at, { e: 'trade', E: 1, T: START + at, s: 'BTCUSDT', t: row + 1, p: '100.00', q: '0.5', m: true }),
    ),
    line(5_200, { e: 'depthUpdate', E: 1, s: 'BTCUSDT', U: 14, u: 14, b: [['99.5', '1']], a: [] }),
  ];
  lines.splice(2, 0, line(900, { e: 'depthUpdate', E: 1, s: 'BTCUSDT', U: 13, u: 13, b: [['99.5', '1']], a: [] }));
  const home = join(folder, ask);
  mkdirSync(home, { recursive: true });
  const file = join(home, 'raw.txt');
  writeFileSync(file, lines.join('\n'));
  const request = { file, venue: 'BINANCE', symbol: 'BTC/USDT', tick: '0.25', lot: '0.1' };
  return () => depth.import(home, request, () => undefined);
}

test('every readable day is a source, and all days of an instrument together where they fit', () => {
  const head = { venue: 'SIM', symbol: 'BTC/USD', tick: '0.01', lot: '0.00001' };
  const day = (id: string, from: number, ms: number) => ({
    ...{ id, head, segments: 1, bytes: 1, messages: 10, from, to: from + ms, tornBytes: 0, damage: null },
  });
  const [one, two] = [day('SIM/BTC-USD/2026-11-19', BEGIN - MINUTE_MS, MINUTE_MS - 1), day(DAY, BEGIN, 6 * MINUTE_MS)];
  expect(bookSources([one, two])).toMatchObject([
    { source: { recording: 'SIM/BTC-USD' }, instrument: 'BTC/USD.SIM', from: one.from, to: two.to },
    { source: { recording: one.id }, timeframes: ['1s', '5s', '10s'] },
    { source: { recording: DAY }, timeframes: ['1s', '5s', '10s', '1m'], gaps: 0 },
  ]);
  const ids = (days: Parameters<typeof bookSources>[0]) =>
    bookSources(days).map(({ source }) => (source.kind === 'recorded' ? source.recording : ''));
  // A day that cannot be read would be a hole in all of them; other steps do not go on from one another.
  expect(ids([{ ...one, damage: 'it is damaged' }, two])).toEqual([DAY]);
  expect(ids([{ ...one, head: { ...head, tick: '0.1' } }, two])).toEqual([one.id, DAY]);
  expect(ids([{ ...one, head: null }, day(DAY, BEGIN, 1_500)])).toEqual([]);
});

import { afterEach, beforeEach, expect, test } from 'vitest';
import { CostProfiles } from '../../../src-main/services/cost-profiles.ts';
import { type ResearchParts, ResearchService, type RunThread } from '../../../src-main/services/research-service.ts';
import type { Capsule } from '../../../src-main/sessions/research/capsule.ts';
import type { FromRun } from '../../../src-main/sessions/research/run-messages.ts';
import type { RunReportView, RunRequest, RunRow } from '../../../src-shared/contract/research.ts';
import { backtest, depthBacktest } from '../../../src-main/run-backtest.ts';
import { researchBars } from '../../../src-main/research-bars.ts';
import { ResearchRun } from '../../../src-main/sessions/research/research-run.ts';
import { candleColumns } from '../../../src-shared/domain/candle.ts';
import type { StrategySpec } from '../../../src-shared/domain/strategy-spec.ts';
import { CONSERVATIVE } from '../../../src-shared/domain/costs.ts';
import { DAY_MS } from '../../../src-shared/kernel/time.ts';
import { HandClock } from '../rpc/wall-fixture.ts';
import { storedRun, temporaryResearch } from '../../support/research-kit.ts';

class HandThread implements RunThread {
  ended = false;
  private listener: (message: FromRun) => void = () => undefined;
  private over: (problem: string) => void = () => undefined;

  onMessage(listener: (message: FromRun) => void): void {
    this.listener = listener;
  }

  onEnd(listener: (problem: string) => void): void {
    this.over = listener;
  }

  end(): void {
    this.ended = true;
  }

  say(message: FromRun): void {
    this.listener(message);
  }

  die(problem: string): void {
    this.over(problem);
  }
}

/** Market time. */
const NOW = Date.UTC(2026, 6, 1);
const REQUEST: RunRequest = {
  source: { kind: 'simulated' },
  instrument: 'BTC/USD.SIM',
  timeframe: '1h',
  from: 0,
  to: 1,
  strategy: 'sma-cross',
  parameters: { fast: 5 },
  size: { kind: 'all' },
  cash: '100000',
  costs: 'conservative',
  limits: 'none',
  seed: 7,
};
const VIEW = {
  figures: [
    { id: 'totalReturn', value: { value: 0.25, reason: null } },
    { id: 'maxDrawdown', value: { value: 0.1, reason: null } },
  ],
} as unknown as RunReportView;

const OWN: StrategySpec = {
  id: 'mine',
  family: 'trend',
  description: '',
  parameters: [{ name: 'fast', label: 'Fast', unit: 'bars', default: 20, min: 1, max: 50, integer: true }],
};
const SCRIPT = { entry: 'mine.ts', files: { 'mine.ts': 'as it was' } };
let starts: unknown[] = [];

const CAPSULE = {} as unknown as Capsule;

/** What a run over these bars leaves. */
function capsuleOf(label: string, id: string | null = null): Capsule {
  return { conditions: { data: { id, label } } } as unknown as Capsule;
}

let clock: HandClock;
let threads: HandThread[];
let told: RunRow[];
let service: ResearchService;
let research: ReturnType<typeof temporaryResearch>;
let ids = 0;
let read: Parameters<ResearchParts['readBars']>[0][];
let presses = 0;

/** The command of another press. */
function pressed(): string {
  return `command-${String((presses += 1))}`;
}

function open(): ResearchService {
  return new ResearchService({
    clock,
    ids: { next: () => `run${String((ids += 1)).padStart(13, '0')}` },
    store: research.again(),
    costs: new CostProfiles(() => Promise.reject(new Error('no thread'))),
    own: (strategy) => (strategy === 'mine' ? { spec: OWN, script: SCRIPT } : null),
    openRun: (start) => {
      starts.push(start);
      const thread = new HandThread();
      threads.push(thread);
      return thread;
    },
    publish: (event) => {
      if (event.kind === 'run') told.push(event.row);
    },
    sources: () => Promise.resolve([]),
    marketTime: () => NOW,
    marketSeed: 7,
    readBars: (start) => {
      read.push(start);
      return Promise.resolve({ candles: candleColumns(0), barMs: 3_600_000 });
    },
  });
}

beforeEach(() => {
  research = temporaryResearch();
  clock = new HandClock();
  threads = [];
  starts = [];
  told = [];
  read = [];
  service = open();
});
afterEach(() => {
  research.remove();
});

test('a run is completed with defaults, told of while it goes, and keeps its report', () => {
  expect(service.run(pressed(), REQUEST)).toEqual({ run: 1 });
  expect(told.at(-1)).toMatchObject({ run: 1, state: 'running', request: { parameters: { fast: 5, slow: 50 } } });
  clock.time += 2_000;
  threads[0]!.say({ kind: 'progress', done: 1_000, total: 4_000 });
  expect(told.at(-1)).toMatchObject({ done: 1_000, total: 4_000, rate: 500, left: 6 });
  expect(() => service.report(1)).toThrow('Run 1 has no report');
  threads[0]!.say({ kind: 'done', view: VIEW, trades: [], capsule: CAPSULE });
  expect(told.at(-1)).toMatchObject({ state: 'done', totalReturn: 0.25, maxDrawdown: 0.1, rate: null });
  expect(service.report(1)).toBe(VIEW);
  expect(threads[0]!.ended).toBe(true);
});

test('two play at once, the third waits for one of them', () => {
  for (let i = 0; i < 3; i += 1) service.run(pressed(), REQUEST);
  expect(threads).toHaveLength(2);
  expect(service.runs().runs.map(({ run, state }) => [run, state])).toEqual([
    [3, 'waiting'],
    [2, 'running'],
    [1, 'running'],
  ]);
  expect(service.cancel(1)).toEqual({ cancelled: true });
  expect(threads[0]!.ended).toBe(true);
  expect(threads).toHaveLength(3);
  expect(service.cancel(1)).toEqual({ cancelled: false });
});

test('what a cancelled run still says is not heard', () => {
  service.run(pressed(), REQUEST);
  service.cancel(1);
  threads[0]!.say({ kind: 'done', view: VIEW, trades: [], capsule: CAPSULE });
  threads[0]!.die('exit 1');
  expect(service.runs().runs[0]).toMatchObject({ state: 'cancelled', totalReturn: null });
});

test('a fault of the run and a thread that dies are told as sentences', () => {
  service.run(pressed(), REQUEST);
  threads[0]!.say({ kind: 'failed', fault: { code: 'input.too-short', details: { file: 'BTC', bars: 0, needed: 2 }, cause: '' } });
  expect(service.runs().runs[0]).toMatchObject({ state: 'failed', problem: 'BTC has 0 bars; 2 are needed.' });
  service.run(pressed(), REQUEST);
  threads[1]!.die('its thread ended with 1');
  expect(service.runs().runs[0]).toMatchObject({ state: 'failed', problem: 'Run 2 stopped: its thread ended with 1' });
});

test('what cannot be run is refused before it has a number', () => {
  expect(() => service.run(pressed(), { ...REQUEST, strategy: 'none' })).toThrow('There is no strategy none.');
  expect(() => service.run(pressed(), { ...REQUEST, parameters: { fast: 60 } })).toThrow('sma-cross');
  expect(() => service.run(pressed(), { ...REQUEST, from: 5, to: 5 })).toThrow('from');
  expect(() => service.run(pressed(), { ...REQUEST, strategy: 'pairs' })).toThrow('run it as a row of a portfolio');
  expect(() => service.run(pressed(), { ...REQUEST, strategy: 'funding-carry' })).toThrow('funding-carry trades perpetuals alone');
  expect(() => service.run(pressed(), { ...REQUEST, costs: 'free' })).toThrow('there is no cost profile free');
  expect(() => service.report(4)).toThrow('There is no run 4.');
  expect(service.runs().runs).toEqual([]);
});

test('a run of an earlier start is in the list, and its report is shown as it was', () => {
  const request: RunRequest = {
    ...REQUEST,
    parameters: { fast: 5, slow: 20 },
    from: Date.UTC(2026, 0, 1),
    to: Date.UTC(2026, 0, 1) + 20 * DAY_MS,
  };
  const { kept, ...report } = new ResearchRun(request, researchBars({ request, marketSeed: 7, home: '' }), {
    backtest,
    depthBacktest,
    costs: CONSERVATIVE,
    engine: '0.1.0',
    strategyHash: null,
    tell: () => undefined,
  }).play(1);
  research.store.addRun(storedRun());
  research.store.addRun({ ...kept, id: 'run9000000000000', at: 5_000 });
  const later = open();
  const [row, ...others] = later.runs().runs;
  // The run over a file was made elsewhere.
  expect(others).toEqual([]);
  expect(row).toMatchObject({ run: 2, state: 'done', request, totalReturn: kept.figures['totalReturn'] });
  expect(later.report(2)).toEqual({ ...report.view, run: 2 });
  expect(later.export(2, 'csv').text.split('\n')).toHaveLength(report.trades.length + 2);
  expect(later.run(pressed(), REQUEST)).toEqual({ run: 3 });
});

test('a cancelled run takes its number along, also over a start', () => {
  service.run(pressed(), REQUEST);
  service.run(pressed(), REQUEST);
  service.cancel(2);
  const later = open();
  expect(later.runs().runs).toEqual([]);
  expect(later.run(pressed(), REQUEST)).toEqual({ run: 3 });
});

test('a command that comes twice starts one run; one that was refused may come again', () => {
  expect(service.run('press-1', REQUEST)).toEqual({ run: 1 });
  expect(service.run('press-1', REQUEST)).toEqual({ run: 1 });
  expect(threads).toHaveLength(1);
  expect(() => service.run('press-2', { ...REQUEST, costs: 'free' })).toThrow('free');
  expect(service.run('press-2', REQUEST)).toEqual({ run: 2 });
});

test('the trades of a run are given to the chart of the market that it went over, and to no other', () => {
  const trades: RunReportView['trades'] = [];
  const view = { ...VIEW, request: REQUEST, trades, closedTrades: 0 };
  service.run(pressed(), REQUEST);
  expect(() => service.marks(1)).toThrow('Run 1 has no report');
  threads[0]!.say({ kind: 'done', view, trades: [], capsule: capsuleOf('Simulated market, seed 7') });
  expect(service.marks(1)).toEqual({ request: REQUEST, trades, closedTrades: 0 });
  for (const capsule of [capsuleOf('Simulated market, seed 8'), capsuleOf('ACME/USD.OWN:1h', 'ACME/USD.OWN:1h')]) {
    const { run } = service.run(pressed(), REQUEST);
    threads.at(-1)!.say({ kind: 'done', view, trades: [], capsule });
    expect(() => service.marks(run)).toThrow(
      `Run ${String(run)} went over ${capsule.conditions.data.label}, not over the market that is shown.`,
    );
  }
});

test('bars of a stored series are held against those of the run once; those of another simulated market are refused', async () => {
  const stored: RunRequest = { ...REQUEST, source: { kind: 'stored', series: 'ACME/USD.OWN:1h' } };
  const view = { ...VIEW, request: stored, assumptions: { dataHash: 'ab' } } as unknown as RunReportView;
  service.run(pressed(), stored);
  threads[0]!.say({ kind: 'done', view, trades: [], capsule: capsuleOf('ACME/USD.OWN:1h', 'ACME/USD.OWN:1h') });
  const window = { run: 1, from: 10, to: 20, most: 400 };
  await service.bars(window);
  await service.bars(window);
  expect(read).toMatchObject([
    { ...window, request: { source: stored.source }, dataHash: 'ab' },
    { ...window, dataHash: null },
  ]);
  service.run(pressed(), REQUEST);
  threads[1]!.say({ kind: 'done', view, trades: [], capsule: capsuleOf('Simulated market, seed 8') });
  await expect(service.bars({ ...window, run: 2 })).rejects.toThrow('Run 2 went over Simulated market, seed 8');
});

test('reports beyond those at hand are let go of', () => {
  for (let i = 0; i < 25; i += 1) {
    service.run(pressed(), REQUEST);
    threads.at(-1)!.say({ kind: 'done', view: VIEW, trades: [], capsule: CAPSULE });
  }
  expect(service.report(25)).toBe(VIEW);
  // Nothing of them is in the store here.
  expect(() => service.report(1)).toThrow('Run 1 has no report');
});

test('sources say what there is and what time it is there; closing ends what still goes', async () => {
  expect((await service.sources()).costs.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['conservative', 'venue:binance', 'ideal']),
  );
  expect((await service.sources()).now).toBe(NOW);
  service.run(pressed(), REQUEST);
  service.close();
  expect(threads[0]!.ended).toBe(true);
});

test('a strategy of the user runs from its files as they were when the run was asked for, within its own ranges', () => {
  service.run(pressed(), REQUEST);
  service.run(pressed(), REQUEST);
  const { run } = service.run(pressed(), { ...REQUEST, strategy: 'mine', parameters: {} });
  expect(service.runs().runs[0]).toMatchObject({ run, state: 'waiting', request: { parameters: { fast: 20 } } });
  service.cancel(1);
  expect(starts).toHaveLength(3);
  expect(starts[2]).toMatchObject({ script: SCRIPT, request: { strategy: 'mine' } });
  expect(starts[0]).toMatchObject({ script: null });
  expect(() => service.run(pressed(), { ...REQUEST, strategy: 'mine', parameters: { fast: 51 } })).toThrow('is not within 1 to 50');
  expect(() => service.run(pressed(), { ...REQUEST, strategy: 'yours' })).toThrow('There is no strategy yours');
});

test('no run over the simulated market asks for bars that have not happened there; stored and recorded ones are as they are', () => {
  const asked = (change: Partial<RunRequest>): number => {
    service.run(pressed(), { ...REQUEST, ...change });
    return (service.runs().runs[0]?.request ?? REQUEST).to;
  };
  expect(asked({ to: NOW + 1 })).toBe(NOW);
  expect(asked({ to: NOW })).toBe(NOW);
  expect(asked({ to: NOW + DAY_MS, source: { kind: 'stored', series: 'ACME/USD.OWN:1h' } })).toBe(NOW + DAY_MS);
  expect(asked({ to: NOW + DAY_MS, source: { kind: 'recorded', recording: 'SIM/BTC-USD/2026-11-20' }, timeframe: '1s' })).toBe(
    NOW + DAY_MS,
  );
  expect(() => service.run(pressed(), { ...REQUEST, from: NOW, to: NOW + DAY_MS })).toThrow('has not come so far yet');
});

test('a recorded book is traded as spot, and only it has bars of seconds and queues', () => {
  const source = { kind: 'recorded', recording: 'SIM/BTC-USD/2026-11-20' } as const;
  const { run } = service.run(pressed(), { ...REQUEST, source, timeframe: '5s', queue: 'proportional' });
  expect(service.runs().runs[0]).toMatchObject({ run, request: { source, timeframe: '5s', queue: 'proportional' } });
  const perpetual = { leverage: 2, direction: 'long', funding: { kind: 'assumed' } } as const;
  expect(() => service.run(pressed(), { ...REQUEST, source, perpetual })).toThrow('a recorded book is traded as spot');
  expect(() => service.run(pressed(), { ...REQUEST, timeframe: '10s' })).toThrow('bars of 10s are made of a recorded book alone');
  expect(() => service.run(pressed(), { ...REQUEST, queue: 'conservative' })).toThrow('only a recorded book has queues');
  const view = { ...VIEW, request: { ...REQUEST, source } } as unknown as RunReportView;
  threads[0]!.say({ kind: 'done', view, trades: [], capsule: capsuleOf('Simulated market, seed 7') });
  expect(() => service.marks(run)).toThrow('not over the market that is shown');
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { planWindows } from '../../../src-main/core/research/search/walk-forward.ts';
import { windowResults } from '../../../src-main/core/research/search/window-results.ts';
import { findStrategy } from '../../../src-main/core/strategies/catalog.ts';
import type { ResearchStore, Trial } from '../../../src-main/ports/research-store.ts';
import { backtest } from '../../../src-main/run-backtest.ts';
import { type SearchRequest, SearchService } from '../../../src-main/services/search-service.ts';
import { recordOf } from '../../../src-main/sessions/research/evaluate-trial.ts';
import type { SearchProgress } from '../../../src-main/sessions/research/search-job.ts';
import type { TrialBase, TrialTask } from '../../../src-main/sessions/research/trial-types.ts';
import { sliceCandles } from '../../../src-shared/domain/candle.ts';
import { runReport } from '../../../src-shared/domain/report.ts';
import type { SearchMethod } from '../../../src-shared/domain/search.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { Sfc32 } from '../../../src-shared/kernel/random.ts';
import { unwrap } from '../../../src-shared/kernel/result.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';
import { type LocalOptions, localThread } from '../../support/local-trials.ts';
import { BTC, temporaryResearch } from '../../support/research-kit.ts';
import { smaSearch, wanderingBars } from '../../support/search-bars.ts';

const BARS = wanderingBars(900);

let place: ReturnType<typeof temporaryResearch>;
let store: ResearchStore;
let elapsed: number;
let ids: number;
beforeEach(() => {
  place = temporaryResearch();
  store = place.store;
  elapsed = 0;
  ids = 0;
});
afterEach(() => place.remove());

function service(options: LocalOptions = {}, thread = (base: TrialBase) => localThread(base, options)): SearchService {
  const clock = { now: () => utcMs((elapsed += 1)), monotonic: () => (elapsed += 1), after: () => ({ dispose: () => undefined }) };
  const next = (): string => {
    ids += 1;
    return `search${String(ids).padStart(10, '0')}`;
  };
  return new SearchService({ store, clock, ids: { next }, find: findStrategy, thread });
}

const shown = (trials: readonly Trial[]) =>
  trials.map(({ number, window, part, parameters, figures, dailyReturns }) => ({
    number,
    window,
    part,
    parameters,
    figures,
    dailyReturns,
  }));

async function searched(request: SearchRequest, jobs = 1, options: LocalOptions = {}): Promise<readonly Trial[]> {
  const handle = service(options).start(request, { candles: BARS, jobs });
  expect(await handle.finished).toEqual({ state: 'done', fault: null });
  return store.trials(handle.id);
}

describe('a search', () => {
  test('a trial is exactly the backtest of its parameters', async () => {
    const trials = await searched(smaSearch(BARS));
    expect(trials).toHaveLength(53);
    for (const { parameters, figures } of trials.filter(({ number }) => number % 9 === 0)) {
      const spec = {
        instruments: [BTC],
        series: [{ instrument: 0, timeframe: '4h' as const, candles: BARS }],
        placements: [
          { instance: 's', strategy: 'sma-cross', instrument: 0, timeframe: '4h' as const, parameters, size: { kind: 'all' as const } },
        ],
        cash: Decimal.parse('10000'),
        costs: smaSearch(BARS).conditions.costs,
        limits: smaSearch(BARS).conditions.limits,
        seed: 7,
      };
      const report = runReport(recordOf(spec, backtest(spec)));
      expect(figures['sharpe']).toBe(report.metrics['sharpe']!.value);
      expect(figures['finalEquity']).toBe(report.finalEquity.toNumber());
      expect(figures['trades']).toBe(report.trades.length);
    }
  });

  test.each<SearchMethod>(['grid', 'random', 'tpe', 'nsga2'])(
    '%s gives the same with one thread and with several that land in any order',
    async (method) => {
      const request = smaSearch(BARS, { method, trials: 40 });
      const alone = await searched(request);
      const together = await searched(request, 5, { turns: new Sfc32(9) });
      expect(shown(together)).toEqual(shown(alone));
    },
  );

  test('is kept before its first trial, with what it was asked for and its state', async () => {
    const handle = service().start(smaSearch(BARS), { candles: BARS, jobs: 1 });
    expect(store.search(handle.id)).toMatchObject({ state: 'running', trials: 53, recorded: 0 });
    await handle.finished;
    expect(store.search(handle.id)).toMatchObject({ state: 'done', recorded: 53 });
    expect(store.trialCount(smaSearch(BARS).conditions.family)).toEqual({ runs: 0, trials: 53, total: 53 });
  });

  test('tells of every trial: how many, how fast, how long still, and the best so far', async () => {
    const heard: SearchProgress[] = [];
    const handle = service().start(smaSearch(BARS), { candles: BARS, jobs: 2 });
    const hearing = handle.onProgress((progress) => heard.push(progress));
    expect(handle.progress()).toMatchObject({ done: 0, total: 53, perSecond: 0, leftMs: null, best: null });
    await handle.finished;
    hearing.dispose();
    expect(heard.map(({ done }) => done)).toEqual([...Array.from({ length: 53 }, (_, i) => i + 1), 53]);
    expect(heard.at(-1)).toMatchObject({ state: 'done', leftMs: 0, failed: 0 });
    expect(heard[9]!.leftMs).toBeGreaterThan(heard[40]!.leftMs!);
    const trials = store.trials(handle.id);
    const best = Math.max(...trials.map(({ figures }) => figures['sharpe']!));
    expect(heard.at(-1)!.best!.figures['sharpe']).toBe(best);
  });

  test('a thread that dies fails its trial by name, and the search goes on', async () => {
    const trials = await searched(smaSearch(BARS), 3, { dies: ({ parameters }) => parameters['fast'] === 4 });
    const failed = trials.filter(({ state }) => state === 'failed');
    expect(failed).toHaveLength(6);
    expect(failed[0]).toMatchObject({
      parameters: { fast: 4, slow: 10 },
      problem: 'The thread that ran it ended: it ran out of memory',
      objectives: [null],
    });
    expect(trials).toHaveLength(53);
  });

  test('a trial that throws has failed with its sentence', async () => {
    const base = smaSearch(BARS);
    const trials = await searched({
      ...base,
      conditions: { ...base.conditions, instrument: { ...BTC, tick: '0' } },
      space: [{ name: 'fast', from: 2, to: 4, step: 1 }],
      fixed: { slow: 10 },
    });
    expect(trials.map(({ state }) => state)).toEqual(['failed', 'failed', 'failed']);
    expect(trials[0]!.problem).not.toBe('');
  });

  test('threads that never begin end it with a fault', async () => {
    const broken = () => ({
      post: () => undefined,
      onMessage: () => undefined,
      onEnd: (listener: (problem: string) => void) => setImmediate(() => listener('no such file')),
      stop: () => undefined,
    });
    const handle = service({}, broken).start(smaSearch(BARS), { candles: BARS, jobs: 2 });
    const { state, fault } = await handle.finished;
    expect([state, fault?.code, String(fault?.cause)]).toEqual([
      'failed',
      'internal',
      'Error: a thread for trials could not be started: no such file',
    ]);
    expect(store.search(handle.id)!.state).toBe('failed');
  });

  test('a store that fails ends it with the fault', async () => {
    const failing = Object.assign(Object.create(store) as ResearchStore, {
      addTrials: () => {
        throw new Error('the disk is gone');
      },
      setSearchState: () => {
        throw new Error('the disk is gone');
      },
    });
    const kept = store;
    store = failing;
    const handle = service().start(smaSearch(BARS), { candles: BARS, jobs: 1 });
    const { state, fault } = await handle.finished;
    store = kept;
    expect([state, String(fault?.cause)]).toEqual(['failed', 'Error: the disk is gone']);
  });
});

describe('pausing and going on', () => {
  test.each<SearchMethod>(['grid', 'random', 'tpe', 'nsga2'])(
    '%s ends as if it had never been interrupted, and runs nothing twice',
    async (method) => {
      const request = smaSearch(BARS, { method, trials: 45 });
      const whole = shown(await searched(request));
      let runs = 0;
      const counting = { onRun: () => void (runs += 1), turns: new Sfc32(2) };
      const handle = service(counting).start(request, { candles: BARS, jobs: 3 });
      handle.onProgress(({ done }) => {
        if (done === 17) handle.pause();
      });
      expect(await handle.finished).toEqual({ state: 'paused', fault: null });
      const recorded = store.search(handle.id)!.recorded;
      expect(recorded).toBeGreaterThanOrEqual(17);
      expect(recorded).toBeLessThan(whole.length);
      // Another process goes on, from the file alone.
      store = place.again();
      const again = service(counting).resume(handle.id, { candles: BARS, jobs: 2 });
      expect(again.progress().done).toBe(recorded);
      expect(await again.finished).toEqual({ state: 'done', fault: null });
      expect(shown(store.trials(handle.id))).toEqual(whole);
      expect(runs).toBe(whole.length);
    },
  );

  test('cancelling gives up what runs, by hand and by signal', async () => {
    const handle = service().start(smaSearch(BARS), { candles: BARS, jobs: 2 });
    handle.onProgress(({ done }) => {
      if (done === 5) handle.cancel();
    });
    expect((await handle.finished).state).toBe('cancelled');
    expect(store.search(handle.id)).toMatchObject({ state: 'cancelled', recorded: 5 });
    const stop = new AbortController();
    const other = service().start(smaSearch(BARS), { candles: BARS, jobs: 1, signal: stop.signal });
    stop.abort();
    expect((await other.finished).state).toBe('cancelled');
    const late = service().start(smaSearch(BARS), { candles: BARS, jobs: 1, signal: stop.signal });
    expect((await late.finished).state).toBe('cancelled');
    expect(store.search(late.id)!.recorded).toBe(0);
  });

  test('refuses what is unknown or done, other bars, and trials that were chosen in another way', async () => {
    const handle = service().start(smaSearch(BARS, { method: 'random', trials: 8 }), { candles: BARS, jobs: 1 });
    handle.onProgress(({ done }) => {
      if (done === 3) handle.pause();
    });
    await handle.finished;
    expect(() => service().resume('nothing', { candles: BARS, jobs: 1 })).toThrow('There is no search nothing');
    expect(() => service().resume(handle.id, { candles: wanderingBars(900, 4), jobs: 1 })).toThrow('has changed since');
    const strange: Trial = { ...store.trials(handle.id)[0]!, number: 5, parameters: { fast: 1, slow: 99 } };
    store.addTrials(handle.id, [strange]);
    const { fault } = await service().resume(handle.id, { candles: BARS, jobs: 1 }).finished;
    expect(fault?.message).toContain('by a version that chose its trials in another way');
    const done = service().start(smaSearch(BARS), { candles: BARS, jobs: 1 });
    await done.finished;
    expect(() => service().resume(done.id, { candles: BARS, jobs: 1 })).toThrow('is done already');
  });
});

describe('what is refused before anything is kept', () => {
  test.each<readonly [Partial<SearchRequest>, string]>([
    [{ space: [{ name: 'quick', from: 1, to: 9, step: 1 }] }, 'sma-cross has no parameter quick'],
    [{ space: [{ name: 'fast', from: 0, to: 9, step: 1 }] }, 'fast goes from 1 to 5000; the range 0 to 9 leaves that'],
    [{ space: [{ name: 'fast', from: 9, to: 9, step: 1 }] }, 'does not rise from 9 to 9'],
    [{ space: [{ name: 'fast', from: 1, to: 9, step: 0 }] }, 'the step of fast, 0, is not above 0'],
    [{ space: [{ name: 'fast', from: 1, to: 9, step: 0.5 }] }, 'fast is a whole number'],
    [{ space: [...smaSearch(BARS).space, smaSearch(BARS).space[0]!] }, 'fast has two ranges'],
    [{ objectives: [] }, 'there is no objective'],
    [{ objectives: [{ figure: 'sharp', direction: 'max' }] }, 'there is no figure sharp. Did you mean sharpe?'],
    [{ constraints: [{ figure: 'xxxxxxxxx', relation: '>=', bound: 1 }] }, 'there is no figure xxxxxxxxx. There are totalReturn'],
    [{ space: [] }, 'no parameter is varied'],
    [
      { conditions: { ...smaSearch(BARS).conditions, family: { ...smaSearch(BARS).conditions.family, strategy: 'none' } } },
      'There is no strategy none',
    ],
  ])('%j', (over, sentence) => {
    expect(() => service().start(smaSearch(BARS, over), { candles: BARS, jobs: 1 })).toThrow(sentence);
    expect(store.searches(9)).toEqual([]);
  });
});

describe('a walk-forward', () => {
  const windows = unwrap(
    planWindows({
      from: BARS.time[0]!,
      to: BARS.time[899]! + 14_400_000,
      inSampleDays: 60,
      outOfSampleDays: 20,
      count: null,
      anchored: false,
    }),
  );

  test('chooses in each window by its own bars and tries the choice on those behind, all of it counted', async () => {
    const tasks: TrialTask[] = [];
    const request = smaSearch(BARS, { windows, constraints: [{ figure: 'trades', relation: '>=', bound: 3 }] });
    const trials = await searched(request, 2, { onRun: (task) => void tasks.push(task) });
    expect(windows).toHaveLength(4);
    expect(trials).toHaveLength(4 * 54);
    expect(store.trialCount(request.conditions.family).total).toBe(4 * 54);
    const results = windowResults({ ...request, trials: 53 }, trials);
    expect(results).toHaveLength(4);
    for (const { window, chosen, inSample, outOfSample } of results) {
      const own = trials.filter((trial) => trial.part === 'in-sample' && windows[trial.window] === window && trial.figures['trades']! >= 3);
      expect(inSample!.figures['sharpe']).toBe(Math.max(...own.map(({ figures }) => figures['sharpe']!)));
      expect(outOfSample!.parameters).toEqual(chosen);
      const task = tasks.find(
        ({ from, parameters }) => BARS.time[from] === window.outOfSampleFrom && parameters['fast'] === chosen!['fast'],
      )!;
      expect(BARS.time[task.to - 1]).toBe(window.outOfSampleTo - 14_400_000);
      // Warmed with the bars before, it decides from its first bar on.
      const cut = sliceCandles(BARS, task.from, task.to);
      const history = sliceCandles(BARS, task.from - chosen!['slow']! - 1, task.from);
      const spec = {
        instruments: [BTC],
        series: [{ instrument: 0, timeframe: '4h' as const, candles: cut }],
        placements: [
          {
            instance: 's',
            strategy: 'sma-cross',
            instrument: 0,
            timeframe: '4h' as const,
            parameters: chosen!,
            size: { kind: 'all' as const },
            history,
          },
        ],
        cash: Decimal.parse('10000'),
        costs: request.conditions.costs,
        limits: request.conditions.limits,
        seed: 7,
      };
      expect(outOfSample!.figures['finalEquity']).toBe(runReport(recordOf(spec, backtest(spec))).finalEquity.toNumber());
      expect(outOfSample!.dailyReturns).toHaveLength(20);
    }
  });

  test('is gone on with in the middle of a window', async () => {
    const request = smaSearch(BARS, { windows, method: 'tpe', trials: 25 });
    const whole = shown(await searched(request));
    const handle = service().start(request, { candles: BARS, jobs: 2 });
    handle.onProgress(({ done }) => {
      if (done === 40) handle.pause();
    });
    await handle.finished;
    const again = service().resume(handle.id, { candles: BARS, jobs: 3 });
    await again.finished;
    expect(again.progress()).toMatchObject({ done: 104, total: 104, window: 3 });
    expect(shown(store.trials(handle.id))).toEqual(whole);
  });

  test('a window in which nothing is accepted has no choice and is complete', async () => {
    const request = smaSearch(BARS, { windows, constraints: [{ figure: 'trades', relation: '>=', bound: 1_000 }] });
    const trials = await searched(request);
    expect(trials).toHaveLength(4 * 53);
    const results = windowResults({ ...request, trials: 53 }, trials);
    expect(results.map(({ chosen, outOfSample }) => [chosen, outOfSample])).toEqual(Array.from({ length: 4 }, () => [null, null]));
    expect(windowResults({ ...request, trials: 53 }, trials.slice(0, 60))).toHaveLength(1);
  });
});

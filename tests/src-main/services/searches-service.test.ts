import { afterEach, beforeEach, expect, test } from 'vitest';
import { CostProfiles } from '../../../src-main/services/cost-profiles.ts';
import { findStrategy } from '../../../src-main/core/strategies/catalog.ts';
import { SearchesService, type SearchThread } from '../../../src-main/services/searches-service.ts';
import type { FromSearch, SearchStart, ToSearch } from '../../../src-main/sessions/research/search-messages.ts';
import type { SearchProgress } from '../../../src-main/sessions/research/search-job.ts';
import type { OverfitView, WalkHoldView, SearchAsk, SearchRow } from '../../../src-shared/contract/searches.ts';
import { DAY_MS } from '../../../src-shared/kernel/time.ts';
import { HandClock } from '../rpc/wall-fixture.ts';
import { perpetualOf } from '../../../src-main/core/market-data/perpetual-instrument.ts';
import { BTC, conditions, searchEntry, temporaryResearch, trial } from '../../support/research-kit.ts';

class HandThread implements SearchThread {
  readonly what: SearchStart['what'];
  readonly posted: ToSearch[] = [];
  ended = false;
  say: (message: FromSearch) => void = () => undefined;
  die: (problem: string) => void = () => undefined;

  constructor(what: SearchStart['what']) {
    this.what = what;
  }

  post(message: ToSearch): void {
    this.posted.push(message);
  }

  onMessage(listener: (message: FromSearch) => void): void {
    this.say = listener;
  }

  onEnd(listener: (problem: string) => void): void {
    this.die = listener;
  }

  end(): void {
    this.ended = true;
  }
}

const ASK: SearchAsk = {
  run: {
    source: { kind: 'simulated' },
    instrument: 'BTC/USD.SIM',
    timeframe: '4h',
    from: 0,
    to: 1,
    strategy: 'sma-cross',
    parameters: { fast: 20, slow: 50 },
    size: { kind: 'all' },
    cash: '10000',
    costs: 'conservative',
    limits: 'none',
    seed: 7,
  },
  space: [{ name: 'fast', from: 5, to: 10, step: 1 }],
  method: 'grid',
  trials: 6,
  objectives: [{ figure: 'sharpe', direction: 'max' }],
  constraints: [],
  windows: null,
};
const PROGRESS: SearchProgress = {
  state: 'running',
  done: 2,
  total: 6,
  failed: 0,
  perSecond: 4,
  leftMs: 1_000,
  window: 0,
  best: trial(1),
};

const SMA = findStrategy('sma-cross')!.spec;
const SCRIPT = { entry: 'mine.ts', files: { 'mine.ts': 'as it was' } };
let scripts: unknown[];
let threads: HandThread[];
let told: SearchRow[];
let research: ReturnType<typeof temporaryResearch>;
let service: SearchesService;

let held: string[];
let answerHold: () => Promise<WalkHoldView>;
let presses = 0;

/** The command of another press. */
function pressed(): string {
  return `command-${String((presses += 1))}`;
}

beforeEach(() => {
  threads = [];
  held = [];
  scripts = [];
  told = [];
  research = temporaryResearch();
  let ids = 0;
  service = new SearchesService({
    clock: new HandClock(),
    ids: { next: () => `fresh${String((ids += 1)).padStart(11, '0')}` },
    store: research.store,
    marketTime: () => 20 * DAY_MS,
    hold: (search) => (held.push(search.id), answerHold()),
    costs: new CostProfiles(() => Promise.reject(new Error('no thread'))),
    own: (strategy) => (strategy === 'mine' ? { spec: { ...SMA, id: 'mine' }, script: SCRIPT } : null),
    open: (what, script) => {
      scripts.push(script);
      const thread = new HandThread(what);
      threads.push(thread);
      return thread;
    },
    publish: (event) => {
      if (event.kind === 'search') told.push(event.row);
    },
  });
});
afterEach(() => {
  research.remove();
});

test('a search is told of while it goes, paused, and ends as its thread says', () => {
  const { search } = service.start(pressed(), ASK);
  expect(threads[0]?.what).toMatchObject({ kind: 'start', id: search, costs: { name: 'conservative' } });
  threads[0]!.say({ kind: 'progress', progress: PROGRESS });
  expect(told.at(-1)).toMatchObject({ search, state: 'running', done: 2, total: 6, rate: 4, left: 1_000, best: { objective: 0.1 } });
  expect(service.list().searches.map((row) => row.search)).toEqual([search]);
  expect(service.pause(search)).toEqual({ accepted: true });
  expect(service.cancel(search)).toEqual({ accepted: true });
  expect(threads[0]!.posted).toEqual(['pause', 'cancel']);
  threads[0]!.say({ kind: 'ended', progress: { ...PROGRESS, state: 'paused' }, fault: null });
  expect(told.at(-1)).toMatchObject({ state: 'paused', rate: null, left: null });
  expect(service.pause(search)).toEqual({ accepted: false });
  expect(service.cancel(search)).toEqual({ accepted: false });
});

test('what cannot be searched is refused before it has an id, a dead thread is told as a sentence', () => {
  expect(() => service.start(pressed(), { ...ASK, run: { ...ASK.run, strategy: 'none' } })).toThrow('There is no strategy none.');
  expect(() => service.start(pressed(), { ...ASK, run: { ...ASK.run, strategy: 'pairs' } })).toThrow(
    'pairs trades two instruments at once',
  );
  expect(() => service.start(pressed(), { ...ASK, run: { ...ASK.run, from: 1 } })).toThrow('from');
  const perpetual = { leverage: 2, direction: 'short', funding: { kind: 'assumed' } } as const;
  const dca = { ...ASK.run, strategy: 'dca', perpetual };
  expect(() => service.start(pressed(), { ...ASK, run: dca })).toThrow('dca has no short side');
  expect(() => service.start(pressed(), { ...ASK, run: { ...ASK.run, strategy: 'funding-carry' } })).toThrow('trades perpetuals alone');
  expect(() => service.start(pressed(), { ...ASK, run: { ...ASK.run, strategy: 'pairs' } })).toThrow('two instruments at once');
  expect(() => service.start(pressed(), { ...ASK, space: [{ name: 'fast', from: 9, to: 5, step: 1 }] })).toThrow('does not rise');
  expect(threads).toEqual([]);
  const { search } = service.start(pressed(), ASK);
  threads[0]!.die('its thread ended with 1');
  expect(told.at(-1)).toMatchObject({ state: 'failed', problem: `Search ${search} stopped: its thread ended with 1` });
  const second = service.start(pressed(), ASK).search;
  threads[1]!.say({ kind: 'failed', fault: { code: 'input.too-short', details: { file: 'BTC', bars: 0, needed: 2 }, cause: '' } });
  expect(told.at(-1)).toMatchObject({ search: second, state: 'failed', problem: 'BTC has 0 bars; 2 are needed.' });
});

test('a search of the store is paused where it was left, gone on with once, and tells its trials with those that nothing beats', () => {
  const simulated = conditions({ strategy: 'sma-cross', instrument: 'BTC/USD.SIM', timeframe: '4h', data: 'ab'.repeat(32) });
  const label = 'Simulated market, seed 7';
  research.store.addSearch(searchEntry({ conditions: { ...simulated, data: { ...simulated.data, label } } }));
  research.store.addTrials('search0000000001', [
    trial(0),
    trial(1),
    trial(2, { state: 'failed', figures: {}, objectives: [null], problem: 'it broke' }),
    trial(3, { figures: { sharpe: 9, trades: 2 } }),
  ]);
  expect(service.list().searches).toMatchObject([{ state: 'paused', done: 4, total: 6, resumable: true }]);
  const { trials, total } = service.trials('search0000000001');
  expect(total).toBe(4);
  // The fourth breaks the constraint of 30 trades.
  expect(trials.map(({ front, problem }) => [front, problem])).toEqual([
    [false, ''],
    [true, ''],
    [false, 'it broke'],
    [false, ''],
  ]);
  expect(service.resume('search0000000001')).toEqual({ accepted: true });
  expect(service.resume('search0000000001')).toEqual({ accepted: false });
  expect(threads[0]?.what).toEqual({ kind: 'resume', id: 'search0000000001' });
  research.store.setSearchState('search0000000001', 'done', 9);
  threads[0]!.say({ kind: 'ended', progress: { ...PROGRESS, state: 'done', done: 6 }, fault: null });
  expect(service.resume('search0000000001')).toEqual({ accepted: false });
  expect(service.list().searches).toMatchObject([{ state: 'done', done: 6 }]);
  for (const call of [() => service.trials('none'), () => service.resume('none')]) expect(call).toThrow('none');
});

test.each([
  { funding: { kind: 'against', bps: 1 }, ways: 'both', shown: { leverage: 3, direction: 'both', funding: { kind: 'assumed' } } },
  { funding: { kind: 'stated', bps: -2 }, shown: { leverage: 3, direction: 'long', funding: { kind: 'stated', bps: -2 } } },
] as const)('a search on a perpetual is shown as it is asked for: $shown', ({ funding, shown, ...sides }) => {
  const instrument = perpetualOf(BTC, { maxLeverage: 20, leverage: 3, maintenanceMargin: '0.01', liquidationFee: '0.01' });
  research.store.addSearch(searchEntry({ conditions: { ...conditions(), instrument, funding, ...sides } }));
  expect(service.list().searches[0]).toMatchObject({ instrument: BTC.id, perpetual: shown });
  const { search } = service.start(pressed(), { ...ASK, run: { ...ASK.run, perpetual: shown } });
  expect(told.at(-1)).toMatchObject({ search, instrument: 'BTC/USD.SIM', perpetual: shown });
});

test('a search over a file is shown, and gone on with elsewhere', () => {
  research.store.addSearch(searchEntry());
  expect(service.list().searches).toMatchObject([{ instrument: 'BTC/USD.FILE', resumable: false }]);
  // Traded as an instrument of the simulated market, it is over a file all the same.
  const asSimulated = conditions({ strategy: 'sma-cross', instrument: 'BTC/USD.SIM', timeframe: '4h', data: 'ab'.repeat(32) });
  research.store.addSearch(searchEntry({ id: 'search0000000002', at: 3_000, conditions: asSimulated }));
  expect(service.list().searches[0]).toMatchObject({ instrument: 'BTC/USD.SIM', resumable: false });
  expect(service.resume('search0000000002')).toEqual({ accepted: false });
  expect(threads).toEqual([]);
});

test('what was cancelled is not gone on with', () => {
  const { search } = service.start(pressed(), ASK);
  threads[0]!.say({ kind: 'ended', progress: { ...PROGRESS, state: 'cancelled' }, fault: null });
  expect(told.at(-1)).toMatchObject({ search, state: 'cancelled', resumable: false });
});

test('a walk-forward is cut before anything runs, and what does not fit is refused', () => {
  const plan = { inSampleDays: 6, outOfSampleDays: 2, count: null, anchored: true };
  const run = { ...ASK.run, to: 12 * DAY_MS };
  const { search } = service.start(pressed(), { ...ASK, run, windows: plan });
  // (12 - 6) / 2 windows with six trials and one run out of sample each.
  expect(told.at(-1)).toMatchObject({ search, windows: 3, total: 21 });
  expect(() => service.start(pressed(), { ...ASK, run, windows: { ...plan, count: 4 } })).toThrow('the bars cover 12 whole days');
  expect(threads).toHaveLength(1);
});

test('a walk-forward tells its windows as they are complete, its curve in money and how far its choices moved', () => {
  const windows = [0, 1, 2].map((window) => ({
    inSampleFrom: window * 2 * DAY_MS,
    inSampleTo: (window * 2 + 6) * DAY_MS,
    outOfSampleFrom: (window * 2 + 6) * DAY_MS,
    outOfSampleTo: (window * 2 + 8) * DAY_MS,
  }));
  const id = 'search0000000001';
  research.store.addSearch(searchEntry({ windows, trials: 2, constraints: [] }));
  expect(service.list().searches).toMatchObject([{ windows: 3, total: 9 }]);
  expect(service.walk(id)).toMatchObject({ verdict: '', complete: 0, efficiency: null, outOfSampleAnnual: null, figures: [] });
  const out = { part: 'out-of-sample' as const, number: 0 };
  research.store.addTrials(id, [
    trial(0, { figures: { sharpe: 1, totalReturn: 0.06, trades: 9 } }),
    trial(1, { figures: { sharpe: 2, totalReturn: 0.12, trades: 9 } }),
    trial(0, {
      ...out,
      parameters: { fast: 6, slow: 50 },
      figures: { totalReturn: -0.45, trades: 3 },
      dailyReturns: Float64Array.of(0.1, -0.5),
    }),
    trial(0, { window: 1, figures: { sharpe: 3, totalReturn: 0.06, trades: 9 } }),
    trial(1, { window: 1, figures: { sharpe: 2, totalReturn: 0.12, trades: 9 } }),
    trial(0, {
      ...out,
      window: 1,
      parameters: { fast: 5, slow: 50 },
      figures: { totalReturn: 0.2, trades: 4 },
      dailyReturns: Float64Array.of(0.2, 0),
    }),
    trial(0, { window: 2 }),
  ]);
  const view = service.walk(id);
  expect(view).toMatchObject({ complete: 2, profitable: 1, trades: 7, quote: 'USD', tries: 7 });
  expect(view.verdict).toContain('1 of 2 windows made money');
  expect(
    view.windows.map(({ complete, chosen, inSampleReturn, outOfSampleReturn }) => [
      complete,
      chosen?.['fast'],
      inSampleReturn,
      outOfSampleReturn,
    ]),
  ).toEqual([
    [true, 6, 0.12, -0.45],
    [true, 5, 0.06, 0.2],
    [false, undefined, null, null],
  ]);
  expect(view.stability).toEqual([{ name: 'fast', values: [6, 5], distinct: 2, meanMove: 0.2 }]);
  const rounded = (column: Float64Array): number[] => [...column].map((value) => Number(value.toFixed(9)));
  expect(rounded(view.curve.equity)).toEqual([11_000, 5_500, 6_600, 6_600]);
  expect(rounded(view.curve.drawdown)).toEqual([0, -0.5, -0.4, -0.4]);
  expect(view.figures.map((figure) => figure.id)).toContain('maxDrawdown');
  expect(() => service.walk('none')).toThrow('none');
  research.store.addSearch(searchEntry({ id: 'search0000000002' }));
  expect(() => service.walk('search0000000002')).toThrow('search0000000002');
});

test('what the same cash came to, held over the windows, is worked out once; what failed is asked again', async () => {
  const window = { inSampleFrom: 0, inSampleTo: DAY_MS, outOfSampleFrom: DAY_MS, outOfSampleTo: 2 * DAY_MS };
  research.store.addSearch(searchEntry({ windows: [window] }));
  const hold = { times: Float64Array.of(1), equity: Float64Array.of(2), drawdown: Float64Array.of(0) };
  answerHold = () => Promise.reject(new Error('the bars are gone'));
  await expect(service.walkHold('search0000000001')).rejects.toThrow('the bars are gone');
  answerHold = () => Promise.resolve(hold);
  expect(await service.walkHold('search0000000001')).toBe(hold);
  expect(await service.walkHold('search0000000001')).toBe(hold);
  expect(held).toHaveLength(2);
  await expect(service.walkHold('none')).rejects.toThrow('none');
  research.store.addSearch(searchEntry({ id: 'search0000000002' }));
  await expect(service.walkHold('search0000000002')).rejects.toThrow('search0000000002');
});

test('a verdict comes from a thread, or its fault does', async () => {
  const view = { passed: true } as unknown as OverfitView;
  const judged = service.judge('search0000000001');
  threads[0]!.say({ kind: 'judged', view });
  expect(await judged).toBe(view);
  const refused = service.judge('none');
  threads[1]!.say({ kind: 'failed', fault: { code: 'search.unknown', details: { search: 'none' }, cause: '' } });
  await expect(refused).rejects.toThrow('none');
  const died = service.judge('none');
  threads[2]!.die('gone');
  await expect(died).rejects.toThrow('Search none stopped: gone');
});

test('closing ends every thread', () => {
  service.start(pressed(), ASK);
  service.close();
  expect(threads[0]!.ended).toBe(true);
});

test('a search over a strategy of the user takes its files along as they are now', () => {
  service.start(pressed(), { ...ASK, run: { ...ASK.run, strategy: 'mine' } });
  service.start(pressed(), ASK);
  expect(scripts).toEqual([SCRIPT, null]);
  expect(() =>
    service.start(pressed(), { ...ASK, run: { ...ASK.run, strategy: 'mine' }, space: [{ name: 'fast', from: 0, to: 9, step: 1 }] }),
  ).toThrow('goes from');
});

test('a search over the simulated market ends at the market’s time', () => {
  service.start(pressed(), { ...ASK, run: { ...ASK.run, to: 40 * DAY_MS } });
  expect(service.list().searches[0]).toMatchObject({ to: 20 * DAY_MS });
  expect(() => service.start(pressed(), { ...ASK, run: { ...ASK.run, from: 30 * DAY_MS, to: 40 * DAY_MS } })).toThrow('not come so far');
});

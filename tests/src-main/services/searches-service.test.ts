import { afterEach, beforeEach, expect, test } from 'vitest';
import { SearchesService, type SearchThread } from '../../../src-main/services/searches-service.ts';
import type { FromSearch, SearchStart, ToSearch } from '../../../src-main/sessions/research/search-messages.ts';
import type { SearchProgress } from '../../../src-main/sessions/research/search-job.ts';
import type { OverfitView, SearchAsk, SearchRow } from '../../../src-shared/contract/searches.ts';
import { HandClock } from '../rpc/wall-fixture.ts';
import { conditions, searchEntry, temporaryResearch, trial } from '../../support/research-kit.ts';

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

let threads: HandThread[];
let told: SearchRow[];
let research: ReturnType<typeof temporaryResearch>;
let service: SearchesService;

beforeEach(() => {
  threads = [];
  told = [];
  research = temporaryResearch();
  let ids = 0;
  service = new SearchesService({
    clock: new HandClock(),
    ids: { next: () => `fresh${String((ids += 1)).padStart(11, '0')}` },
    store: research.store,
    open: (what) => {
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
  const { search } = service.start(ASK);
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
  expect(() => service.start({ ...ASK, run: { ...ASK.run, strategy: 'none' } })).toThrow('There is no strategy none.');
  expect(() => service.start({ ...ASK, run: { ...ASK.run, from: 1 } })).toThrow('from');
  expect(() => service.start({ ...ASK, space: [{ name: 'fast', from: 9, to: 5, step: 1 }] })).toThrow('does not rise');
  expect(threads).toEqual([]);
  const { search } = service.start(ASK);
  threads[0]!.die('its thread ended with 1');
  expect(told.at(-1)).toMatchObject({ state: 'failed', problem: `Search ${search} stopped: its thread ended with 1` });
  const second = service.start(ASK).search;
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
  const { search } = service.start(ASK);
  threads[0]!.say({ kind: 'ended', progress: { ...PROGRESS, state: 'cancelled' }, fault: null });
  expect(told.at(-1)).toMatchObject({ search, state: 'cancelled', resumable: false });
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
  service.start(ASK);
  service.close();
  expect(threads[0]!.ended).toBe(true);
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TrialFamily } from '../../src-main/ports/research-store.ts';
import { runReport } from '../../src-shared/domain/report.ts';
import { conditions, FAMILY, searchEntry, storedRun, temporaryResearch, trial } from '../support/research-kit.ts';

/** Every adapter of the port. */
const STORES = [['on disk', temporaryResearch]] as const;

describe.each(STORES)('a store of trials %s', (_, open) => {
  let place: ReturnType<typeof open>;
  beforeEach(() => {
    place = open();
  });
  afterEach(() => place.remove());

  test('gives a run back whole, so that its report is the same', () => {
    const run = storedRun();
    place.store.addRun(run);
    const kept = place.again().run(run.id);
    expect(kept).toEqual(run);
    expect(runReport(kept!.record)).toEqual(runReport(run.record));
    expect(place.store.run('nothing000000000')).toBeNull();
  });

  test('lists runs and searches newest first', () => {
    for (const [i, at] of [5, 9, 7].entries()) {
      place.store.addRun(storedRun({ id: `run${i}`, at }));
      place.store.addSearch(searchEntry({ id: `search${i}`, at }));
    }
    expect(place.store.runs(2).map(({ id }) => id)).toEqual(['run1', 'run2']);
    expect(place.store.searches(9).map(({ id }) => id)).toEqual(['search1', 'search2', 'search0']);
    const { assumptions: _a, dailyReturns: _d, record: _r, ...summary } = storedRun({ id: 'run0', at: 5 });
    expect(place.store.runs(9)[2]).toEqual({ ...summary, number: 1, isReported: false });
  });

  test('gives a number once: to a run before it begins, or when it is kept', () => {
    const { store } = place;
    expect(store.numberRun('begun', 5)).toBe(1);
    expect(place.again().numberRun('cancelled', 6)).toBe(2);
    expect(store.numberRun('begun', 9)).toBe(1);
    store.addRun(storedRun({ id: 'elsewhere', at: 7 }));
    store.addRun(storedRun({ id: 'begun', at: 8 }));
    expect(store.numberRun('next', 9)).toBe(4);
    expect(store.runs(9).map(({ id, number }) => [id, number])).toEqual([
      ['begun', 1],
      ['elsewhere', 3],
    ]);
  });

  test('keeps a portfolio, numbered with the runs', () => {
    const { store } = place;
    store.addRun(storedRun({ id: 'single', at: 3 }));
    const kept = { id: 'both', at: 4, request: { rows: [1, 2] }, figures: { sharpe: 1.25, calmar: null }, report: { parts: ['a'] } };
    expect(store.numberRun('both', 4)).toBe(2);
    store.addPortfolio(kept);
    store.addPortfolio({ ...kept, id: 'later', at: 5 });
    expect(place.again().portfolio('both')).toEqual(kept);
    const { report: _, ...listed } = kept;
    expect(store.portfolios(9)).toEqual([
      { ...listed, id: 'later', at: 5, number: 3 },
      { ...listed, number: 2 },
    ]);
    expect(store.portfolios(1)).toHaveLength(1);
    expect([store.portfolio('single'), store.run('both')]).toEqual([null, null]);
  });

  test('keeps a search with its states and its trials in order', () => {
    const { store } = place;
    store.addSearch(searchEntry());
    expect(store.search('search0000000001')).toEqual({ ...searchEntry(), state: 'running', stateAt: 2_000, recorded: 0 });
    store.addTrials('search0000000001', [trial(3), trial(0)]);
    store.addTrials('search0000000001', [
      trial(1, { state: 'failed', dailyReturns: new Float64Array(0), problem: 'It stopped.', objectives: [null], figures: {} }),
      trial(0, { window: 1, part: 'out-of-sample' }),
      trial(2, { window: 1 }),
    ]);
    store.setSearchState('search0000000001', 'paused', 3_000);
    store.setSearchState('search0000000001', 'paused', 4_000);
    expect(place.again().search('search0000000001')).toMatchObject({ state: 'paused', stateAt: 3_000, recorded: 5 });
    const kept = store.trials('search0000000001');
    expect(kept.map(({ window, part, number }) => [window, part, number])).toEqual([
      [0, 'in-sample', 0],
      [0, 'in-sample', 1],
      [0, 'in-sample', 3],
      [1, 'in-sample', 2],
      [1, 'out-of-sample', 0],
    ]);
    expect(kept[2]).toEqual(trial(3));
    expect(store.outcomes('search0000000001')).toEqual(
      kept.map((each) => (each.part === 'in-sample' ? { ...each, dailyReturns: new Float64Array(0) } : each)),
    );
    expect(kept[1]).toMatchObject({ state: 'failed', problem: 'It stopped.', objectives: [null] });
  });

  test('a trial that is there stays as it is, and a batch is kept whole or not at all', () => {
    const { store } = place;
    store.addSearch(searchEntry());
    store.addTrials('search0000000001', [trial(0)]);
    store.addTrials('search0000000001', [trial(0, { objectives: [99] }), trial(1)]);
    expect(store.trials('search0000000001').map(({ objectives }) => objectives)).toEqual([[0], [0.1]]);
    const broken = trial(3, { state: null as never });
    expect(() => store.addTrials('search0000000001', [trial(2), broken])).toThrow('NOT NULL');
    expect(store.trials('search0000000001')).toHaveLength(2);
    expect(() => store.addTrials('unknown', [trial(2)])).toThrow('unknown');
  });

  test('finds a search by the beginning of its id where that is clear', () => {
    const { store } = place;
    store.addSearch(searchEntry({ id: 'abcd' }));
    store.addSearch(searchEntry({ id: 'abzz' }));
    expect(store.search('abc')?.id).toBe('abcd');
    expect(store.search('ab')).toBeNull();
    expect(store.search('')).toBeNull();
    expect(store.search('x')).toBeNull();
  });

  test('counts every try of a family: runs and trials of all searches, what was pruned left out', () => {
    const { store } = place;
    const other: TrialFamily = { ...FAMILY, data: 'cd'.repeat(32) };
    expect(store.trialCount(FAMILY)).toEqual({ runs: 0, trials: 0, total: 0 });
    store.addRun(storedRun());
    store.addRun(storedRun({ id: 'run2' }));
    store.addRun(storedRun({ id: 'run3', conditions: conditions(other) }));
    store.addSearch(searchEntry());
    store.addSearch(searchEntry({ id: 'windowed', windows: [] }));
    store.addSearch(searchEntry({ id: 'elsewhere', conditions: conditions({ ...FAMILY, timeframe: '1h' }) }));
    const states = [trial(0), trial(1, { state: 'failed' }), trial(2, { state: 'pruned' })];
    store.addTrials('search0000000001', states);
    store.addTrials('windowed', [...states, trial(0, { part: 'out-of-sample' })]);
    store.addTrials('elsewhere', states);
    expect(place.again().trialCount(FAMILY)).toEqual({ runs: 2, trials: 5, total: 7 });
    expect(store.trialCount(other)).toEqual({ runs: 1, trials: 0, total: 1 });
  });

  test('gives what a family came to over all its bars, oldest first', () => {
    const { store } = place;
    store.addSearch(searchEntry({ at: 500 }));
    store.addSearch(searchEntry({ id: 'windowed', windows: [] }));
    store.addTrials('search0000000001', [trial(1), trial(0), trial(2, { state: 'failed' })]);
    store.addTrials('windowed', [trial(0)]);
    store.addRun(storedRun());
    const results = [...store.familyResults(FAMILY)];
    expect(results.map(({ parameters }) => parameters['fast'])).toEqual([5, 6, 20]);
    expect(results[1]).toEqual({
      conditions: searchEntry().conditions,
      parameters: { fast: 6, slow: 50 },
      figures: trial(1).figures,
      dailyReturns: trial(1).dailyReturns,
    });
    expect([...store.familyResults({ ...FAMILY, strategy: 'grid' })]).toEqual([]);
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { KnownStrategies } from '../../src-main/known-strategies.ts';
import { strategyTemplate } from '../../src-main/core/user-strategies/strategy-template.ts';
import { readOwnStrategies } from '../../src-main/own-strategies.ts';
import { evaluateTrial } from '../../src-main/sessions/research/evaluate-trial.ts';
import { keepRun, researchBars } from '../../src-main/research-bars.ts';
import { backtest, depthBacktest } from '../../src-main/run-backtest.ts';
import { leaksOfRun, luckOfRun } from '../../src-main/run-checks.ts';
import type { CheckStart } from '../../src-main/sessions/research/check-messages.ts';
import { ResearchRun } from '../../src-main/sessions/research/research-run.ts';
import { sharedCandles } from '../../src-main/sessions/research/shared-columns.ts';
import { TrialPool } from '../../src-main/sessions/research/trial-pool.ts';
import { trialThread } from '../../src-main/trial-threads.ts';
import { USER_STRATEGIES } from '../../src-main/user-strategies.ts';
import { CONSERVATIVE } from '../../src-shared/domain/costs.ts';
import type { RunRequest } from '../../src-shared/contract/research.ts';
import { smaSearch, wanderingBars } from '../support/search-bars.ts';
import { StrategyFolder, scriptOf } from '../support/user-strategy-kit.ts';

const folder = new StrategyFolder();
afterAll(() => {
  folder.remove();
});

describe('a folder of strategies', () => {
  it('is read file by file: what loads, what is wrong where, and ids that are taken', () => {
    folder.write('list/a-good.ts', strategyTemplate('good'));
    folder.write('list/b-same.ts', strategyTemplate('good'));
    folder.write('list/c-taken.ts', strategyTemplate('sma-cross'));
    folder.write('list/d-broken.ts', 'const a = 1;\nconst b: = 3;');
    const rows = readOwnStrategies(`${folder.path}/list`);
    expect(rows.map(({ file, spec }) => [file, spec?.id ?? null])).toEqual([
      ['a-good.ts', 'good'],
      ['b-same.ts', null],
      ['c-taken.ts', null],
      ['d-broken.ts', null],
    ]);
    expect(rows[0]).toMatchObject({ problem: '', hash: expect.stringMatching(/^[0-9a-f]{64}$/u) as string });
    expect(rows[1]?.problem).toBe('b-same.ts: id "good" is that of a-good.ts; choose another.');
    expect(rows[2]?.problem).toContain('is that of a built-in strategy');
    expect(rows[3]?.problem).toMatch(/^d-broken\.ts:2:10: /u);
    expect(readOwnStrategies(`${folder.path}/none`)).toEqual([]);
  });

  it('tells when a script in it has come, has changed or has gone, and of nothing else', async () => {
    folder.write('watched/other.txt', '');
    const stop = new AbortController();
    const changes = USER_STRATEGIES.folderChanges(`${folder.path}/watched`, stop.signal);
    const first = changes.next();
    folder.write('watched/other.txt', 'more');
    folder.write('watched/new.ts', 'a');
    expect((await first).done).toBe(false);
    const second = changes.next();
    folder.write('watched/new.ts', 'b');
    expect((await second).done).toBe(false);
    const third = changes.next();
    rmSync(`${folder.path}/watched/new.ts`);
    expect((await third).done).toBe(false);
    const end = changes.next();
    stop.abort();
    expect((await end).done).toBe(true);
  });
});

describe('a search over a strategy of the user', () => {
  const candles = sharedCandles(wanderingBars(1_000));
  const { conditions } = smaSearch(candles);
  const task = { parameters: { fast: 5, slow: 60 }, from: 100, to: candles.length };
  const ownConditions = { ...conditions, family: { ...conditions.family, strategy: 'again' } };

  it('comes to the same as one over the built-in strategy that it writes down again, a process per thread', async () => {
    const script = USER_STRATEGIES.read(folder.write('search/again.ts', strategyTemplate('again')));
    const builtIn = new TrialPool(() => trialThread({ conditions, candles }), 1);
    const own = new TrialPool(() => trialThread({ conditions: ownConditions, candles, script }), 2);
    const [expected, ...found] = await Promise.all([builtIn.run(task), own.run(task), own.run(task)]);
    expect(expected.state).toBe('ok');
    expect(found).toEqual([expected, expected]);
    builtIn.close();
    own.close();
  });

  it('goes on after a trial in which the strategy had to be ended', () => {
    const text = scriptOf('if (parameters.fast === 7) for (;;);', '').replace(
      "id: 'mine',",
      "id: 'again', parameters: { fast: { default: 5, min: 1, max: 9 }, slow: { default: 60, min: 1, max: 90 } },",
    );
    const known = new KnownStrategies(USER_STRATEGIES.read(folder.write('loops/again.ts', text)), 7);
    const rooms = { run: known.backtest, find: known.find };
    const trial = (fast: number) =>
      evaluateTrial({ conditions: ownConditions, candles }, { ...task, parameters: { fast, slow: 60 } }, rooms);
    expect(trial(7)).toMatchObject({ state: 'failed', problem: expect.stringContaining('it did not answer within') as string });
    expect(trial(5).state).toBe('ok');
    expect(known.hash).toMatch(/^[0-9a-f]{64}$/u);
    known.close();
    expect(new KnownStrategies(null, 7).find('sma-cross')?.spec.id).toBe('sma-cross');
  });
});

describe('a run of a strategy of the user', () => {
  const home = mkdtempSync(join(tmpdir(), 'cryptoorch-own-run-'));
  afterAll(() => {
    rmSync(home, { recursive: true, force: true });
  });
  const REQUEST: RunRequest = {
    source: { kind: 'simulated' },
    instrument: 'BTC/USD.SIM',
    timeframe: '4h',
    from: Date.UTC(2025, 0, 1),
    to: Date.UTC(2025, 2, 1),
    strategy: 'again',
    parameters: { fast: 5, slow: 20 },
    size: { kind: 'all' },
    cash: '100000',
    costs: 'conservative',
    limits: 'none',
    seed: 7,
  };

  it('is looked through for leaks and luck with the files that it was made of, and not with others', async () => {
    const file = folder.write('run/again.ts', strategyTemplate('again'));
    const script = USER_STRATEGIES.read(file);
    const own = USER_STRATEGIES.openScript(script, REQUEST.seed);
    const parts = { costs: CONSERVATIVE, engine: '1.2.3', tell: () => undefined, strategyHash: own.hash };
    const played = new ResearchRun(REQUEST, researchBars({ request: REQUEST, marketSeed: 7, home }), {
      ...parts,
      backtest: (spec) => backtest(spec, own.definition),
      depthBacktest: (spec, book) => depthBacktest(spec, book, own.definition),
    }).play(1);
    own.close();
    keepRun(home, { ...played.kept, id: 'run0000000000001', at: 1 });
    const leaks = { kind: 'leaks', run: 1, cuts: 2, bars: 60 } as const;
    const start: CheckStart = {
      home,
      marketSeed: 7,
      jobs: 1,
      check: leaks,
      at: 1,
      engine: '1.2.3',
      id: 'run0000000000001',
      request: REQUEST,
      script,
    };
    expect(leaksOfRun(start, leaks, () => undefined)).toMatchObject({ verdict: 'clean' });
    const luck = { kind: 'luck', run: 1, paths: 2, blockBars: null } as const;
    expect(await luckOfRun({ ...start, check: luck }, luck, () => undefined)).toBeDefined();
    const changed = USER_STRATEGIES.read(folder.write('run/again.ts', `${strategyTemplate('again')}\n// other\n`));
    expect(() => leaksOfRun({ ...start, script: changed }, leaks, () => undefined)).toThrow('its files have changed since run 1 was made');
    expect(() => leaksOfRun({ ...start, script: null }, leaks, () => undefined)).toThrow('There is no strategy again');
  });
});

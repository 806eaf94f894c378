import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { openResearchStore } from '../../../src-main/research-bars.ts';
import type { CliContext, CliServices } from '../../../src-main/cli/context.ts';
import { localThread } from '../../support/local-trials.ts';
import { wanderingBars } from '../../support/search-bars.ts';
import { callCli } from './call-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'cryptoorch-search-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const bars = wanderingBars(900);
const rows = Array.from(
  bars.time,
  (time, i) => `${time},${bars.open[i]!},${bars.high[i]!},${bars.low[i]!},${bars.close[i]!},${bars.volume[i]!}.00001`,
);
const FILE = join(folder, 'bars.csv');
writeFileSync(FILE, `ts,open,high,low,close,volume\n${rows.join('\n')}\n`);

let home = '';
let homes = 0;
let ids = 0;
beforeEach(() => {
  homes += 1;
  home = join(folder, `home-${homes}`);
});

function call(argv: readonly string[], context: Partial<CliContext> = {}) {
  const services: Partial<CliServices> = {
    research: openResearchStore,
    trialThread: (base) => localThread(base),
    ids: { next: () => `id${String((ids += 1)).padStart(14, '0')}` },
  };
  return callCli(argv, { services, context: { home, ...context } });
}

const GROUND = ['--candles', FILE, '--instrument', 'BTC/USD', '--timeframe', '4h', '--strategy', 'sma-cross'];
const GRID = ['--range', 'fast=2:20:2', '--range', 'slow=10:60:10'];
const json = (line: string): Record<string, unknown> => JSON.parse(line) as Record<string, unknown>;

describe('optimise', () => {
  it('shows the ten best, counts, and every try of the strategy on these bars', async () => {
    await call(['backtest', ...GROUND]);
    const done = await call(['optimise', ...GROUND, ...GRID, '--constraint', 'trades>=8']);
    expect([done.code, done.stderr]).toEqual([0, expect.stringMatching(/53 trials|^$/u)]);
    expect(done.stdout).toMatch(
      /^sma-cross fast 2 to 20 by 2, slow 10 to 60 by 10 · grid · BTC\/USD\.FILE 4h · 2024-01-01 to 2024-05-30\n/u,
    );
    expect(done.stdout).toMatch(/Best 10 of \d+ accepted\nTrial +fast +slow +Sharpe ratio +Total return +Max drawdown +Closed trades\n/u);
    expect(done.stdout).toMatch(/53 trials; \d+ without a value or against a constraint\./u);
    expect(done.stdout).toContain('54 tries of sma-cross on these bars so far');
  });

  it('answers a machine with the best first, the same as the backtest of its parameters', async () => {
    const answer = json((await call(['optimise', ...GROUND, ...GRID, '--json'])).lastLine);
    expect(answer).toMatchObject({ state: 'done', method: 'grid', trials: 53, failed: 0, pruned: 0, tries: 53, accepted: 53, seed: 7 });
    const leading = answer['leading'] as { parameters: Record<string, number>; figures: Record<string, number>; number: number }[];
    expect(answer['best']).toEqual(leading[0]);
    const sharpes = leading.map(({ figures }) => figures['sharpe']!);
    expect(sharpes).toEqual([...sharpes].sort((a, b) => b - a));
    const { fast, slow } = leading[3]!.parameters;
    const one = json((await call(['backtest', ...GROUND, '--param', `fast=${fast}`, '--param', `slow=${slow}`, '--json'])).lastLine);
    for (const figure of ['sharpe', 'totalReturn', 'maxDrawdown', 'finalEquity', 'fees'])
      expect(leading[3]!.figures[figure]).toBe(one[figure]);
  });

  it('shows a Pareto front by several objectives: nothing in it is worse in both', async () => {
    const argv = [
      'optimise',
      ...GROUND,
      '--range',
      'fast=2:20',
      '--range',
      'slow=10:60',
      '--objective',
      'totalReturn',
      '--objective',
      'maxDrawdown',
      '--trials',
      '60',
    ];
    const answer = json((await call([...argv, '--json'])).lastLine);
    expect(answer).toMatchObject({ method: 'nsga2', trials: 60, accepted: null, objectives: [{ direction: 'max' }, { direction: 'min' }] });
    const front = (answer['paretoFront'] as { objectives: [number, number] }[]).map(({ objectives }) => objectives);
    for (const [gain, fall] of front) expect(front.some(([g, f]) => g >= gain && f <= fall && (g > gain || f < fall))).toBe(false);
    expect((await call([...argv, '--seed', '8'])).stdout).toMatch(
      /Pareto front \(\d+ of \d+\)\nTrial +fast +slow +Total return +Max drawdown +Sharpe/u,
    );
  });

  it('says when nothing was accepted', async () => {
    const none = await call(['optimise', ...GROUND, ...GRID, '--constraint', 'trades>=900']);
    expect(none.stdout).toContain('\nNo trial was accepted.\n');
    const coarse = await call(['optimise', ...GROUND, ...GRID, '--lot', '1']);
    expect(coarse.stdout).toContain('No trial was accepted. Nothing was traded in any of them.');
    expect(json((await call(['optimise', ...GROUND, ...GRID, '--constraint', 'trades>=900', '--json'])).lastLine)).toMatchObject({
      best: null,
    });
  });

  it('is paused when asked to stop, says what goes on with it, and ends as if it had not been', async () => {
    const whole = json((await call(['optimise', ...GROUND, ...GRID, '--method', 'tpe', '--trials', '40', '--json'])).lastLine);
    const stop = new AbortController();
    let ran = 0;
    const services: Partial<CliServices> = {
      research: openResearchStore,
      trialThread: (base) => localThread(base, { onRun: () => ((ran += 1) === 12 ? stop.abort() : undefined) }),
      ids: { next: () => 'paused0000000000' },
    };
    const argv = ['optimise', ...GROUND, ...GRID, '--method', 'tpe', '--trials', '40', '--jobs', '1', '--json'];
    const paused = await callCli(argv, { services, context: { home, signal: stop.signal } });
    expect(paused.stderr).toContain('Paused. Go on with: cryptoorch optimise --resume paused0000000000\n');
    expect(json(paused.lastLine)).toMatchObject({ state: 'paused', trials: 12 });
    const resumed = json((await call(['optimise', '--resume', 'paused', '--json'])).lastLine);
    expect(resumed).toMatchObject({ state: 'done', trials: 40, search: 'paused0000000000' });
    expect(resumed['leading']).toEqual(whole['leading']);
    // Asked before it begins, it lets what both threads have come to its end.
    const before = new AbortController();
    before.abort();
    expect(
      json(
        (
          await call(
            [...argv, '--seed', '3'].filter((word) => word !== '--jobs' && word !== '1'),
            { signal: before.signal },
          )
        ).lastLine,
      ),
    ).toMatchObject({ state: 'paused', trials: 2 });
  });

  it.each<readonly [readonly string[], RegExp]>([
    [['optimise'], /--candles is needed/u],
    [['optimise', ...GROUND], /--range is needed/u],
    [['optimise', ...GROUND, '--range', 'fast'], /"fast" is not name=from:to:step/u],
    [['optimise', ...GROUND, '--range', 'fast=a:9'], /"a" is not a number/u],
    [['optimise', ...GROUND, '--range', 'quick=1:9'], /sma-cross has no parameter quick/u],
    [['optimise', ...GROUND, ...GRID, '--trials', '5'], /a grid runs every combination/u],
    [['optimise', ...GROUND, ...GRID, '--param', 'fast=3'], /fast has a range; give it one or the other/u],
    [['optimise', ...GROUND, ...GRID, '--param', 'quick=3'], /It has no such parameter/u],
    [['optimise', ...GROUND, ...GRID, '--objective', 'sharp'], /there is no figure sharp\. Did you mean sharpe/u],
    [['optimise', ...GROUND, ...GRID, '--objective', 'sharpe:up'], /"up" is none of max, min/u],
    [['optimise', ...GROUND, ...GRID, '--constraint', 'trades'], /is not figure>=bound/u],
    [['optimise', '--resume', 'nothing'], /There is no search nothing/u],
    [
      ['walk-forward', ...GROUND, ...GRID, '--in-sample', '140', '--out-of-sample', '30'],
      /cover 150 whole days; 1 windows of 140 and 30 days need 170/u,
    ],
    [['searches', 'show', 'nothing'], /There is no search nothing/u],
    [['searches', 'lits'], /Did you mean searches list/u],
  ])('%j is refused', async (argv, sentence) => {
    const refused = await call(argv);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(sentence);
  });
});

describe('walk-forward', () => {
  const ARGV = ['walk-forward', ...GROUND, ...GRID, '--in-sample', '60', '--out-of-sample', '20'];

  it('judges the choices on bars they have never seen, window by window', async () => {
    const done = await call(ARGV);
    expect(done.code).toBe(0);
    expect(done.stdout).toMatch(/\nWalk-forward id\d+, done\n(It holds|It does not hold|There was nothing to hold).*windows made money/u);
    expect(done.stdout).toMatch(/Window +from +tried from +to +fast +slow +sharpe in +sharpe out +return in +return out +trades out\n1 /u);
    expect(done.stdout).toMatch(/slow: \d different choices in 4 windows; from window to window it moves by [\d.]+% of its range\./u);
    expect(done.stdout).toMatch(/Walk-forward efficiency +/u);
    expect(done.stdout).toContain('216 tries of sma-cross');
  });

  it('answers a machine, and is shown again from what was kept', async () => {
    const answer = json((await call([...ARGV, '--json'])).lastLine);
    const windows = answer['windows'] as {
      inSampleTo: number;
      outOfSampleFrom: number;
      outOfSample: { figures: Record<string, number> };
    }[];
    expect(windows).toHaveLength(4);
    for (const { inSampleTo, outOfSampleFrom } of windows) expect(outOfSampleFrom).toBe(inSampleTo);
    const growth = windows.reduce((product, { outOfSample }) => product * (1 + outOfSample.figures['totalReturn']!), 1);
    expect((answer['metrics'] as Record<string, number>)['totalReturn']).toBeCloseTo(growth - 1, 9);
    const shown = await call(['searches', 'show', String(answer['search']), '--json']);
    expect(json(shown.lastLine)).toEqual(answer);
    expect((await call(['searches', 'show', String(answer['search'])])).stdout).toContain(String(answer['verdict']));
  });

  it('can be paused in the middle of its windows and shows those that are complete', async () => {
    const stop = new AbortController();
    let ran = 0;
    const thread = {
      trialThread: (base: Parameters<CliServices['trialThread']>[0]) =>
        localThread(base, { onRun: () => ((ran += 1) === 70 ? stop.abort() : undefined) }),
    };
    const services: Partial<CliServices> = { research: openResearchStore, ids: { next: () => 'halfway000000000' }, ...thread };
    const paused = await callCli([...ARGV, '--jobs', '1'], { services, context: { home, signal: stop.signal } });
    expect(paused.stderr).toContain('cryptoorch walk-forward --resume halfway000000000');
    expect(paused.stdout).toContain('paused: 3 windows are still to come');
    ran = -1_000;
    const early = new AbortController();
    early.abort();
    await callCli([...ARGV], {
      services: { ...services, ids: { next: () => 'nothing000000000' } },
      context: { home, signal: early.signal },
    });
    expect(json((await call(['searches', 'show', 'nothing', '--json'])).lastLine)).not.toHaveProperty('verdict');
    expect((await call(['searches', 'show', 'nothing'])).stdout).toMatch(/Search nothing000000000, paused/u);
  });
});

describe('searches', () => {
  it('lists what was kept, newest first', async () => {
    expect((await call(['searches', 'list'])).stdout).toBe('There are no searches yet.\n');
    await call(['optimise', ...GROUND, ...GRID]);
    await call(['optimise', ...GROUND, '--range', 'fast=2:9']);
    const listed = await call(['searches', 'list']);
    expect(listed.stdout).toMatch(
      /^Search +Begun \(UTC\) +State +Trials  What\nid.* done +8  sma-cross fast 2 to 9 by 1, slow 50 · grid .*\nid.* done +53  sma-cross/u,
    );
    expect(json((await call(['searches', 'list', '--count', '1', '--json'])).lastLine)['searches']).toHaveLength(1);
    const shown = await call(['searches', 'show', listed.stdout.split('\n')[1]!.slice(0, 16)]);
    expect(shown.stdout).toContain('Best 8 of 8 accepted');
  });
});

describe('a backtest', () => {
  it('is kept and counted, unless that is not wanted or cannot be', async () => {
    expect((await call(['backtest', ...GROUND])).stderr).toContain('Kept as trial 1 of sma-cross on these bars.');
    expect((await call(['backtest', ...GROUND, '--no-record'])).stderr).not.toContain('Kept');
    expect((await call(['backtest', ...GROUND, '--param', 'fast=5'])).stderr).toContain('Kept as trial 2');
    const store = openResearchStore(home);
    const [newest] = store.runs(9);
    expect(newest).toMatchObject({
      parameters: { fast: 5, slow: 50 },
      conditions: { data: { label: FILE, bars: 900 }, engineVersion: '1.2.3' },
    });
    expect(store.run(newest!.id)!.record.equity).toHaveLength(900);
    store.close();
    const blocked = await call(['backtest', ...GROUND], { home: join(FILE, 'home') });
    expect(blocked.code).toBe(0);
    expect(blocked.stderr).toMatch(/This run was not kept as a trial: .*could not be read or written/u);
  });
});

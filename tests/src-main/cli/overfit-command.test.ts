import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Sfc32 } from '../../../src-shared/kernel/random.ts';
import { conditions, FAMILY, searchEntry, storedRun, temporaryResearch, trial } from '../../support/research-kit.ts';
import { callCli } from './call-cli.ts';

/** Four years of daily returns with this drift in deviations a day. */
function returnsWith(seed: number, drift = 0): Float64Array {
  const random = new Sfc32(seed);
  return Float64Array.from({ length: 1_460 }, () => 0.02 * (random.normal() + drift));
}

/** What trading costs a strategy without an edge, in deviations a day. */
const COSTS = -0.05;

describe('overfit', () => {
  let place: ReturnType<typeof temporaryResearch>;
  beforeEach(() => {
    place = temporaryResearch();
  });
  afterEach(() => place.remove());

  const call = (...argv: string[]) => callCli(['overfit', ...argv], { services: { research: () => place.again() } });

  /** A search of noise, and a backtest of another family. */
  function fill(drift: number): void {
    place.store.addSearch(searchEntry());
    const trials = Array.from({ length: 20 }, (_, i) => trial(i, { dailyReturns: returnsWith(i + 1, COSTS) }));
    place.store.addTrials('search0000000001', [...trials, trial(20, { dailyReturns: returnsWith(21, COSTS + drift) })]);
    place.store.addRun(
      storedRun({
        id: 'run00000000000001',
        at: 9_000,
        conditions: conditions({ ...FAMILY, timeframe: '1h' }),
        dailyReturns: returnsWith(99),
      }),
    );
  }

  it('passes an edge among noise, with exit code 0 and figures for a machine', async () => {
    fill(0.25);
    const { code, lastLine } = await call('--of', 'search', '--json', '--resamples', '200', '--seed', '7');
    expect(code).toBe(0);
    expect(JSON.parse(lastLine)).toMatchObject({
      family: FAMILY,
      tries: { runs: 0, trials: 21, total: 21 },
      results: 21,
      best: { parameters: { fast: 25, slow: 50 }, days: 1_460, trades: 40 },
      verdict: { passed: true },
      selection: { blocks: 16, splits: 12_870 },
      resampled: { runs: 200, blockDays: 12 },
    });
  });

  it('does not pass noise, says so in words, and ends with 1', async () => {
    fill(0);
    const { code, stdout } = await call('--of', 'search0000000001');
    expect(code).toBe(1);
    expect(stdout).toContain(`sma-cross on ${FAMILY.instrument} ${FAMILY.timeframe}, bars abababababab`);
    expect(stdout).toContain('Does not pass:');
    expect(stdout).toContain('Tried 21 times: 0 single backtests, 21 trials of searches; 21 have a result over all bars.');
    expect(stdout).toMatch(/FAILED {6}Deflated Sharpe ratio\n {12}Luck alone would lift the best of 21 trials/u);
    expect(stdout).toContain('not judged  Entries against random ones');
    expect(stdout).toMatch(/Probability of backtest overfitting {2,}\d+\.\d\d%\n/u);
  });

  it('takes the newest family where none is named, and a backtest by the beginning of its id', async () => {
    fill(0);
    for (const argv of [[], ['--of', 'run']]) {
      const { stdout } = await call(...argv);
      expect(stdout).toContain(`sma-cross on ${FAMILY.instrument} 1h`);
      expect(stdout).toMatch(/The same with all spread taken for luck/u);
      expect(stdout).toMatch(/Probability of backtest overfitting {2,}—\n/u);
    }
  });

  it('names what is not there', async () => {
    const empty = await call();
    expect([empty.code, empty.stderr]).toEqual([3, expect.stringContaining('A stored backtest or search is missing.')]);
    fill(0);
    place.store.addRun(
      storedRun({ id: 'run2', conditions: conditions({ ...FAMILY, strategy: 'grid' }), dailyReturns: new Float64Array(9) }),
    );
    for (const id of ['nothing', 'run', 'search0000000002']) {
      const unknown = await call(`--of=${id}`);
      expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('There is no search')]);
    }
    const still = await call('--of', 'run2');
    expect([still.code, still.stderr]).toEqual([2, expect.stringContaining('Nothing of grid on BTC/USD.FILE has traded yet')]);
    expect((await call('--resamples', '5')).code).toBe(2);
    expect((await call('--seed', '-1')).code).toBe(2);
  });
});

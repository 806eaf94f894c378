import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Sfc32 } from '../../../src-shared/kernel/random.ts';
import { conditions, FAMILY, searchEntry, storedRun, temporaryResearch, trial } from '../../support/research-kit.ts';
import type { OverfitReport } from '../../../src-main/services/overfit-report.ts';
import type { BootstrappedBars } from '../../../src-main/cli/bar-bootstrap.ts';
import { localThread } from '../../support/local-trials.ts';
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
    expect(place.store.verdicts(FAMILY)).toEqual([
      {
        ...{ at: 0, family: FAMILY, parameters: { fast: 25, slow: 50 }, strategyHash: null, engine: '1.2.3', passed: true, tries: 21 },
        ...{ sentence: (JSON.parse(lastLine) as OverfitReport).verdict.sentence, from: 0, to: 43_200_000 },
      },
    ]);
  });

  it('does not pass noise, says so in words, and ends with 1', async () => {
    fill(0);
    const { code, stdout } = await call('--of', 'search0000000001');
    expect(code).toBe(1);
    expect(stdout).toContain(`sma-cross on ${FAMILY.instrument} ${FAMILY.timeframe}, bars abababababab`);
    expect(stdout).toContain('Does not pass:');
    expect(stdout).toContain('Tried 21 times: 0 single backtests, 21 trials of searches; 21 have a result over all bars.');
    expect(stdout).toMatch(/FAILED {6}Deflated Sharpe ratio\n {12}Luck alone would lift the best of 21 trials/u);
    // A failed verdict is kept with the checks that failed.
    expect(place.store.verdicts(FAMILY)).toMatchObject([
      { passed: false, sentence: expect.stringContaining('Luck alone would lift') as string },
    ]);
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

  describe('with the bars at hand', () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'cryptoorch-overfit-'));
    });
    afterEach(() => {
      rmSync(folder, { recursive: true, force: true });
    });

    /** Fifty days of hourly bars in waves. */
    function write(shift: number): string {
      const rows = Array.from({ length: 1_200 }, (_, i) => {
        const price = (at: number) => (100 + shift + 10 * Math.sin(at / 30) + Math.sin(at / 3)).toFixed(2);
        const [open, close] = [price(i), price(i + 1)];
        const [low, high] = [open, close].sort((a, b) => Number(a) - Number(b));
        return `${String(i * 3_600_000)},${open},${high!},${low!},${close},1000`;
      });
      const file = join(folder, 'waves.csv');
      writeFileSync(file, ['ts,open,high,low,close,volume', ...rows].join('\n'));
      return file;
    }

    const services = () => ({ research: () => place.again() });
    const asked = () => callCli(['overfit', '--json', '--resamples', '200'], { services: services() });

    async function tried(file: string): Promise<void> {
      const run = ['backtest', '--candles', file, '--instrument', 'AAA/USD', '--timeframe', '1h', '--strategy', 'sma-cross'];
      const { code, stderr } = await callCli([...run, '--param', 'fast=3', '--param', 'slow=8', '--no-sensitivity'], {
        services: services(),
      });
      expect([code, stderr]).toEqual([0, expect.stringContaining('Kept as trial 1')]);
    }

    it('runs the best trial again and holds its entries and its trades against luck', async () => {
      await tried(write(0));
      const { stderr, lastLine } = await asked();
      expect(stderr).not.toContain('not held against');
      const report = JSON.parse(lastLine) as OverfitReport;
      expect(report.tries).toEqual({ runs: 1, trials: 0, total: 1 });
      // A market in waves is what crossing averages are good at.
      expect(report.rerun!.entries!.pValue).toBeLessThan(0.05);
      expect(report.rerun!.shuffled!.deep).toBeGreaterThanOrEqual(report.rerun!.shuffled!.median);
      expect(report.verdict.checks[5]).toMatchObject({ code: 'entries', outcome: 'passed', figure: report.rerun!.entries!.pValue });
      const { stdout } = await callCli(['overfit'], { services: services() });
      expect(stdout).toContain('The same in other orders, the middle one');
    });

    it('runs the best trial on markets made of its bars, the same with every number of threads', async () => {
      const file = write(0);
      await tried(file);
      const threads = { ...services(), trialThread: localThread };
      const argv = ['overfit', '--json', '--resamples', '200', '--bars-bootstrap', '20'];
      const [one, two] = [
        await callCli([...argv, '--jobs', '1'], { services: threads }),
        await callCli([...argv, '--jobs', '3'], { services: threads }),
      ];
      expect(two.lastLine).toBe(one.lastLine);
      expect(one.stderr).toMatch(/of 20 markets, .* left/u);
      const { barsBootstrap } = JSON.parse(one.lastLine) as { readonly barsBootstrap: BootstrappedBars };
      // Two warm-ups of nine bars are more than the cube root of 1,200.
      expect(barsBootstrap).toMatchObject({ paths: 20, failed: 0, blockBars: 18 });
      expect(Object.keys(barsBootstrap.returns)).toEqual(['0.05', '0.25', '0.50', '0.75', '0.95']);
      expect(barsBootstrap.returns['0.95']).toBeGreaterThan(barsBootstrap.returns['0.05']!);
      const told = await callCli(['overfit', '--bars-bootstrap', '20', '--block', '9999'], { services: threads });
      expect(told.stdout).toMatch(/20 markets made of blocks of 1199 of these bars[^]*is better than[^]*Return {2,}/u);
      rmSync(file);
      const gone = await callCli(['overfit', '--bars-bootstrap', '20'], { services: threads });
      expect([gone.code, gone.stderr]).toEqual([2, expect.stringContaining('the bars of this family are not at hand')]);
    });

    it('says why it does not where the bars are others, are gone, or the strategy is not built in', async () => {
      const file = write(0);
      await tried(file);
      write(1);
      expect((await asked()).stderr).toContain('holds other bars by now');
      rmSync(file);
      const gone = await asked();
      expect(gone.stderr).toContain('Entries are not held against random ones:');
      expect((JSON.parse(gone.lastLine) as OverfitReport).rerun).toBeNull();
      const own = conditions({ ...FAMILY, strategy: 'mine' });
      place.store.addRun(storedRun({ id: 'own', at: 9e15, conditions: own, dailyReturns: returnsWith(3) }));
      expect((await asked()).stderr).toContain('mine is not a built-in strategy.');
    });

    it('does not hide a failure of its own', async () => {
      await tried(write(0));
      const broken = { read: () => Promise.reject(new Error('broken')) };
      expect((await callCli(['overfit'], { services: { ...services(), candleFiles: broken } })).code).toBe(70);
    });
  });
});

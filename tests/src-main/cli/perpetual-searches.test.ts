import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CliContext } from '../../../src-main/cli/context.ts';
import { openFundingStore } from '../../../src-main/market-services.ts';
import { openResearchStore } from '../../../src-main/research-bars.ts';
import { trialThread } from '../../../src-main/trial-threads.ts';
import { ratesOver } from '../../support/perpetual-search.ts';
import { localThread } from '../../support/local-trials.ts';
import { wanderingBars } from '../../support/search-bars.ts';
import { callCli } from './call-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'cryptoorch-perpetual-searches-'));
const home = join(folder, 'home');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const BARS = join(folder, 'bars.csv');
const SERIES = 'BTC/USD.TEST:funding';
const COLUMNS = wanderingBars(600);
const RATES = ratesOver(COLUMNS);
const GROUND = ['--candles', BARS, '--instrument', 'BTC/USD', '--timeframe', '4h', '--strategy', 'sma-cross'];
const CONTRACT = ['--perpetual', '--leverage', '4', '--direction', 'both', '--funding', SERIES];
const RANGES = ['--range', 'fast=2:8:2', '--range', 'slow=10:30:10'];

let ids = 0;
beforeAll(() => {
  const { time, open, high, low, close } = COLUMNS;
  const rows = Array.from(time, (at, i) => [at, open[i]!, high[i]!, low[i]!, close[i]!, '100000.00001'].join(','));
  writeFileSync(BARS, `ts,open,high,low,close,volume\n${rows.join('\n')}\n`);
  const store = openFundingStore(home);
  store.write({ venue: 'TEST', symbol: 'BTC/USD', ...RATES, source: 'test', importedAt: 0, replace: false });
  store.close();
});

function call(argv: readonly string[], { thread = localThread, ...context }: Partial<CliContext> & { thread?: typeof trialThread } = {}) {
  return callCli(argv, {
    services: {
      research: openResearchStore,
      trialThread: (base) => thread(base),
      ids: { next: () => `id${String((ids += 1)).padStart(14, '0')}` },
    },
    context: { home, cwd: folder, version: '1.2.3', ...context },
  });
}

interface Shown {
  readonly parameters: Record<string, number>;
  readonly figures: Record<string, number>;
}

interface Answer {
  readonly search: string;
  readonly state: string;
  readonly tries: number;
  readonly leading: readonly Shown[];
  readonly perpetual: unknown;
}

async function answer(argv: readonly string[], context: Parameters<typeof call>[1] = {}): Promise<Answer> {
  const { code, lastLine, stderr } = await call([...argv, '--json'], context);
  expect([code, stderr.includes('error')]).toEqual([0, false]);
  return JSON.parse(lastLine) as Answer;
}

describe('optimise --perpetual', () => {
  test('its best trial is the backtest under the same options, whose capsule verifies', async () => {
    const { leading, perpetual } = await answer(['optimise', ...GROUND, ...CONTRACT, ...RANGES]);
    expect(perpetual).toMatchObject({ leverage: 4, direction: 'both', funding: { kind: 'stored', series: SERIES } });
    const [best] = leading;
    const params = Object.entries(best!.parameters).flatMap(([name, value]) => ['--param', `${name}=${String(value)}`]);
    const capsule = join(folder, 'best.json');
    const argv = ['backtest', ...GROUND, ...CONTRACT, ...params, '--no-sensitivity', '--capsule', capsule, '--json'];
    const figures = JSON.parse((await call(argv)).lastLine) as Record<string, number>;
    for (const figure of ['sharpe', 'totalReturn', 'maxDrawdown', 'fees', 'funding', 'liquidations', 'finalEquity'])
      expect(best!.figures[figure]).toBe(figures[figure]);
    expect(best!.figures['funding']).not.toBe(0);
    expect(await call(['verify', capsule])).toMatchObject({ code: 0 });
  });

  test('says what it searched, and gives the same on one thread as on two', async () => {
    const argv = ['optimise', ...GROUND, ...CONTRACT, ...RANGES];
    const { stdout } = await call(argv);
    expect(stdout).toContain('BTC/USD:USD.FILE 4h, leverage 4, long and short');
    expect(stdout).toContain('Perpetual, long and short; leverage 4, maintenance margin 1%; funding as stored in BTC/USD.TEST:funding');
    expect(stdout).toMatch(/Trial .* Liquidations/u);
    const results = [];
    for (const jobs of ['1', '2']) {
      const { search: _, tries: __, ...rest } = await answer([...argv, '--jobs', jobs], { thread: trialThread });
      results.push(JSON.stringify(rest));
    }
    expect(results[0]).toBe(results[1]);
  });

  test('is gone on with under the conditions that it was begun with, and not over other rates', async () => {
    const stop = new AbortController();
    stop.abort();
    const argv = ['optimise', ...GROUND, ...CONTRACT, ...RANGES];
    const whole = await answer(argv);
    const paused = await answer(argv, { signal: stop.signal });
    expect(paused.state).toBe('paused');
    const store = openFundingStore(home);
    store.remove(SERIES);
    const changed = { venue: 'TEST', symbol: 'BTC/USD', source: 'test', importedAt: 0, replace: false } as const;
    store.write({ ...changed, time: RATES.time, rate: RATES.rate.map((rate) => -rate) });
    const refused = await call(['optimise', '--resume', paused.search]);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('rates of funding are not those')]);
    store.remove(SERIES);
    store.write({ ...changed, ...RATES });
    store.close();
    // Rates that came in since are none of its business.
    const later = RATES.time.at(-1)! + 8 * 3_600_000;
    const add = openFundingStore(home);
    add.write({ ...changed, time: Float64Array.of(later), rate: Float64Array.of(0.001) });
    add.close();
    const resumed = await answer(['optimise', '--resume', paused.search]);
    expect(resumed).toMatchObject({ state: 'done', perpetual: whole.perpetual });
    expect(resumed.leading).toEqual(whole.leading);
    const judged = await call(['overfit', '--of', paused.search, '--resamples', '100', '--bars-bootstrap', '20', '--json']);
    expect(judged.stderr).not.toContain('not held against');
    expect(JSON.parse(judged.lastLine)).toMatchObject({ rerun: { entries: {} }, barsBootstrap: { paths: 20, failed: 0 } });
  });

  test('another leverage counts as tries of the same question, and is no evidence', async () => {
    const rates = ['--perpetual', '--funding-bps', '1', '--direction', 'long', '--leverage'];
    const first = await answer(['optimise', ...GROUND, ...rates, '1.5', ...RANGES]);
    const second = await answer(['optimise', ...GROUND, ...rates, '2', ...RANGES]);
    expect(second.tries).toBe(first.tries + 12);
    const report = JSON.parse((await call(['overfit', '--of', second.search, '--resamples', '100', '--json'])).lastLine) as {
      results: number;
      otherContracts: number;
      tries: { total: number };
    };
    expect(report).toMatchObject({ results: 12, otherContracts: report.tries.total - 12 });
    const { stdout } = await call(['overfit', '--of', second.search, '--resamples', '100']);
    expect(stdout).toContain('others were made with other leverage, sides or funding');
  });

  test.each([
    { words: ['--leverage', '3'], says: '--leverage: goes with --perpetual' },
    { words: ['--perpetual', '--direction', 'short', '--strategy', 'grid'], says: 'grid has no short side' },
    { words: ['--strategy', 'funding-carry'], says: 'trades perpetuals alone' },
    { words: ['--perpetual', '--funding', 'ETH/USD.TEST:funding'], says: 'no stored series' },
  ])('refuses $words', async ({ words, says }) => {
    const ground = words.includes('--strategy') ? GROUND.slice(0, -2) : GROUND;
    const { code, stderr } = await call(['optimise', ...ground, ...words, '--range', 'fast=2:8:2']);
    expect([code, stderr]).toEqual([2, expect.stringContaining(says)]);
  });

  test('varies what only perpetuals can be traded by', async () => {
    const argv = ['optimise', ...GROUND.slice(0, -1), 'funding-carry', ...CONTRACT.slice(0, 3), '--funding', SERIES];
    const { leading } = await answer([...argv, '--range', 'payments=1:9:4', '--range', 'enter=-1:1:1', '--param', 'leave=-2']);
    expect(leading.some(({ figures }) => figures['funding']! > 0)).toBe(true);
  });
});

describe('walk-forward --perpetual', () => {
  test('chooses and proves window by window under the same conditions', async () => {
    const argv = ['walk-forward', ...GROUND, ...CONTRACT, ...RANGES, '--windows', '2'];
    const walked = await answer(argv);
    expect(walked).toMatchObject({ state: 'done', perpetual: { leverage: 4 }, verdict: expect.stringContaining('of 2 windows') as string });
    expect((await call(['searches', 'show', walked.search])).stdout).toContain('Perpetual, long and short; leverage 4');
    expect((await call(['searches', 'list'])).stdout).toContain('leverage 4, long and short');
  });
});

describe('leaks --perpetual', () => {
  test('looks at what is held on margin, with the rates of a future that is another one', async () => {
    const argv = ['leaks', ...GROUND, ...CONTRACT, '--param', 'fast=3', '--param', 'slow=8', '--bars', '200', '--cuts', '8', '--json'];
    const { code, lastLine } = await call(argv);
    expect([code, JSON.parse(lastLine)]).toMatchObject([
      0,
      { verdict: 'clean', leak: null, cuts: 8, perpetual: { leverage: 4, direction: 'both' } },
    ]);
    expect((await call(argv.slice(0, -1))).stdout).toContain('Perpetual, long and short; leverage 4');
  });
});

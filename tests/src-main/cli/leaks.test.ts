import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STRATEGIES } from '../../../src-main/core/strategies/catalog.ts';
import type { StrategyDefinition } from '../../../src-main/core/strategies/strategy.ts';
import { leakText } from '../../../src-main/cli/leaks-text.ts';
import { Instrument } from '../../../src-shared/domain/instrument.ts';
import { leakBars, leakSpec } from '../../calibrate/leaks/judge.ts';
import { plantedStrategies } from '../../calibrate/leaks/planted-strategies.ts';
import { spec } from '../core/risk/desk-of-one.ts';
import { callCli } from './call-cli.ts';

let folder = '';
let file = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cryptoorch-leaks-'));
  file = join(folder, 'bars.csv');
  const { time, open, high, low, close, volume, length } = leakBars(9, 160);
  const rows = Array.from({ length }, (_, i) => [time, open, high, low, close, volume].map((column) => String(column[i])).join(','));
  writeFileSync(file, `ts,open,high,low,close,volume\n${rows.join('\n')}\n`);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function called(strategy: string, more: readonly string[] = [], strategies: readonly StrategyDefinition[] = STRATEGIES) {
  const base = ['leaks', '--candles', file, '--instrument', 'BTC/USD', '--timeframe', '1h', '--strategy', strategy, '--tick', '0.01'];
  return callCli([...base, '--lot', '0.00001', '--cuts', '20', ...more], { services: { strategies } });
}

interface Answer {
  readonly verdict: string;
  readonly bars: number;
  readonly cuts: number;
  readonly happened: number;
  readonly leak: { readonly row: number; readonly time: number; readonly kind: string; readonly future: string } | null;
  readonly startDependence: { readonly warmupBars: number; readonly differing: number };
}

const planted = (name: string): StrategyDefinition => plantedStrategies().find((each) => each.name === name)!.leaking;

describe('cryptoorch leaks', () => {
  it('finds nothing in a strategy that leaks nothing', async () => {
    const call = await called('sma-cross', ['--param', 'fast=2', '--param', 'slow=5', '--bars', '100', '--json']);
    expect(call.code).toBe(0);
    const answer = JSON.parse(call.lastLine) as Answer;
    expect(answer).toMatchObject({ verdict: 'clean', bars: 100, leak: null, startDependence: { warmupBars: 6 } });
    expect(answer.happened).toBeGreaterThan(10);
    expect(answer.cuts).toBeGreaterThan(15);
    const text = await called('sma-cross', ['--param', 'fast=2', '--param', 'slow=5']);
    expect(text.stdout).toContain('No leak: what came before a cut was the same every time');
    expect(text.stdout).toContain('after its warm-up of 6 bars');
  });

  it('names the first difference of one that does, with its bar, and ends with 1', async () => {
    const strategies = [planted('next-row')];
    const call = await called('leaking-next-row', ['--json'], strategies);
    expect(call.code).toBe(1);
    const { leak, verdict } = JSON.parse(call.lastLine) as Answer;
    expect(verdict).toBe('leaks');
    expect(leak?.time).toBe(leakBars(9, 160).time[leak?.row ?? 0]);
    const { stdout } = await called('leaking-next-row', [], strategies);
    expect(stdout).toMatch(
      /It leaks\. The bar of \d{4}-\d\d-\d\d \d\d:\d\d comes out differently when the future from .* is turned upside down/u,
    );
    expect(stdout).toMatch(/(before|after): +order to (buy|sell) .* at market/u);
  });

  it('says what differs where two runs over the same bars do', async () => {
    const { code, stdout } = await called('leaking-remembers-the-run-before', [], [planted('remembers-the-run-before')]);
    expect(code).toBe(1);
    expect(stdout).toContain('comes out differently when the future is the same, in a second run.');
    expect(stdout).toMatch(/before: nothing/u);
  });

  it('finds a bid at a low that is not known yet', async () => {
    const { stdout } = await called('leaking-known-low', ['--size', 'base:0.01'], [planted('known-low')]);
    expect(stdout).toMatch(/It leaks/u);
  });

  it.each([
    ['{"kind":"order","order":{"side":"buy","type":"limit","lots":1000,"quoteAmount":null}}', 'order to buy 0.01 BTC at a limit'],
    ['{"kind":"order","order":{"side":"buy","type":"market","lots":0,"quoteAmount":"500"}}', 'order to buy for 500 USD at market'],
    [
      '{"kind":"fill","side":"sell","fill":{"ticks":123456,"lots":1000,"time":1764025200000}}',
      'sold 0.01 BTC at 1234.56, 2025-11-24T23:00:00.000Z',
    ],
    ['{"kind":"fill","side":"buy","fill":{"ticks":100,"lots":1000,"time":0}}', 'bought 0.01 BTC at 1, 1970-01-01T00:00:00.000Z'],
    ['{"kind":"signal","code":"strategy.sold","details":{"size":2,"base":"BTC"}}', 'signal: Sold 2 BTC'],
    ['{"kind":"order-state","state":"filled"}', '{"kind":"order-state","state":"filled"}'],
    ['10000.5', '10000.5'],
  ])('names %s in words', (before, words) => {
    const instrument = new Instrument(spec('BTC'), 0);
    const candles = leakBars(9, 20);
    const strategy = STRATEGIES[0]!;
    const found = {
      check: {
        search: {
          leak: { row: 3, kind: 'fill', before, after: null, cut: 4, future: 'truncated' as const },
          cuts: 1,
          runs: 3,
          happened: 1,
          trace: { entries: [], equity: new Float64Array(0), held: new Float64Array(0) },
        },
        start: { starts: 0, bars: 0, differing: 0, settledAfter: 0 },
        warmupBars: 0,
      },
      spec: leakSpec(strategy, {}, candles),
      instrument,
    };
    const lines = leakText(found);
    expect(lines).toContain(`  before: ${words}`);
    expect(lines).toContain('  after:  nothing');
  });

  it('proves nothing where nothing happens', async () => {
    const call = await called('sma-cross', ['--bars', '20', '--json']);
    expect(JSON.parse(call.lastLine)).toMatchObject({ verdict: 'nothing-happened', happened: 0 });
    expect((await called('sma-cross', ['--bars', '20'])).stdout).toContain('nothing is proven');
  });
});

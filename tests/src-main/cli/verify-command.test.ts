import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { researchBars } from '../../../src-main/research-bars.ts';
import { backtest } from '../../../src-main/run-backtest.ts';
import type { Capsule } from '../../../src-main/sessions/research/capsule.ts';
import { makeCapsule } from '../../../src-main/sessions/research/capsule.ts';
import { trialSpec } from '../../../src-main/sessions/research/evaluate-trial.ts';
import { findStrategy } from '../../../src-main/core/strategies/catalog.ts';
import { CONSERVATIVE } from '../../../src-shared/domain/costs.ts';
import { NO_LIMITS } from '../../../src-shared/domain/limits.ts';
import { DAY_MS } from '../../../src-shared/kernel/time.ts';
import { wanderingBars } from '../../support/search-bars.ts';
import { callCli } from './call-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'cryptoorch-capsule-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const BARS = join(folder, 'bars.csv');
const CAPSULE = join(folder, 'run.json');
const GROUND = [
  '--candles',
  BARS,
  '--instrument',
  'BTC/USD',
  '--timeframe',
  '4h',
  '--strategy',
  'sma-cross',
  '--param',
  'fast=5',
  '--param',
  'slow=20',
];

function writeBars(file: string, change: (row: number, close: number) => number = (_, close) => close): void {
  const { time, open, high, low, close, volume } = wanderingBars(2_400);
  const rows = Array.from(time, (at, i) => {
    const closed = change(i, close[i]!);
    return [at, open[i]!, Math.max(high[i]!, closed), Math.min(low[i]!, closed), closed, `${String(volume[i]!)}.00001`].join(',');
  });
  writeFileSync(file, `ts,open,high,low,close,volume\n${rows.join('\n')}\n`);
}

function call(argv: readonly string[], version = '0.0.0') {
  return callCli(argv, { context: { home: join(folder, 'home'), cwd: folder, version } });
}

function edited(name: string, edit: (capsule: Capsule) => unknown): string {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(edit(JSON.parse(readFileSync(CAPSULE, 'utf8')) as Capsule)));
  return file;
}

beforeAll(async () => {
  writeBars(BARS);
  const made = await call(['backtest', ...GROUND, '--no-sensitivity', '--no-record', '--capsule', CAPSULE]);
  expect(made.code, made.stderr).toBe(0);
});

describe('a capsule', () => {
  it('repeats its run to the last bit from the file that it names, and from one that is named', async () => {
    const again = await call(['verify', CAPSULE]);
    expect([again.code, again.stdout]).toEqual([0, `The run comes to the same, bit for bit, over ${BARS}.\n`]);
    const copy = join(folder, 'copy.csv');
    writeBars(copy);
    const named = await call(['verify', CAPSULE, '--candles', copy, '--json']);
    expect(JSON.parse(named.lastLine)).toEqual({ same: true, differences: [], bars: copy });
  });

  it('names the block of a bar that was changed, and bars that are too few', async () => {
    const file = join(folder, 'changed.csv');
    writeBars(file, (row, close) => (row === 1_234 ? close + 0.01 : close));
    const changed = await call(['verify', CAPSULE, '--candles', file]);
    expect(changed.code).toBe(1);
    expect(changed.stdout).toMatch(/^A bar among 1001 to 2000 \(.+ to .+\) is not the capsule's\.\n$/u);
    const lines = readFileSync(BARS, 'utf8').trim().split('\n');
    writeFileSync(file, `${lines.slice(0, -5).join('\n')}\n`);
    expect((await call(['verify', CAPSULE, '--candles', file])).stdout).toBe('There are 2395 bars; the capsule was made over 2400.\n');
  });

  it('names a parameter, a cost and a result that were changed in it, and what then comes out otherwise', async () => {
    const parameter = await call([
      'verify',
      edited('parameter.json', (capsule) => ({ ...capsule, parameters: { ...capsule.parameters, fast: 6 } })),
    ]);
    expect(parameter.code).toBe(1);
    expect(parameter.stdout).toContain('In the capsule, parameter fast was changed after it was made.');
    expect(parameter.stdout).toContain('The equity curve is not that of the capsule.');
    const costs = edited('costs.json', (capsule) => ({
      ...capsule,
      conditions: { ...capsule.conditions, costs: { ...capsule.conditions.costs, slippageBps: 0 } },
    }));
    expect((await call(['verify', costs])).stdout).toContain('In the capsule, costs was changed after it was made.');
    const result = edited('result.json', (capsule) => ({ ...capsule, result: { ...capsule.result, fills: 1, cash: '1' } }));
    const told = (await call(['verify', result])).stdout;
    expect(told).toContain('In the capsule, result was changed after it was made.');
    expect(told).toMatch(/The run has \d+ fills; the capsule has 1\./u);
    expect(told).toMatch(/The run ends with [\d.]+; the capsule with 1\./u);
  });

  it('names another version of the engine', async () => {
    const other = await call(['verify', CAPSULE], '9.9.9');
    expect([other.code, other.stdout]).toEqual([1, 'The capsule was made by version 0.0.0; this is 9.9.9.\n']);
  });

  it('says that bars are not there, that a file is none, and does not write over another', async () => {
    const lost = edited('lost.json', (capsule) => ({
      ...capsule,
      conditions: { ...capsule.conditions, data: { ...capsule.conditions.data, label: join(folder, 'gone.csv') } },
    }));
    const missing = await call(['verify', lost]);
    expect([missing.code, missing.stdout]).toEqual([1, expect.stringContaining('The bars were not found: ')]);
    expect((await call(['verify', join(folder, 'none.json')])).stderr).toContain('there is no such file.');
    expect((await call(['verify', BARS])).stderr).toContain('this is no capsule of a run.');
    writeFileSync(join(folder, 'empty.json'), '{}');
    expect((await call(['verify', join(folder, 'empty.json')])).stderr).toContain('this is no capsule of a run.');
    const twice = await call(['backtest', ...GROUND, '--no-sensitivity', '--no-record', '--capsule', CAPSULE]);
    expect([twice.code, twice.stderr]).toEqual([2, expect.stringContaining('there is such a file already; name another.')]);
  });

  it('of the simulated market needs no bars, and one of a strategy of one’s own needs its file', async () => {
    const from = Date.UTC(2026, 0, 1);
    const request = {
      source: { kind: 'simulated' },
      instrument: 'BTC/USD.SIM',
      timeframe: '1h',
      from,
      to: from + 30 * DAY_MS,
      strategy: 'sma-cross',
      parameters: { fast: 5, slow: 20 },
      size: { kind: 'all' },
      cash: '10000',
      costs: 'conservative',
      limits: 'none',
      seed: 7,
    } as const;
    const { candles, instrument, dataHash, label } = researchBars({ request, marketSeed: 3, home: '' });
    const conditions = {
      family: { strategy: 'sma-cross', instrument: instrument.id, timeframe: '1h', data: dataHash },
      data: { id: null, label, bars: candles.length, from: request.from, to: request.to },
      instrument,
      cash: '10000',
      size: request.size,
      costs: CONSERVATIVE,
      limits: NO_LIMITS,
      seed: 7,
      engineVersion: '0.0.0',
    } as const;
    const { parameters } = request;
    const outcome = backtest(trialSpec({ conditions, candles }, { parameters, from: 0, to: candles.length }, findStrategy));
    const file = join(folder, 'simulated.json');
    writeFileSync(file, JSON.stringify(makeCapsule({ conditions, parameters, strategyHash: null, candles, outcome })));
    expect((await call(['verify', file])).stdout).toBe('The run comes to the same, bit for bit, over Simulated market, seed 3.\n');
    writeFileSync(file, JSON.stringify(makeCapsule({ conditions, parameters, strategyHash: 'ab', candles, outcome })));
    expect((await call(['verify', file])).stderr).toContain('sma-cross is a strategy of your own; name its file.');
    expect((await call(['verify', file, '--strategy', 'sma-cross'])).stderr).toContain(
      'it is not the script that the capsule was made with.',
    );
  });
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CliServices } from '../../../src-main/cli/context.ts';
import { openResearchStore } from '../../../src-main/research-bars.ts';
import type { Capsule } from '../../../src-main/sessions/research/capsule.ts';
import { localThread } from '../../support/local-trials.ts';
import { wanderingBars } from '../../support/search-bars.ts';
import { callCli } from './call-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'cryptoorch-protections-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const GROUND = ['--candles', 'bars.csv', '--instrument', 'BTC/USD', '--timeframe', '4h', '--strategy', 'sma-cross'];
const FAST = ['--param', 'fast=5', '--param', 'slow=20'];

function call(...argv: readonly string[]) {
  return callCli(argv, { context: { home: join(folder, 'home'), cwd: folder, version: '0.0.0' } });
}

function backtest(...more: readonly string[]) {
  return call('backtest', ...GROUND, ...FAST, '--no-sensitivity', '--no-record', ...more);
}

beforeAll(() => {
  const { time, open, high, low, close, volume } = wanderingBars(1_200);
  const rows = Array.from(time, (at, i) => [at, open[i]!, high[i]!, low[i]!, close[i]!, `${String(volume[i]!)}.00001`].join(','));
  writeFileSync(join(folder, 'bars.csv'), `ts,open,high,low,close,volume\n${rows.join('\n')}\n`);
  writeFileSync(join(folder, 'cool.json'), '[{ "method": "CooldownPeriod", "stop_duration_candles": 30 }]');
});

describe('--protections', () => {
  const LINE = 'CooldownPeriod: no entry for 5 d, to the end of a 4 h candle after a trade';

  it('works in a backtest, is printed with the assumptions, kept in the capsule and repeated from it', async () => {
    const free = JSON.parse((await backtest('--json')).stdout) as Record<string, unknown>;
    expect(free['assumptions']).not.toHaveProperty('protections');
    const none = JSON.parse((await backtest('--json', '--protections', 'none')).stdout) as Record<string, unknown>;
    expect(none).toEqual(free);
    const cooled = JSON.parse((await backtest('--json', '--protections', 'cool.json', '--capsule', 'run.json')).stdout) as Record<
      string,
      unknown
    >;
    expect(cooled['assumptions']).toMatchObject({ limits: 'none', protections: [LINE] });
    expect(cooled['refusals']).toEqual({ 'risk.cooldown': expect.any(Number) as number });
    expect(cooled['closedTrades']).toBeLessThan(free['closedTrades'] as number);
    const text = await backtest('--protections', 'cool.json');
    expect(text.stdout).toContain(LINE);
    const capsule = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as Capsule;
    expect(capsule.conditions.limits.protections).toMatchObject([{ method: 'CooldownPeriod', stopMs: 432_000_000, candleMs: 14_400_000 }]);
    const verified = await call('verify', 'run.json', '--candles', 'bars.csv');
    expect(verified.code, verified.stderr).toBe(0);
  });

  it('works in a search', async () => {
    let ids = 0;
    const services: Partial<CliServices> = {
      research: openResearchStore,
      trialThread: (base) => localThread(base),
      ids: { next: () => `id${String((ids += 1)).padStart(14, '0')}` },
    };
    const bestOf = async (home: string, ...more: readonly string[]): Promise<unknown> => {
      const search = ['optimise', ...GROUND, '--range', 'fast=5:6', '--param', 'slow=20', '--json', ...more];
      const { lastLine, stderr } = await callCli(search, { services, context: { home: join(folder, home), cwd: folder } });
      const { best } = JSON.parse(lastLine) as { best: { figures: Record<string, number>; parameters: Record<string, number> } };
      expect(best, stderr).not.toBeNull();
      return best;
    };
    const cooled = (await bestOf('a', '--protections', 'cool.json')) as { parameters: { fast: number }; figures: { totalReturn: number } };
    expect(cooled).not.toEqual(await bestOf('b'));
    // What a trial came to is what a backtest of its parameters comes to.
    const { fast } = cooled.parameters;
    const alone = await call(
      ...['backtest', ...GROUND, '--param', `fast=${fast}`, '--param', 'slow=20', '--no-sensitivity', '--no-record', '--json'],
      ...['--protections', 'cool.json'],
    );
    expect((JSON.parse(alone.stdout) as { totalReturn: number }).totalReturn).toBeCloseTo(cooled.figures.totalReturn, 12);
  });

  it('says what is wrong with its file', async () => {
    writeFileSync(join(folder, 'text.json'), 'CooldownPeriod');
    writeFileSync(join(folder, 'odd.json'), '[{ "method": "Cooldown" }]');
    expect((await backtest('--protections', 'gone.json')).stderr).toContain('it cannot be read; check its name.');
    expect((await backtest('--protections', 'text.json')).stderr).toContain('it is no JSON');
    const odd = await backtest('--protections', 'odd.json');
    expect(odd.code).toBe(2);
    expect(odd.stderr).toContain('entry 1 needs a "method"');
  });
});

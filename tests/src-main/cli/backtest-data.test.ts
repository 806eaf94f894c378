import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { walkBars, rowsOf } from '../../support/candle-kit.ts';
import { type CliCall, callCli } from './call-cli.ts';
import { bring, csv, file, freshHome, removeFiles } from './data-kit.ts';

afterAll(removeFiles);

let home = '';
beforeEach(() => {
  home = freshHome();
});

const HOUR = 3_600_000;
const START = Date.UTC(2025, 5, 1);
const ROWS = rowsOf(walkBars({ bars: 600, from: START, timeframe: '1h', seed: 4 }));
const STRATEGY = ['--strategy', 'sma-cross', '--param', 'fast=3', '--param', 'slow=9', '--json'];
const ID = 'BTC/USD.TEST:1h';

interface Answer {
  readonly bars: number;
  readonly finalEquity: number;
  readonly data: { readonly series: string; readonly hash: string; readonly timeframe: string } | null;
  readonly assumptions: {
    readonly instrument: string;
    readonly from: string;
    readonly to: string;
    readonly timeframe: string;
    readonly gaps: number;
  };
  readonly trades: readonly unknown[];
}

async function backtest(...argv: readonly string[]): Promise<CliCall & { readonly answer: Answer }> {
  const call = await callCli(['backtest', ...argv, ...STRATEGY], { context: { home } });
  return { ...call, answer: JSON.parse(call.lastLine) as Answer };
}

describe('leaks --data', () => {
  test('looks over the same bars as over their file', async () => {
    const path = file(csv(ROWS));
    await bring(path);
    const more = ['--cuts', '4', '--bars', '150', ...STRATEGY];
    const stored = await callCli(['leaks', '--data', ID, '--to', '2025-06-20', ...more], { context: { home } });
    expect([stored.code, stored.stderr]).toEqual([0, '']);
    expect(JSON.parse(stored.lastLine)).toMatchObject({ verdict: 'clean', bars: 150, to: Date.UTC(2025, 5, 20) - HOUR });
    const direct = await callCli(['leaks', '--candles', path, '--instrument', 'BTC/USD', '--timeframe', '1h', ...more], {
      context: { home },
    });
    const all = await callCli(['leaks', '--data', ID, ...more], { context: { home } });
    expect(all.lastLine).toBe(direct.lastLine);
  });
});

describe('backtest --data', () => {
  test('is the backtest of the same bars in a file, and names their hash', async () => {
    const path = file(csv(ROWS));
    const { report } = await bring(path);
    const stored = await backtest('--data', ID);
    const direct = await backtest('--candles', path, '--instrument', 'BTC/USD', '--timeframe', '1h');
    expect(stored.code).toBe(0);
    expect(stored.answer.trades.length).toBeGreaterThan(5);
    expect(stored.answer.data).toEqual({ series: ID, hash: report.series.hash, timeframe: '1h' });
    expect(direct.answer.data).toBeNull();
    const { assumptions, data, ...figures } = stored.answer;
    expect(figures).toEqual({ ...direct.answer, assumptions: undefined, data: undefined } as unknown as typeof figures);
    expect(assumptions).toEqual({ ...direct.answer.assumptions, instrument: 'BTC/USD.TEST' });
    expect(data?.hash).toHaveLength(64);
  });

  test('takes a part of the time, under the hash of that part', async () => {
    const { report } = await bring(file(csv(ROWS)));
    const part = await backtest('--data', ID, '--from', '2025-06-03', '--to', '2025-06-20T12:00');
    expect(part.answer).toMatchObject({
      bars: 17.5 * 24,
      assumptions: { from: '2025-06-03T00:00:00.000Z', to: '2025-06-20T12:00:00.000Z' },
    });
    expect(part.answer.data?.hash).not.toBe(report.series.hash);
    freshHome();
    const alone = await bring(file(csv(ROWS.slice(48, 48 + 420))));
    expect(part.answer.data?.hash).toBe(alone.report.series.hash);
  });

  test('makes longer bars, and says what the ends and gaps left', async () => {
    await bring(file(csv(ROWS.slice(2).filter((_, i) => i !== 100))));
    const call = await backtest('--data', ID, '--timeframe', '4h');
    expect(call.code).toBe(0);
    expect(call.answer).toMatchObject({ bars: 149, data: { timeframe: '1h' }, assumptions: { timeframe: '4h', gaps: 0 } });
    expect(call.stderr).toMatch(/2 bars at the start and the end do not come to a whole longer one/u);
    expect(call.stderr).toMatch(/1 longer bars lack parts, the first at 2025-06-05T04:00/u);
    expect((await backtest('--data', ID, '--timeframe', '5m')).stderr).toMatch(/bars of 5m cannot be made of bars of 1h/u);
  });

  test('runs across gaps only when told', async () => {
    await bring(file(csv(ROWS.filter((_, i) => i !== 100 && i !== 101))));
    const refused = await backtest('--data', ID);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/lacks 2 bars in 1 gaps, the first from 2025-06-05T04:00:00.000Z.*--allow-gaps/u);
    const call = await backtest('--data', ID, '--allow-gaps');
    expect(call.answer).toMatchObject({ bars: 598, assumptions: { gaps: 1 } });
    expect(call.stderr).toMatch(/lacks 2 bars/u);
  });

  test('takes tick and fees of a venue that is known', async () => {
    const argv = ['data', 'import', file(csv(ROWS)), '--instrument', 'BTC/USD.SIM', '--timeframe', '1h'];
    expect((await callCli(argv, { context: { home } })).code).toBe(0);
    const call = await backtest('--data', 'BTC/USD.SIM:1h');
    expect(call.answer.assumptions).toMatchObject({ instrument: 'BTC/USD.SIM', tick: '0.01' });
  });

  test.each<readonly [readonly string[], RegExp]>([
    [['--data', 'ETH/USD.TEST:1h'], /no stored series ETH\/USD\.TEST:1h/u],
    [['--data', ID, '--candles', 'x.csv'], /not from both/u],
    [['--data', ID, '--from', '2030-01-01'], /has 0 bars; 2 are needed/u],
    [['--data', ID, '--tick', '10000'], /2025-06-\d\dT\d\d:00:00.000Z: the highest price/u],
    [['--data', ID, '--instrument', 'BTC/USD.NOWHERE'], /no instrument BTC\/USD\.NOWHERE/u],
    [[], /--candles is needed/u],
    [['--candles', join('x', 'y.csv'), '--instrument', 'BTC/USD', '--timeframe', '1h', '--from', '2025-01-01'], /goes with --data/u],
    [['--candles', 'x.csv', '--instrument', 'BTC/USD'], /--timeframe is needed/u],
  ])('refuses %j', async (argv, sentence) => {
    await bring(file(csv(ROWS)));
    const call = await backtest(...argv);
    expect(call.code).toBe(2);
    expect(call.stderr).toMatch(sentence);
  });

  test('refuses prices that are too many steps of their own digits', async () => {
    const rows = [0, 1, 2].map((i) => [START + i * HOUR, 9e15, 9e15, 9e15, 9e15, 1]);
    await bring(file(csv(rows)));
    const call = await backtest('--data', ID);
    expect(call.code).toBe(2);
    expect(call.stderr).toMatch(/BTC\/USD\.TEST:1h: the highest price, 9000000000000000, is too many steps/u);
  });
});

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { callCli } from '../src-main/cli/call-cli.ts';
import { type NaiveOptions, naiveSmaCross, readRows } from './naive-sma-cross.ts';

const folder = join(process.env['CRYPTOORCH_REFERENCE_DATA'] ?? join(import.meta.dirname, '../../../shared/data'), 'candles');
const COINBASE = 'Coinbase-BTC-USD-PT4H-20160518_20251028.csv.gz';
const NAUTILUS = 'nautilus-BTC-PERP-1m.csv.gz';
const LEAN = 'lean-binance-BTCUSDT-1h.csv';
const SAMPLE_DAYS = 'lean-coinbase-BTCUSD-1m-sample-days.csv.gz';

interface Case {
  readonly file: string;
  readonly timeframe: string;
  readonly tick: string;
  readonly fast: number;
  readonly slow: number;
  readonly feeBps: string;
  readonly participation: string;
  readonly size: string;
}

const BASE: Case = { file: COINBASE, timeframe: '4h', tick: '0.01', fast: 20, slow: 50, feeBps: '10', participation: '1', size: 'all' };
const MINUTES = { file: NAUTILUS, timeframe: '1m', tick: '0.001' };
// Bars of little volume and gaps of years: orders fill in many parts, and averages tie exactly.
const THIN = { file: SAMPLE_DAYS, timeframe: '1m', tick: '0.01' };
const CASES: readonly Case[] = [
  BASE,
  { ...BASE, fast: 5, slow: 13 },
  { ...BASE, fast: 50, slow: 200 },
  { ...BASE, fast: 1, slow: 2 },
  { ...BASE, feeBps: '0' },
  { ...BASE, feeBps: '7.5' },
  { ...BASE, participation: '0.003' },
  { ...BASE, size: 'quote:5000' },
  { ...BASE, size: 'base:0.1' },
  { ...BASE, ...MINUTES },
  { ...BASE, ...MINUTES, fast: 5, slow: 13 },
  { ...BASE, file: LEAN, timeframe: '1h', fast: 5, slow: 13 },
  { ...BASE, file: LEAN, timeframe: '1h', fast: 50, slow: 200 },
  { ...BASE, ...THIN },
  { ...BASE, ...THIN, participation: '0.1' },
  { ...BASE, ...THIN, participation: '0.003', size: 'base:0.1' },
  { ...BASE, ...THIN, fast: 1, slow: 2, participation: '0.1' },
];

function argumentsOf(run: Case): string[] {
  const options = `--instrument BTC/USD --timeframe ${run.timeframe} --strategy sma-cross --param fast=${run.fast} --param slow=${run.slow} --cash 10000
    --fee-bps ${run.feeBps} --slippage-bps 0 --spread-bps 0 --impact off --participation ${run.participation} --latency-ms 0 --limits none
    --size ${run.size} --tick ${run.tick} --lot 0.00000001 --allow-gaps --no-sensitivity --json`;
  return ['backtest', '--candles', join(folder, run.file), ...options.split(/\s+/u)];
}

function optionsOf(run: Case): NaiveOptions {
  const [kind = 'all', amount = ''] = run.size.split(':');
  return { ...run, cash: 10_000, lotDecimals: 8, size: { kind, amount } as NaiveOptions['size'] };
}

interface Answer {
  readonly bars: number;
  readonly closedTrades: number;
  readonly fills: number;
  readonly finalEquity: number;
  readonly fees: number;
  readonly maxDrawdown: number;
  readonly sharpe: number | null;
  readonly openPosition: { readonly quantity: number } | null;
  readonly trades: readonly { readonly entryTime: number; readonly exitTime: number; readonly entryPrice: number; readonly pnl: number }[];
}

// Skipped where the reference candles are absent: name their folder in CRYPTOORCH_REFERENCE_DATA.
describe.skipIf(!existsSync(join(folder, COINBASE)))('backtest of sma-cross against an independent re-computation (reference data)', () => {
  it.each(CASES)('$file $fast/$slow fee $feeBps participation $participation size $size', async (run) => {
    const call = await callCli(argumentsOf(run));
    expect(call.code).toBe(0);
    const answer = JSON.parse(call.lastLine) as Answer;
    const naive = naiveSmaCross(readRows(join(folder, run.file)), optionsOf(run));
    expect({ bars: answer.bars, trades: answer.closedTrades, fills: answer.fills }).toEqual({ bars: naive.bars, trades: naive.closedTrades, fills: naive.fills });
    const close = (actual: number, expected: number): void => expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));
    close(answer.finalEquity, naive.finalEquity);
    close(answer.fees, naive.fees);
    close(answer.maxDrawdown, naive.maxDrawdown);
    close(answer.openPosition?.quantity ?? 0, naive.openQuantity);
    if (naive.sharpe === null) expect(answer.sharpe).toBeNull();
    else close(answer.sharpe ?? Number.NaN, naive.sharpe);
    expect(answer.trades.map((trade) => [trade.entryTime, trade.exitTime])).toEqual(naive.trades.map((trade) => [trade.entryTime, trade.exitTime]));
    answer.trades.forEach((trade, i) => {
      close(trade.entryPrice, naive.trades[i]!.entryPrice);
      close(trade.pnl, naive.trades[i]!.pnl);
    });
  });

  it('gives the published figures, and the same bytes twice', async () => {
    const first = await callCli(argumentsOf(BASE));
    const answer = JSON.parse(first.lastLine) as Answer;
    expect(answer).toMatchObject({ bars: 20_695, closedTrades: 230 });
    expect(answer.finalEquity).toBeCloseTo(849_073.49, 2);
    expect(answer.fees).toBeCloseTo(169_373.7, 2);
    expect(answer.maxDrawdown).toBeCloseTo(0.6859, 5);
    expect((await callCli(argumentsOf(BASE))).stdout).toBe(first.stdout);
  });

  it('each cost alone changes the result', async () => {
    const changes = ['--fee-bps 1', '--slippage-bps 3', '--spread-bps 2', '--impact 1', '--participation 0.001', '--latency-ms 15000000'];
    const base = argumentsOf({ ...BASE, feeBps: '0' });
    const results = new Set<number>();
    for (const change of ['', ...changes]) {
      const [name = '', value = ''] = change.split(' ');
      const at = base.indexOf(name);
      const call = await callCli(at < 0 ? base : [...base.slice(0, at + 1), value, ...base.slice(at + 2)]);
      results.add((JSON.parse(call.lastLine) as Answer).finalEquity);
    }
    expect(results.size).toBe(changes.length + 1);
  });
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { callCli } from './call-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'portfolio-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HOUR = 3_600_000;
const START = 1_700_000_000_000 - (1_700_000_000_000 % HOUR);

function bars(count: number, phase: number, options: { readonly step?: number; readonly skip?: number } = {}): string {
  const rows = ['ts,open,high,low,close,volume'];
  let before = 100;
  for (let i = 0; i < count; i += 1) {
    const close = Math.round((100 + 20 * Math.sin(i / 7 + phase)) * 100) / 100;
    const time = START + i * HOUR * (options.step ?? 1);
    if (i !== options.skip) rows.push(`${time},${before},${Math.max(before, close) + 1},${Math.min(before, close) - 1},${close},1000.5`);
    before = close;
  }
  return `${rows.join('\n')}\n`;
}

mkdirSync(join(folder, 'data'));
writeFileSync(join(folder, 'data', 'btc.csv'), bars(400, 0));
writeFileSync(join(folder, 'data', 'btc-4h.csv'), bars(100, 0, { step: 4 }));
writeFileSync(join(folder, 'data', 'eth.csv'), bars(400, 2));
writeFileSync(join(folder, 'data', 'gap.csv'), bars(400, 1, { skip: 50 }));

const BTC = { candles: 'data/btc.csv', instrument: 'BTC/USD', timeframe: '1h' };
const ETH = { candles: 'data/eth.csv', instrument: 'ETH/USD', timeframe: '1h' };
const CROSS = { strategy: 'sma-cross', instrument: 'BTC/USD', size: 'equity:0.4', parameters: { fast: 3, slow: 9 } };

let files = 0;
function written(content: unknown): string {
  files += 1;
  const file = join(folder, `portfolio-${files}.json`);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

interface Answer {
  readonly finalEquity: number;
  readonly fills: number;
  readonly trades: readonly { readonly strategy?: string; readonly pnl: number }[];
  readonly instruments: readonly { readonly instrument: string; readonly profit: number; readonly fills: number }[];
  readonly strategies: readonly { readonly name: string; readonly closedTrades: number }[];
  readonly correlation: readonly (readonly (number | null)[])[];
  readonly sensitivity: readonly { readonly id: string; readonly totalReturn: number }[] | null;
  readonly totalReturn: number;
  readonly assumptions: { readonly markets: readonly { readonly missingBars: number }[] };
}

async function answerOf(content: unknown, ...argv: string[]): Promise<Answer> {
  const call = await callCli(['backtest', '--portfolio', written(content), '--json', ...argv]);
  expect(call.stderr).not.toContain('error');
  expect(call.code).toBe(0);
  return JSON.parse(call.stdout) as Answer;
}

describe('a portfolio', () => {
  it('of one strategy on one instrument is the plain backtest', async () => {
    const alone =
      `backtest --candles ${join(folder, 'data', 'btc.csv')} --instrument BTC/USD --timeframe 1h --strategy sma-cross --param fast=3
      --param slow=9 --size equity:0.4 --no-sensitivity --json`.split(/\s+/u);
    const plain = JSON.parse((await callCli(alone)).stdout) as Answer;
    const same = await answerOf({ markets: [BTC], strategies: [CROSS] }, '--no-sensitivity');
    expect(same.finalEquity).toBe(plain.finalEquity);
    expect(same.trades).toMatchObject(plain.trades as object[]);
    expect(same.sensitivity).toBeNull();
    expect(plain.fills).toBeGreaterThan(10);
  });

  it('trades all of its instruments from one purse; their parts come to the whole', async () => {
    const strategies = [
      CROSS,
      { ...CROSS, instrument: 'ETH/USD', name: 'eth-trend' },
      { strategy: 'buy-and-hold', instrument: 'eth/usd', size: 'quote:1000' },
    ];
    const run = await answerOf({ markets: [BTC, ETH], strategies }, '--cash', '20000');
    expect(run.instruments.map(({ instrument }) => instrument)).toEqual(['BTC/USD.FILE', 'ETH/USD.FILE']);
    expect(run.instruments.every(({ fills }) => fills > 10)).toBe(true);
    expect(run.instruments.reduce((sum, { profit }) => sum + profit, 20_000)).toBeCloseTo(run.finalEquity, 6);
    expect(run.strategies.map(({ name }) => name)).toEqual(['sma-cross-1', 'eth-trend', 'buy-and-hold-3']);
    expect(run.trades.filter(({ strategy }) => strategy === 'eth-trend')).toHaveLength(run.strategies[1]!.closedTrades);
    expect(run.correlation[0]![1]).toBeGreaterThan(-1);
    expect(run.sensitivity?.find(({ id }) => id === 'costs-as-run')?.totalReturn).toBe(run.totalReturn);
    expect(run.sensitivity?.find(({ id }) => id === 'costs-double')?.totalReturn).toBeLessThan(run.totalReturn);
  });

  it('takes several timeframes of one instrument, each strategy its own', async () => {
    const slow = { ...BTC, candles: 'data/btc-4h.csv', timeframe: '4h' };
    const run = await answerOf(
      {
        markets: [slow, BTC],
        strategies: [
          { ...CROSS, timeframe: '4h' },
          { ...CROSS, timeframe: '1h' },
        ],
      },
      '--no-sensitivity',
    );
    expect(run.instruments).toHaveLength(1);
    expect(run.strategies[0]!.closedTrades).toBeLessThan(run.strategies[1]!.closedTrades);
  });

  it('says in words what it came to, where the money was, and what it assumed', async () => {
    const file = written({ markets: [BTC, ETH], strategies: [CROSS, { ...CROSS, instrument: 'ETH/USD' }] });
    const page = (
      await callCli(['backtest', '--portfolio', file, '--costs', 'venue:bybit', '--slippage-deviations', '0.5', '--impact', 'off'])
    ).stdout;
    expect(page).toContain('2 strategies on 2 instruments · 2023-11-14 to 2023-12-01 · costs switched off: impact');
    expect(page).toMatch(/10,000\.00 became [\d,.]+ USD \([-+]?[\d.,]+%\), (more|less) than holding all of them in equal parts/u);
    expect(page).toMatch(/Instrument\s+Fills\s+Profit\s+Fees\s+Held\s+Mean weight\s+Highest weight\nBTC\/USD\.FILE/u);
    expect(page).toMatch(/Correlation of daily profits\s+BTC\/USD\s+ETH\/USD\nBTC\/USD\s+1\.00\s+-?\d\.\d\d\n/u);
    expect(page).toContain('sma-cross-2');
    expect(page).toContain('Costs doubled');
    expect(page).toContain('Costs venue:bybit: slippage 1 bp and 0.5 deviations of a minute; impact off;');
    expect(page).toContain('BTC/USD.FILE: fee 10 bp taking, 10 bp resting; spread 2 bp; tick 0.01, lot 0.1');
  });

  it('says why nothing was traded, and shows no correlation of a single instrument', async () => {
    const lots = written({ markets: [BTC], strategies: [{ ...CROSS, size: 'base:1000000' }] });
    const page = (await callCli(['backtest', '--portfolio', lots])).stdout;
    expect(page).toMatch(/Nothing was traded: the risk gate refused every order \(\d+ by risk\.funds\)/u);
    expect(page).not.toContain('Correlation');
    const never = written({ markets: [BTC], strategies: [{ ...CROSS, parameters: { fast: 300, slow: 500 } }] });
    expect((await callCli(['backtest', '--portfolio', never])).stdout).toContain('Nothing was traded in 400 bars');
  });

  it('runs across gaps where that is allowed', async () => {
    const content = { markets: [{ ...BTC, candles: 'data/gap.csv' }], strategies: [CROSS] };
    expect((await callCli(['backtest', '--portfolio', written(content)])).stderr).toContain('--allow-gaps');
    expect((await answerOf(content, '--allow-gaps', '--no-sensitivity')).assumptions.markets[0]!.missingBars).toBe(1);
    expect((await callCli(['backtest', '--portfolio', written(content), '--allow-gaps'])).stdout).toContain(
      'bars missing: BTC/USD.FILE 1h lacks 1',
    );
  });

  const fine = { markets: [BTC, ETH], strategies: [CROSS] };
  it.each<[unknown, string]>([
    ['{', 'it is not JSON'],
    [[], 'the file is not an object'],
    [{ ...fine, strategie: [] }, 'the file has no field "strategie". Did you mean strategies?'],
    [{ markets: [BTC] }, '"strategies" is not a list with at least one entry'],
    [{ ...fine, markets: [] }, '"markets" is not a list with at least one entry'],
    [{ ...fine, markets: Array.from({ length: 201 }, () => BTC) }, '200 are the most'],
    [{ ...fine, markets: ['btc.csv'] }, 'markets[0] is not an object'],
    [{ ...fine, markets: [{ ...BTC, timefram: '1h' }] }, 'markets[0] has no field "timefram". Did you mean timeframe?'],
    [{ ...fine, markets: [{ ...BTC, timeframe: 60 }] }, 'markets[0], "timeframe" is not a text'],
    [{ ...fine, markets: [{ ...BTC, timeframe: '7h' }] }, 'markets[0], "timeframe": "7h" is none of'],
    [{ ...fine, markets: [{ instrument: 'BTC/USD', timeframe: '1h' }] }, 'markets[0] has no "candles"'],
    [{ ...fine, markets: [BTC, BTC] }, 'markets[1] names 1h bars of an instrument that has them already'],
    [{ ...fine, markets: [BTC, { ...ETH, instrument: 'ETH/EUR' }] }, 'ETH/EUR.FILE is paid in EUR, the others in USD'],
    [{ ...fine, markets: [{ ...BTC, candles: 'nowhere.csv' }] }, 'nowhere.csv'],
    [{ ...fine, strategies: [{ ...CROSS, strategy: 'sma-crss' }] }, 'Did you mean sma-cross?'],
    [{ ...fine, strategies: [{ strategy: 'sma-cross', instrument: 'BTC/USD' }] }, 'strategies[0] has no "size"'],
    [{ ...fine, strategies: [{ ...CROSS, size: 'half' }] }, 'strategies[0], "size": "half" is none of'],
    [{ ...fine, strategies: [{ ...CROSS, instrument: 'SOL/USD' }] }, 'strategies[0]: no market has the instrument SOL/USD'],
    [{ ...fine, strategies: [{ ...CROSS, instrument: 'BTC/USD.SIM' }] }, 'no market has the instrument BTC/USD'],
    [{ ...fine, strategies: [{ ...CROSS, timeframe: '4h' }] }, 'no market has 4h bars of BTC/USD; there are 1h'],
    [{ ...fine, strategies: [{ ...CROSS, parameters: { fast: '3' } }] }, 'parameter "fast" is not a number'],
    [{ ...fine, strategies: [{ ...CROSS, parameters: 3 }] }, 'strategies[0], "parameters" is not an object'],
    [{ ...fine, strategies: [{ ...CROSS, parameters: { fast: 30, slow: 9 } }] }, 'must be fewer'],
    [{ ...fine, strategies: [{ ...CROSS, name: 'you' }] }, 'or it is "you"'],
    [{ ...fine, strategies: [{ ...CROSS, name: 7 }] }, '"name" is not up to 40 letters'],
    [
      {
        ...fine,
        strategies: [
          { ...CROSS, name: 'a' },
          { ...CROSS, name: 'a' },
        ],
      },
      'two strategies are named a',
    ],
  ])('refuses %j', async (content, sentence) => {
    const call = await callCli(['backtest', '--portfolio', written(content)]);
    expect(call.stderr).toContain(sentence);
    expect(call.code).toBe(2);
    expect(call.stdout).toBe('');
  });

  it('refuses a file that is not there, and options that the file stands for', async () => {
    expect((await callCli(['backtest', '--portfolio', join(folder, 'none.json')])).stderr).toContain('it cannot be read (ENOENT)');
    const call = await callCli(['backtest', '--portfolio', written(fine), '--timeframe', '1h']);
    expect(call.stderr).toContain('Option --timeframe: stands in the file when --portfolio is given');
    expect(call.code).toBe(2);
  });
});

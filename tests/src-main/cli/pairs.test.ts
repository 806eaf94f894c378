import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Sfc32 } from '../../../src-shared/kernel/random.ts';
import { callCli } from './call-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'pairs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HOUR = 3_600_000;
const START = 1_700_000_000_000 - (1_700_000_000_000 % HOUR);

/** Two markets of one trend; the second one lacks two bars. */
function write(): void {
  const random = new Sfc32(4);
  const rows = [['ts,open,high,low,close,volume'], ['ts,open,high,low,close,volume']];
  let [trend, spread] = [Math.log(40_000), 0];
  let before = [0, 0];
  for (let i = 0; i < 900; i += 1) {
    trend += 0.006 * random.normal();
    spread = 0.93 * spread + 0.006 * random.normal();
    const now = [Math.exp(0.8 * trend - 0.5 + spread), Math.exp(trend)].map((price) => Math.round(price * 100) / 100);
    now.forEach((close, leg) => {
      const open = before[leg]! > 0 ? before[leg]! : close;
      if (leg === 0 || i < 500 || i > 501)
        rows[leg]!.push(`${START + i * HOUR},${open},${Math.max(open, close)},${Math.min(open, close)},${close},5000.0001`);
    });
    before = now;
  }
  writeFileSync(join(folder, 'eth.csv'), `${rows[0]!.join('\n')}\n`);
  writeFileSync(join(folder, 'btc.csv'), `${rows[1]!.join('\n')}\n`);
}
write();

const ETH = { candles: 'eth.csv', instrument: 'ETH/USD:USD', timeframe: '1h', leverage: '3' };
const BTC = { candles: 'btc.csv', instrument: 'BTC/USD:USD', timeframe: '1h', leverage: '3' };
const PAIRS = { strategy: 'pairs', instrument: 'ETH/USD:USD', against: 'BTC/USD:USD', size: 'equity:0.3', parameters: { bars: 60 } };

let files = 0;
async function called(content: unknown, ...argv: string[]) {
  files += 1;
  const file = join(folder, `portfolio-${files}.json`);
  writeFileSync(file, JSON.stringify(content));
  return callCli(['backtest', '--portfolio', file, '--allow-gaps', '--no-sensitivity', ...argv]);
}

interface Answer {
  readonly finalEquity: number;
  readonly pairs: readonly unknown[];
  readonly strategies: readonly {
    readonly name: string;
    readonly instrument: string;
    readonly closedTrades: number;
    readonly profitWithHeld: number;
  }[];
  readonly trades: readonly {
    readonly instrument: string;
    readonly strategy: string;
    readonly side: string;
    readonly entryTime: number;
    readonly exitTime: number;
  }[];
  readonly strategyCorrelation: readonly (readonly number[])[];
}

describe('pairs in a portfolio', () => {
  it('trades both of its instruments, and says of each what it came to and of both what it met', async () => {
    const { stdout, code } = await called({ markets: [ETH, BTC], strategies: [PAIRS] }, '--json');
    expect(code).toBe(0);
    const run = JSON.parse(stdout) as Answer;
    expect(run.strategies.map(({ name, instrument }) => `${name} ${instrument}`)).toEqual([
      'pairs-1 ETH/USD:USD.FILE',
      'pairs-1 BTC/USD:USD.FILE',
    ]);
    expect(run.strategies.reduce((sum, { profitWithHeld }) => sum + profitWithHeld, 10_000)).toBeCloseTo(run.finalEquity, 6);
    // Two bars are missing, and nobody decides on the last one.
    expect(run.pairs).toEqual([{ instance: 'pairs-1', asked: 897, missed: 2, unwound: 0 }]);
    const legs = ['ETH/USD:USD.FILE', 'BTC/USD:USD.FILE'].map((id) => run.trades.filter(({ instrument }) => instrument === id));
    expect(legs[0]!.length).toBeGreaterThan(5);
    expect(legs.map(({ length }) => length)).toEqual(run.strategies.map(({ closedTrades }) => closedTrades));
    legs[0]!.forEach(({ side, entryTime, exitTime }, at) => {
      const other = legs[1]![at]!;
      expect([other.entryTime, other.exitTime]).toEqual([entryTime, exitTime]);
      expect(other.side).not.toBe(side);
    });
    expect(run.strategyCorrelation).toHaveLength(2);
  });

  it('stands in the report as its two legs beside what else is on the account', async () => {
    const strategies = [PAIRS, { strategy: 'sma-cross', instrument: 'BTC/USD:USD', size: 'equity:0.1', direction: 'both' }];
    const { stdout } = await called({ markets: [ETH, BTC], strategies });
    expect(stdout).toMatch(/\npairs-1\s+ETH\/USD:USD\.FILE .*\npairs-1\s+BTC\/USD:USD\.FILE .*\nsma-cross-2\s+BTC\/USD:USD\.FILE /u);
    expect(stdout).toContain('pairs-1: asked at 897 instants, not at 2 at which only one leg had a bar; closed 0 times because a leg');
  });

  it.each([
    [
      'on spot',
      [{ ...ETH, instrument: 'ETH/USD', leverage: undefined }, BTC],
      { instrument: 'ETH/USD' },
      'strategies[0]: pairs cannot trade these two: ETH/USD.FILE is spot, and one of the two is always held short.',
    ],
    ['against itself', [ETH, BTC], { against: 'ETH/USD:USD' }, 'both are ETH/USD:USD.FILE.'],
    ['against nothing', [ETH, BTC], { against: undefined }, 'strategies[0] has no "against".'],
    ['against what is not there', [ETH, BTC], { against: 'SOL/USD:USD' }, 'strategies[0]: no market has the instrument SOL/USD:USD.'],
    [
      'in one direction',
      [ETH, BTC],
      { direction: 'short' },
      '"direction": pairs is always long of one of its two and short of the other; leave it out.',
    ],
    [
      'as another strategy',
      [ETH, BTC],
      { strategy: 'sma-cross', parameters: {} },
      '"against": sma-cross trades one instrument; leave it out.',
    ],
  ])('is refused %s', async (_, markets, change, sentence) => {
    const { stderr, code } = await called({ markets, strategies: [{ ...PAIRS, ...change }] });
    expect(code).toBe(2);
    expect(stderr).toContain(sentence);
  });

  it('is refused where its legs have no bars of one length', async () => {
    const rows = Array.from({ length: 50 }, (_, i) => `${START + 2 * i * HOUR},100,100,100,100,5`);
    writeFileSync(join(folder, 'slow.csv'), ['ts,open,high,low,close,volume', ...rows, ''].join('\n'));
    const slow = { ...BTC, candles: 'slow.csv', timeframe: '2h' };
    const { stderr } = await called({ markets: [ETH, slow], strategies: [PAIRS] });
    expect(stderr).toContain('strategies[0]: no market has 1h bars of BTC/USD:USD; there are 2h.');
  });

  it('is listed, and every command of one instrument says where it runs', async () => {
    expect((await callCli(['strategy', 'list'])).stdout).toMatch(/pairs\s+Short of the dearer of two perpetuals/u);
    for (const command of ['backtest', 'leaks', 'paper']) {
      const { stderr, code } = await callCli([
        command,
        '--candles',
        join(folder, 'eth.csv'),
        '--instrument',
        'ETH/USD',
        '--timeframe',
        '1h',
        '--strategy',
        'pairs',
      ]);
      expect(code).toBe(2);
      expect(stderr).toContain(
        'pairs trades two perpetuals at once: name them as "instrument" and "against" in the file of backtest --portfolio.',
      );
    }
  });
});

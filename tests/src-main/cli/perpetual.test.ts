import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SqliteResearch } from '../../../src-main/adapters/research-sqlite/sqlite-research.ts';
import { openCandleStore, openFundingStore } from '../../../src-main/market-services.ts';
import { localThread } from '../../support/local-trials.ts';
import { wanderingBars } from '../../support/search-bars.ts';
import { callCli } from './call-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'cryptoorch-perpetual-'));
const home = join(folder, 'home');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const BARS = join(folder, 'bars.csv');
const SERIES = 'BTC/USD.TEST:funding';
const HOUR = 3_600_000;
const GROUND = ['--candles', BARS, '--instrument', 'BTC/USD', '--timeframe', '4h', '--no-sensitivity', '--no-record'];
const CROSS = ['--strategy', 'sma-cross', '--param', 'fast=5', '--param', 'slow=20'];

function call(...argv: readonly string[]) {
  return callCli(argv, { context: { home, cwd: folder, version: '0.0.0' } });
}

interface Answer {
  readonly finalEquity: number;
  readonly fills: number;
  readonly funding: number;
  readonly liquidations: number;
  readonly buyAndHold: { readonly finalEquity: number };
  readonly assumptions: { readonly perpetual: { readonly funding: unknown } };
  readonly trades: readonly {
    readonly side: string;
    readonly liquidated?: boolean;
    readonly quantity: number;
    readonly entryPrice: number;
  }[];
  readonly instruments: readonly { readonly instrument: string; readonly profit: number }[];
  readonly sensitivity: readonly { readonly id: string; readonly totalReturn: number }[];
}

async function answer(...argv: readonly string[]): Promise<Answer> {
  const { code, lastLine } = await call('backtest', ...argv, '--json');
  expect(code).toBe(0);
  return JSON.parse(lastLine) as Answer;
}

beforeAll(() => {
  const { time, open, high, low, close } = wanderingBars(1_200);
  const rows = Array.from(time, (at, i) => [at, open[i]!, high[i]!, low[i]!, close[i]!, '100000.00001'].join(','));
  writeFileSync(BARS, `ts,open,high,low,close,volume\n${rows.join('\n')}\n`);
  const store = openFundingStore(home);
  const first = Math.floor(time[0]! / (8 * HOUR)) * 8 * HOUR;
  const instants = Float64Array.from({ length: 620 }, (_, i) => first + i * 8 * HOUR);
  store.write({
    venue: 'TEST',
    symbol: 'BTC/USD',
    time: instants,
    rate: instants.map((_, i) => (i % 3) * 1e-4),
    source: 'test',
    importedAt: 0,
    replace: false,
  });
  store.close();
});

describe('backtest --perpetual', () => {
  it('trades both sides on margin and says what it assumed', async () => {
    const both = await answer(...GROUND, ...CROSS, '--perpetual', '--leverage', '2', '--direction', 'both');
    expect(new Set(both.trades.map(({ side }) => side))).toEqual(new Set(['buy', 'sell']));
    expect(both.funding).toBeLessThan(0);
    expect(both.assumptions).toMatchObject({
      instrument: 'BTC/USD:USD.FILE',
      perpetual: {
        leverage: 2,
        maintenanceMargin: 0.01,
        liquidationFee: 0.01,
        settle: 'USD',
        direction: 'both',
        funding: { kind: 'against', bps: 1 },
      },
    });
    // Held is the coin itself, without leverage: what spot's baseline is.
    const spot = await answer(...GROUND, ...CROSS);
    expect(both.buyAndHold.finalEquity).toBe(spot.buyAndHold.finalEquity);
    expect(spot.assumptions).not.toHaveProperty('perpetual');
    expect(spot).not.toHaveProperty('funding');
  });

  it('holds what it holds of spot at leverage one, but for what funding takes', async () => {
    const size = ['--size', 'base:0.5', '--cash', '1000000'];
    const spot = await answer(...GROUND, ...CROSS, ...size);
    const perpetual = await answer(...GROUND, ...CROSS, ...size, '--perpetual', '--funding-bps', '0');
    expect(perpetual.finalEquity).toBeCloseTo(spot.finalEquity, 6);
    expect(perpetual.fills).toBe(spot.fills);
    expect(perpetual.funding).toBe(0);
    const short = await answer(...GROUND, ...CROSS, ...size, '--perpetual', '--funding-bps', '0', '--direction', 'short');
    expect(short.trades.every(({ side }) => side === 'sell')).toBe(true);
  });

  it('takes stored rates, names them in its capsule, and can be repeated from that', async () => {
    const capsule = join(folder, 'run.json');
    const stored = await answer(
      ...GROUND,
      ...CROSS,
      '--perpetual',
      '--leverage',
      '3',
      '--funding',
      SERIES,
      '--direction',
      'both',
      '--capsule',
      capsule,
    );
    expect(stored.assumptions.perpetual.funding).toMatchObject({ kind: 'stored', series: SERIES });
    expect(await call('verify', capsule)).toMatchObject({ code: 0 });
    const made = JSON.parse(readFileSync(capsule, 'utf8')) as {
      conditions: { funding: { hash: string }; instrument: { terms: { leverage: number } } };
    };
    made.conditions.instrument.terms.leverage = 2;
    writeFileSync(join(folder, 'other.json'), JSON.stringify(made));
    const other = await call('verify', join(folder, 'other.json'));
    expect([other.code, other.stdout.includes('instrument was changed')]).toEqual([1, true]);
    made.conditions.funding.hash = '0'.repeat(64);
    writeFileSync(join(folder, 'rates.json'), JSON.stringify(made));
    expect((await call('verify', join(folder, 'rates.json'))).stdout).toContain('rates of funding are not those');
  });

  it('is judged with the stored rates, on markets made of its bars too; not with others', async () => {
    const kept = join(folder, 'judged');
    const judged = (...argv: readonly string[]) =>
      callCli(argv, {
        context: { home, cwd: folder, version: '0.0.0' },
        services: { research: () => new SqliteResearch(kept), trialThread: localThread },
      });
    const ground = GROUND.filter((word) => word !== '--no-record');
    const run = await judged('backtest', ...ground, ...CROSS, '--perpetual', '--leverage', '2', '--funding', SERIES);
    expect(run.code).toBe(0);
    const argv = ['overfit', '--resamples', '100', '--bars-bootstrap', '20', '--json'];
    const known = await judged(...argv);
    expect(known.stderr).not.toContain('not held against');
    expect(JSON.parse(known.lastLine)).toMatchObject({ rerun: { shuffled: {} }, barsBootstrap: { paths: 20, failed: 0 } });
    const other = openFundingStore(home);
    const { time, rate } = other.read(SERIES);
    other.remove(SERIES);
    const gone = await judged(...argv);
    expect([gone.code, gone.stderr]).toEqual([2, expect.stringContaining('its stored rates of funding are others by now')]);
    other.write({ venue: 'TEST', symbol: 'BTC/USD', time, rate, source: 'test', importedAt: 0, replace: false });
    other.close();
  });

  it('needs more margin the more is held, by the brackets of a file, and does not grow into those that bar its leverage', async () => {
    const rising = join(folder, 'tiers.csv');
    writeFileSync(rising, 'from,rate\n0,0.01\n20000,0.02\n50000,0.04\n');
    const terms = ['--perpetual', '--leverage', '20', '--direction', 'both', '--funding-bps', '0'];
    const flat = await answer(...GROUND, ...CROSS, ...terms);
    const capsule = join(folder, 'tiers.json');
    const risen = await answer(...GROUND, ...CROSS, ...terms, '--margin-tiers', rising, '--capsule', capsule);
    expect(risen.assumptions).toMatchObject({
      perpetual: {
        maintenanceMargin: 0.01,
        tiers: [
          { from: '0', rate: '0.01' },
          { from: '20000', rate: '0.02' },
          { from: '50000', rate: '0.04' },
        ],
      },
    });
    expect(risen.liquidations).toBeGreaterThan(flat.liquidations);
    expect(await call('verify', capsule)).toMatchObject({ code: 0 });
    const barred = join(folder, 'barred.csv');
    writeFileSync(barred, 'from,rate,leverage\n0,0.01,50\n20000,0.02,5\n');
    const kept = await answer(...GROUND, ...CROSS, ...terms, '--margin-tiers', barred);
    // An entry in several fills is worth no more than that at the price of the last of them.
    for (const { quantity, entryPrice } of kept.trades) expect(quantity * entryPrice).toBeLessThan(21_000);
    expect(Math.max(...flat.trades.map(({ quantity, entryPrice }) => quantity * entryPrice))).toBeGreaterThan(50_000);
    const { stdout } = await call('backtest', ...GROUND, ...CROSS, ...terms, '--margin-tiers', rising);
    expect(stdout).toContain('maintenance 1% to 4% in 3 brackets');
  });

  it.each([
    { text: 'from,rate\n0,0.05\n', words: [], says: 'is not below 0.05' },
    { text: 'from,rate\n0,0.01\n5,x\n', words: [], says: 'line 3, column rate' },
    { text: 'from,rate,leverage\n0,0.01,2\n', words: ['--leverage', '3'], says: 'allows 2 at most' },
    { text: 'from,rate\n0,0.01\n', words: ['--maintenance-bps', '50'], says: 'not both' },
    { text: null, words: [], says: 'there is no such file' },
  ])('refuses brackets that are wrong: $says', async ({ text, words, says }) => {
    const file = join(folder, 'wrong.csv');
    rmSync(file, { force: true });
    if (text !== null) writeFileSync(file, text);
    const { code, stderr } = await call('backtest', ...GROUND, ...CROSS, '--perpetual', ...words, '--margin-tiers', file);
    expect([code, stderr]).toEqual([2, expect.stringContaining(says)]);
  });

  it('is liquidated where too much is borrowed, and says how often', async () => {
    const run = await answer(...GROUND, ...CROSS, '--perpetual', '--leverage', '20', '--direction', 'both');
    expect(run.liquidations).toBeGreaterThan(0);
    expect(run.trades.filter(({ liquidated }) => liquidated === true)).toHaveLength(run.liquidations);
    const { stdout } = await call('backtest', ...GROUND, ...CROSS, '--perpetual', '--leverage', '20', '--direction', 'both');
    expect(stdout).toContain('liquidated');
    expect(stdout).toMatch(/Liquidations +[1-9]/u);
    expect(stdout).toContain('paid whichever side is held: no rates are known');
  });

  it.each(['long', 'short', 'both'])('says at which price what is still open would be liquidated: %s', async (direction) => {
    const { stdout } = await call('backtest', ...GROUND, ...CROSS, '--perpetual', '--leverage', '2', '--direction', direction);
    expect(stdout.includes('Still open')).toBe(/; (liquidated at [\d,.]+|no price liquidates it)\.$/mu.test(stdout));
    expect(stdout).toContain(direction === 'both' ? 'long and short' : `${direction} only`);
  });

  it('takes the rates that are stored for the instrument of stored bars', async () => {
    const columns = wanderingBars(600);
    const store = openCandleStore(home);
    store.write({
      key: { venue: 'TEST', symbol: 'BTC/USD', timeframe: '4h' },
      columns,
      priceDecimals: 2,
      volumeDecimals: 2,
      source: 'test',
      importedAt: 0,
      replace: false,
    });
    store.close();
    const own = ['--data', 'BTC/USD.TEST:4h', '--no-sensitivity', '--no-record', ...CROSS, '--perpetual'];
    expect((await answer(...own)).assumptions.perpetual.funding).toMatchObject({ kind: 'stored', series: SERIES });
    expect((await answer(...own, '--funding-bps', '2')).assumptions.perpetual.funding).toEqual({ kind: 'stated', bps: 2 });
  });

  it('adds funding to the runs under other costs', async () => {
    const ground = GROUND.filter((word) => word !== '--no-sensitivity');
    const { sensitivity } = await answer(...ground, ...CROSS, '--perpetual', '--funding-bps', '3');
    const of = (id: string): number => sensitivity.find((line) => line.id === id)?.totalReturn ?? Number.NaN;
    expect(of('funding-none')).toBeGreaterThan(of('costs-as-run'));
    expect(of('funding-double')).toBeLessThan(of('costs-as-run'));
  });

  it.each([
    { words: ['--leverage', '3'], says: '--leverage: goes with --perpetual' },
    { words: ['--perpetual', '--leverage', '30'], says: 'not from 1 to 20' },
    { words: ['--perpetual', '--funding', SERIES, '--funding-bps', '1'], says: 'stored or stated' },
    { words: ['--perpetual', '--funding', 'ETH/USD.TEST:funding'], says: 'no stored series' },
    { words: ['--strategy', 'funding-carry'], says: 'funding-carry trades perpetuals alone' },
    { words: ['--perpetual', '--direction', 'short', '--strategy', 'grid'], says: 'grid has no short side' },
  ])('refuses $words', async ({ words, says }) => {
    const cross = words.includes('--strategy') ? [] : CROSS;
    const { code, stderr } = await call('backtest', ...GROUND, ...cross, ...words);
    expect([code, stderr]).toEqual([2, expect.stringContaining(says)]);
  });

  it('refuses stored rates that do not cover the bars', async () => {
    const store = openFundingStore(home);
    store.write({
      venue: 'TEST',
      symbol: 'ETH/USD',
      time: Float64Array.of(0),
      rate: Float64Array.of(0),
      source: 'test',
      importedAt: 0,
      replace: false,
    });
    store.close();
    const { code, stderr } = await call('backtest', ...GROUND, ...CROSS, '--perpetual', '--funding', 'ETH/USD.TEST:funding');
    expect([code, stderr]).toEqual([2, expect.stringContaining('state a rate with --funding-bps')]);
  });
});

describe('a portfolio', () => {
  it('holds a coin and its perpetual on one account', async () => {
    const file = join(folder, 'carry.json');
    writeFileSync(join(folder, 'account.csv'), 'from,rate\n0,0.01\n5000,0.02\n');
    const market = { candles: 'bars.csv', timeframe: '4h' };
    writeFileSync(
      file,
      JSON.stringify({
        markets: [
          { ...market, instrument: 'BTC/USD' },
          { ...market, instrument: 'BTC/USD:USD', leverage: '2', 'funding-bps': '2', 'margin-tiers': 'account.csv' },
        ],
        strategies: [
          { strategy: 'buy-and-hold', instrument: 'BTC/USD', size: 'quote:4000' },
          { strategy: 'sma-cross', instrument: 'BTC/USD:USD', size: 'quote:1000', direction: 'short', parameters: { fast: 5, slow: 20 } },
        ],
      }),
    );
    const run = await answer('--portfolio', file, '--no-sensitivity');
    expect(run.instruments.map(({ instrument }) => instrument)).toEqual(['BTC/USD.FILE', 'BTC/USD:USD.FILE']);
    expect(run.funding).toBeGreaterThan(0);
    const profit = run.instruments.reduce((sum, one) => sum + one.profit, 0);
    expect(profit).toBeCloseTo(run.finalEquity - 10_000, 6);
    const { stdout } = await call('backtest', '--portfolio', file, '--no-sensitivity');
    expect(stdout).toContain('BTC/USD:USD.FILE: leverage 2, maintenance margin 0.01 of the value at first, rising in 2 brackets');
  });
});

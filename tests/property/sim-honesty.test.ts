import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CandleColumns, Timeframe } from '../../src-shared/domain/candle.ts';
import { CONSERVATIVE } from '../../src-shared/domain/costs.ts';
import { NO_LIMITS } from '../../src-shared/domain/limits.ts';
import type { StrategyParameters } from '../../src-shared/domain/strategy-spec.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import { DAY_MS, MINUTE_MS } from '../../src-shared/kernel/time.ts';
import { SIM_ANCHOR_MS } from '../../src-main/adapters/exchange-sim/market/sim-instruments.ts';
import { SimMarket } from '../../src-main/adapters/exchange-sim/market/sim-market.ts';
import { STRATEGIES } from '../../src-main/core/strategies/catalog.ts';
import { backtest } from '../../src-main/run-backtest.ts';
import { temporaryFolder } from '../support/ledger-kit.ts';
import { PaperHome } from '../support/paper-kit.ts';

// The simulated market must not teach that a strategy earns: over many markets none may, after costs, be significantly above zero.

const LONG = process.env['CRYPTOORCH_TEST_LONG'] === '1';
const SEEDS = 200;
const DAYS = LONG ? 30 : 4;
/** Runs on the tape are slower: fewer of them, and shorter. */
const TAPE = LONG ? { seeds: 200, minutes: 60 } : { seeds: 10, minutes: 15 };
const TIMEFRAME: Timeframe = '15m';
/** One-sided, 0.1 % for each of a handful of strategies. */
const SIGNIFICANT = 3.09;
const CASH = 10_000;

/** Parameters beside a strategy's own defaults. */
const VARIANTS: Readonly<Record<string, readonly StrategyParameters[]>> = {
  'sma-cross': [
    { fast: 20, slow: 50 },
    { fast: 1, slow: 5 },
  ],
  grid: [
    { spacing: 0.5, levels: 5 },
    { spacing: 0.2, levels: 10 },
  ],
  'macd-trend': [{ fast: 6, slow: 13, signal: 5 }],
  'chandelier-trend': [{ entry: 10, atrPeriod: 10, distance: 2 }],
  momentum: [{ period: 20, threshold: 0.5, trend: 50 }],
  'donchian-breakout': [{}],
  'keltner-breakout': [{ width: 1 }],
  'rsi-reversion': [{}],
  'bollinger-reversion': [{}],
  'volatility-target': [{ period: 20 }],
  dca: [{ interval: 8, purchases: 10 }],
  'buy-and-hold': [{}],
};

interface Ground {
  readonly market: SimMarket;
  readonly instrument: number;
  readonly candles: CandleColumns;
}

const GROUNDS: readonly Ground[] = Array.from({ length: SEEDS }, (_, number) => {
  const market = new SimMarket(number + 1);
  const instrument = number % market.instruments.length;
  const from = SIM_ANCHOR_MS - ((number % 60) + DAYS) * DAY_MS;
  return { market, instrument, candles: market.bars(instrument, TIMEFRAME, from, from + DAYS * DAY_MS) };
});

function resultOf({ market, instrument, candles }: Ground, strategy: string, parameters: StrategyParameters): number {
  const spec = market.instruments[instrument]?.spec;
  if (spec === undefined) throw new RangeError('an instrument of the market');
  const { equity } = backtest({
    instruments: [spec],
    series: [{ instrument: 0, timeframe: TIMEFRAME, candles }],
    placements: [{ instance: 'one', strategy, instrument: 0, timeframe: TIMEFRAME, parameters, size: { kind: 'all' } }],
    cash: Decimal.of(BigInt(CASH)),
    costs: CONSERVATIVE,
    limits: NO_LIMITS,
    seed: 0,
  });
  return (equity.at(-1) ?? CASH) / CASH - 1;
}

/** Student's t of the mean against zero. */
function tValue(results: readonly number[]): number {
  const mean = results.reduce((sum, result) => sum + result, 0) / results.length;
  const variance = results.reduce((sum, result) => sum + (result - mean) ** 2, 0) / (results.length - 1);
  return mean / Math.sqrt(variance / results.length);
}

describe('over 200 markets, after default costs', () => {
  test('every strategy of the catalogue is looked at', () => {
    expect(Object.keys(VARIANTS).sort()).toEqual(STRATEGIES.map(({ spec }) => spec.id).sort());
  });

  const cases = Object.entries(VARIANTS).flatMap(([strategy, variants]) => variants.map((parameters) => ({ strategy, parameters })));
  test.each(cases)('$strategy $parameters does not earn', ({ strategy, parameters }) => {
    const results = GROUNDS.map((ground) => resultOf(ground, strategy, parameters));
    expect(results.filter((result) => result !== 0).length).toBeGreaterThan(SEEDS / 2);
    expect(tValue(results)).toBeLessThan(SIGNIFICANT);
  });
});

describe('on the tape, after default costs', () => {
  let folder: { readonly path: string; remove(): void };
  beforeAll(() => {
    folder = temporaryFolder();
  });
  afterAll(() => {
    folder.remove();
  });

  /** Relative change of an account that runs a strategy on all instruments, by quotes and prints. */
  function traded(strategy: string, parameters: StrategyParameters, seed: number): number {
    const home = join(folder.path, `${strategy}-${String(seed)}`);
    mkdirSync(home);
    const life = new PaperHome(home, { seed, startAt: SIM_ANCHOR_MS - seed * DAY_MS }).open();
    for (const { index } of life.exchange.instruments) life.start(`s-${String(index)}`, strategy, { instrument: index, parameters });
    life.run(TAPE.minutes * MINUTE_MS);
    return life.opened.engine.account.equity() / 100_000 - 1;
  }

  test.each([
    { strategy: 'sma-cross', parameters: { fast: 2, slow: 6 } },
    { strategy: 'grid', parameters: { spacing: 0.1, levels: 5 } },
    { strategy: 'buy-and-hold', parameters: {} },
  ])('$strategy does not earn', ({ strategy, parameters }) => {
    const results = Array.from({ length: TAPE.seeds }, (_, number) => traded(strategy, parameters, number + 1));
    expect(results.filter((result) => result !== 0).length).toBeGreaterThan(TAPE.seeds / 2);
    expect(tValue(results)).toBeLessThan(SIGNIFICANT);
  });
});

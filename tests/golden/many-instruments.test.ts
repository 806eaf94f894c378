import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backtest } from '../../src-main/run-backtest.ts';
import type { BacktestOutcome, BacktestSpec, BarSeries, StrategyPlacement } from '../../src-main/sessions/backtest-types.ts';
import { candleColumns, TIMEFRAMES, type CandleColumns, type Timeframe } from '../../src-shared/domain/candle.ts';
import { CONSERVATIVE } from '../../src-shared/domain/costs.ts';
import { DEFAULT_LIMITS } from '../../src-shared/domain/limits.ts';
import { Decimal } from '../../src-shared/kernel/decimal.ts';
import { Sfc32 } from '../../src-shared/kernel/random.ts';
import { DAY_MS } from '../../src-shared/kernel/time.ts';
import { spec } from '../src-main/core/risk/desk-of-one.ts';

const NAMES = ['BTC', 'ETH', 'SOL', 'XRP', 'ADA', 'DOT', 'LTC', 'UNI'] as const;
const START = 20_000 * DAY_MS;

function bars(seed: number, timeframe: Timeframe, days: number): CandleColumns {
  const length = (days * DAY_MS) / TIMEFRAMES[timeframe];
  const columns = candleColumns(length);
  const random = new Sfc32(seed);
  let price = 100 + seed;
  for (let i = 0; i < length; i += 1) {
    columns.time[i] = START + i * TIMEFRAMES[timeframe];
    columns.open[i] = price;
    price = Math.round(price * Math.exp(0.01 * random.normal()) * 100) / 100;
    columns.close[i] = price;
    columns.high[i] = Math.max(columns.open[i]!, price) * 1.001;
    columns.low[i] = Math.min(columns.open[i]!, price) * 0.999;
    columns.volume[i] = 5_000;
  }
  return columns;
}

// Hours for all, and half hours for two of them: bars of both close at the same instants.
const SERIES: readonly BarSeries[] = [
  ...NAMES.map((_, instrument) => ({ instrument, timeframe: '1h' as const, candles: bars(instrument + 1, '1h', 40) })),
  ...[0, 5].map((instrument) => ({ instrument, timeframe: '30m' as const, candles: bars(instrument + 50, '30m', 40) })),
];

const SIZE = { kind: 'equity-fraction', fraction: 0.1 } as const;
const PLACEMENTS: readonly StrategyPlacement[] = NAMES.flatMap((name, instrument) => {
  const place = (strategy: string, parameters: StrategyPlacement['parameters'], timeframe: Timeframe = '1h') => ({
    instance: `${strategy}-${name}`,
    strategy,
    instrument,
    timeframe,
    parameters,
    size: SIZE,
  });
  const cross = place('sma-cross', { fast: 5, slow: 12 }, instrument === 5 ? '30m' : '1h');
  if (instrument % 4 === 0) return [cross, place('grid', { spacing: 1, levels: 4 })];
  return instrument === 3 ? [place('buy-and-hold', {}), place('grid', { spacing: 0.5, levels: 3 })] : [cross];
});

function run(series: readonly BarSeries[], placements: readonly StrategyPlacement[]): BacktestOutcome {
  const limits = { ...DEFAULT_LIMITS, maxDataAgeMs: null, maxGrossExposure: '80000' };
  const spec_: BacktestSpec = {
    instruments: NAMES.map((name) => spec(name)),
    series,
    placements,
    cash: Decimal.parse('100000'),
    costs: CONSERVATIVE,
    limits,
    seed: 1,
  };
  return backtest(spec_);
}

describe('eight instruments and three strategies on one account', () => {
  const usual = run(SERIES, PLACEMENTS);

  it('trade each of them from one purse, under limits that all of them share', () => {
    const traded = new Set(usual.fills.map(({ instrument }) => instrument));
    expect(traded.size).toBe(8);
    const origins = new Set(usual.fills.map(({ origin }) => origin.slice(0, origin.lastIndexOf('-'))));
    expect([...origins].sort()).toEqual(['buy-and-hold', 'grid', 'sma-cross']);
    expect(Object.keys(usual.refusals)).toContain('risk.max-gross-exposure');
    expect(usual.bars).toBe(SERIES.reduce((sum, { candles }) => sum + candles.length, 0));
    // Bars that close together make one value of equity.
    expect(usual.times.length).toBe(SERIES.at(-1)!.candles.length);
  });

  it('end with the cash that the fills say, exactly', () => {
    let cash = Decimal.parse('100000');
    for (const { side, ticks, lots, fee } of usual.fills) {
      const value = Decimal.parse('0.0000001').mul(Decimal.of(BigInt(ticks) * BigInt(lots)));
      cash = (side === 'buy' ? cash.sub(value) : cash.add(value)).sub(fee);
    }
    expect(usual.cash.equals(cash)).toBe(true);
  });

  it('come to the same bytes however their series and strategies arrive', () => {
    const bytes = JSON.stringify([usual.fills, [...usual.equity], usual.cash, usual.refusals, usual.orders]);
    fc.assert(
      fc.property(fc.shuffledSubarray([...SERIES], { minLength: SERIES.length }), fc.shuffledSubarray([...PLACEMENTS], { minLength: PLACEMENTS.length }), (series, placements) => {
        const shuffled = run(series, placements);
        expect(JSON.stringify([shuffled.fills, [...shuffled.equity], shuffled.cash, shuffled.refusals, shuffled.orders])).toBe(bytes);
      }),
      { numRuns: 12 },
    );
  });
});

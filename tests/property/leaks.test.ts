import { describe, expect, it } from 'vitest';
import { indicatorLeak } from '../../src-main/core/research/leaks/indicator-leak.ts';
import { indicatorDependence } from '../../src-main/core/research/leaks/start-dependence.ts';
import type { StrategyDefinition } from '../../src-main/core/strategies/strategy.ts';
import { completeParameters } from '../../src-main/core/strategies/parameters.ts';
import { CONTRACT_STRATEGIES, STRATEGIES } from '../../src-main/core/strategies/catalog.ts';
import { indicatorColumns, INDICATORS, presetsOf } from '../../src-shared/domain/indicators/catalog.ts';
import type { StrategyParameters } from '../../src-shared/domain/strategy-spec.ts';
import { unwrap } from '../../src-shared/kernel/result.ts';
import { leakBars, searchLeaks, searchPairLeaks } from '../calibrate/leaks/judge.ts';

const LONG = process.env['CRYPTOORCH_TEST_LONG'] === '1';
const BARS = LONG ? 600 : 220;
/** Every bar in the long run. */
const CUTS = LONG ? BARS : 36;

/** Parameters with which a strategy acts often in few bars. */
const SMALL: Readonly<Record<string, StrategyParameters>> = {
  'sma-cross': { fast: 3, slow: 8 },
  'macd-trend': { fast: 3, slow: 6, signal: 3 },
  'chandelier-trend': { entry: 5, atrPeriod: 4, distance: 1.5 },
  momentum: { period: 6, threshold: 0.5, trend: 12 },
  'donchian-breakout': { entry: 6, exit: 3 },
  'keltner-breakout': { period: 6, width: 0.7, atrPeriod: 4, stop: 0.8 },
  'rsi-reversion': { period: 4, buyBelow: 35, sellAbove: 55 },
  'bollinger-reversion': { period: 8, width: 1.2 },
  'volatility-target': { period: 8, target: 60, band: 5 },
  dca: { interval: 7, purchases: 20 },
};

describe('no built-in strategy knows bars that have not come yet', () => {
  it.each(STRATEGIES)('$spec.id', { timeout: 1_200_000 }, (definition) => {
    const parameters = unwrap(completeParameters(definition, SMALL[definition.spec.id] ?? {}));
    const search = searchLeaks(definition, leakBars(4, BARS), CUTS, parameters);
    expect(search.leak).toBeNull();
    expect(search.happened).toBeGreaterThanOrEqual(3);
    expect(search.cuts).toBeGreaterThan(LONG ? BARS - 2 : 30);
  });
});

describe('no built-in strategy over two instruments knows bars of either that have not come yet', () => {
  it.each(CONTRACT_STRATEGIES.filter(({ spec }) => spec.pair))('$spec.id', { timeout: 1_200_000 }, (definition) => {
    const parameters = unwrap(completeParameters(definition, { bars: 12, entry: 1, exit: 0, stop: 6, hold: 15 }));
    const search = searchPairLeaks(definition, leakBars(4, BARS), CUTS, parameters);
    expect(search.leak).toBeNull();
    expect(search.happened).toBeGreaterThanOrEqual(20);
    expect(search.cuts).toBeGreaterThan(LONG ? BARS - 2 : 30);
  });

  it('would be found out where it knew closes of a run before', () => {
    const [honest] = CONTRACT_STRATEGIES.filter(({ spec }) => spec.pair);
    const known: number[] = [];
    const leaking: StrategyDefinition = {
      ...honest!,
      createPair: () => {
        let row = 0;
        return {
          onPair: ([close], desk) => {
            const rises = (known[row + 1] ?? 0) > close!;
            known[row] = close!;
            row += 1;
            if (desk.phase === 'held') desk.leave();
            else if (rises) desk.enter('long', 1);
          },
        };
      },
    };
    expect(searchPairLeaks(leaking, leakBars(4, BARS), CUTS, {}).leak).not.toBeNull();
  });
});

describe('no indicator knows bars that have not come yet', () => {
  const candles = leakBars(5, BARS);
  const cuts = Array.from({ length: CUTS }, (_, i) => 1 + Math.floor((i * (BARS - 1)) / CUTS));

  it.each(INDICATORS)('$id', (definition) => {
    const compute = (bars: typeof candles) => indicatorColumns(definition, presetsOf(definition), bars);
    expect(indicatorLeak(compute, candles, cuts)).toBeNull();
  });
});

/** Indicators that go on for ever from where they began: their level is a matter of the first bar. */
const WITHOUT_LEVEL: readonly string[] = ['obv', 'adl'];
/** What a value may hang on bars before ten times the warm-up, percent of its range. */
const SETTLED = 1;

describe('an indicator forgets where its history began', () => {
  const candles = leakBars(6, 1_500);

  it.each(INDICATORS.filter(({ id }) => !WITHOUT_LEVEL.includes(id)))('$id', (definition) => {
    const presets = presetsOf(definition);
    const compute = (bars: typeof candles) => indicatorColumns(definition, presets, bars);
    const warm = Math.max(24, ...definition.warmUp(presets));
    for (const percent of indicatorDependence(compute, candles, 10 * warm, 12)) expect(percent).toBeLessThan(SETTLED);
  });
});

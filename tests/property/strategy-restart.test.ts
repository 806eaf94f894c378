import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STRATEGIES } from '../../src-main/core/strategies/catalog.ts';
import type { StrategyDefinition } from '../../src-main/core/strategies/strategy.ts';
import { sliceCandles } from '../../src-shared/domain/candle.ts';
import type { StrategyParameters } from '../../src-shared/domain/strategy-spec.ts';
import { NextOpenDesk, TEST_INSTRUMENT, wanderingBars } from '../src-main/core/strategies/next-open-desk.ts';

const LONG = process.env['CRYPTOORCH_TEST_LONG'] === '1';
const BARS = 260;

/** Parameters that are small enough to act often in a short series, and the defaults of the others. */
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

/** Strategies whose orders this desk can fill. */
const MARKET = STRATEGIES.filter(({ spec }) => spec.id !== 'grid');

function begun({ create, warmupBars }: StrategyDefinition, parameters: StrategyParameters, seed: number, halves: boolean) {
  const warm = warmupBars(parameters);
  const columns = wanderingBars(seed, warm + BARS);
  const strategy = create(parameters, TEST_INSTRUMENT);
  strategy.warm(sliceCandles(columns, 0, warm));
  return { columns, warm, desk: new NextOpenDesk(strategy, halves) };
}

describe.each(MARKET)('$spec.id', (definition) => {
  const parameters = SMALL[definition.spec.id] ?? {};

  it('goes on after a restart as if there had been none, asking, selling and saying the same', () => {
    let acted = 0;
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 0, max: BARS }), fc.boolean(), (seed, cut, halves) => {
        const undisturbed = begun(definition, parameters, seed, halves);
        undisturbed.desk.play(undisturbed.columns, undisturbed.warm, undisturbed.warm + BARS);
        const { columns, warm, desk } = begun(definition, parameters, seed, halves);
        desk.play(columns, warm, warm + cut);
        const memory = desk.strategy.memory();
        const again = definition.create(parameters, desk.instrument);
        again.warm(sliceCandles(columns, cut, warm + cut));
        if (memory !== '') again.restore(memory);
        desk.strategy = again;
        desk.play(columns, warm + cut, warm + BARS);
        expect(desk.log).toEqual(undisturbed.desk.log);
        acted += desk.log.length;
      }),
      { numRuns: LONG ? 2_000 : 40 },
    );
    expect(acted).toBeGreaterThan(40);
  });

  it('decides the same from the same bars, time after time', () => {
    const first = begun(definition, parameters, 11, true);
    const second = begun(definition, parameters, 11, true);
    for (const { desk, columns, warm } of [first, second]) desk.play(columns, warm, warm + BARS);
    expect(second.desk.log).toEqual(first.desk.log);
  });

  it('has forgotten what came before its warm-up', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 300 }), (seed, longer) => {
        const warm = definition.warmupBars(parameters);
        const columns = wanderingBars(seed, longer + warm + 60);
        const logs = [0, longer].map((from) => {
          const strategy = definition.create(parameters, TEST_INSTRUMENT);
          strategy.warm(sliceCandles(columns, from, longer + warm));
          const desk = new NextOpenDesk(strategy);
          desk.play(columns, longer + warm, columns.length);
          return desk.log;
        });
        expect(logs[0]).toEqual(logs[1]);
      }),
      { numRuns: LONG ? 1_000 : 30 },
    );
  });
});

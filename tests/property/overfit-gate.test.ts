import { describe, expect, it } from 'vitest';
import { sharpeOfReturns } from '../../src-main/core/research/moments.ts';
import { BARS, BARS_PER_YEAR, drawFamily } from '../calibrate/overfit-gate/family.ts';
import { shareOf } from '../calibrate/overfit-gate/intervals.ts';
import { marketReturns, volatilityPath } from '../calibrate/overfit-gate/market-path.ts';
import { measureGate } from '../calibrate/overfit-gate/measure.ts';
import { WITHOUT_COSTS, WITH_COSTS } from '../calibrate/overfit-gate/scenarios.ts';
import { Sfc32 } from '../../src-shared/kernel/random.ts';

const LONG = process.env['CRYPTOORCH_TEST_LONG'] === '1';

/** The calibration in small: `npm run calibrate -- overfit-gate` is the whole of it. */
const SMALL = { index: 0, seed: 3, edgeSharpe: 2, strategies: LONG ? 200 : 20, noiseFamilies: LONG ? 40 : 2, edgeFamilies: LONG ? 200 : 6 };

describe('the gate on strategies whose truth is known', () => {
  it('stops noise and passes edges, with costs', () => {
    const rates = measureGate({ ...SMALL, scenario: WITH_COSTS });
    expect(rates.noise.value).toBeLessThanOrEqual(LONG ? 0.02 : 0.05);
    expect(rates.edge.value).toBeGreaterThanOrEqual(LONG ? 0.9 : 0.66);
  });

  it.each([
    ['without costs', {}],
    ['whose losses come in crashes and heavy tails', { crashes: 0.7, tails: 3, clustering: 0.7 }],
    ['that hangs together from hour to hour', { autocorrelation: 0.2 }],
    ['that swings back', { autocorrelation: -0.2 }],
  ])('stops noise on a market %s', (name, changed) => {
    const scenario = { ...WITHOUT_COSTS, name, make: { ...WITHOUT_COSTS.make, ...changed } };
    const rates = measureGate({ ...SMALL, scenario, noiseFamilies: LONG ? 40 : 1, edgeFamilies: 1 });
    expect(rates.noise.value).toBeLessThanOrEqual(0.05);
  });
});

describe('what the calibration draws', () => {
  it('edges have the Sharpe ratio that they are said to have, after costs', () => {
    let sum = 0;
    const draws = 40;
    for (let seed = 0; seed < draws; seed += 1) {
      const { returns } = drawFamily(WITH_COSTS, { noise: 0, edge: 2, seed });
      sum += (sharpeOfReturns(returns[0]!) * Math.sqrt(BARS_PER_YEAR)) / draws;
    }
    // The error of one is 1/2, of the mean of 40 it is 0.08.
    expect(Math.abs(sum - 2)).toBeLessThan(0.27);
  });

  it('noise loses what it pays, and nothing where it pays nothing', () => {
    const mean = (scenario: typeof WITH_COSTS) => {
      const { returns } = drawFamily(scenario, { noise: 60, edge: null, seed: 5 });
      return returns.reduce((sum, each) => sum + sharpeOfReturns(each) * Math.sqrt(BARS_PER_YEAR), 0) / returns.length;
    };
    expect(Math.abs(mean(WITHOUT_COSTS))).toBeLessThan(0.22);
    // 182 round trips a year at 0.24 % over a deviation of 43 % a year.
    expect(mean(WITH_COSTS)).toBeGreaterThan(-1.4);
    expect(mean(WITH_COSTS)).toBeLessThan(-0.7);
  });

  it('shocks have mean 0 and variance 1 in every make', () => {
    for (const changed of [{}, { crashes: 0.7 }, { autocorrelation: 0.3 }, { tails: null }]) {
      const make = { ...WITHOUT_COSTS.make, clustering: 0, ...changed };
      const random = new Sfc32(8);
      const drawn = marketReturns(volatilityPath(BARS * 2, make, random), make, random);
      const mean = drawn.reduce((sum, each) => sum + each, 0) / drawn.length;
      const variance = drawn.reduce((sum, each) => sum + (each - mean) ** 2, 0) / drawn.length;
      expect(Math.abs(mean) / make.volatility).toBeLessThan(0.015);
      expect(variance / make.volatility ** 2).toBeCloseTo(1, 1);
    }
  });

  it("Wilson's interval is the published one", () => {
    // 10 of 20: 0.299 to 0.701; 0 of 10: 0 to 0.278 (R. G. Newcombe, Statistics in Medicine 17, 1998).
    expect(shareOf(10, 20)).toMatchObject({ low: expect.closeTo(0.2993, 3), high: expect.closeTo(0.7007, 3) });
    expect(shareOf(0, 10)).toMatchObject({ value: 0, low: 0, high: expect.closeTo(0.2775, 3) });
  });
});

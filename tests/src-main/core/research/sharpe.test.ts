import { describe, expect, it } from 'vitest';
import { deflatedSharpe, expectedMaximum, luckOfFamily, varianceOfLuck } from '../../../../src-main/core/research/deflated-sharpe.ts';
import { returnMoments, sampleVariance, sharpeOfReturns } from '../../../../src-main/core/research/moments.ts';
import { dependenceSpan, varianceInflation } from '../../../../src-main/core/research/serial-dependence.ts';
import { minimumTrackRecord, probabilisticSharpe, sharpeError } from '../../../../src-main/core/research/sharpe-probability.ts';
import { Sfc32 } from '../../../../src-shared/kernel/random.ts';

const SEF = 'Bailey and Lopez de Prado, "The Sharpe Ratio Efficient Frontier", Journal of Risk 15(2), 2012';
const DSR = 'Bailey and Lopez de Prado, "The Deflated Sharpe Ratio", Journal of Portfolio Management 40(5), 2014';

function normals(count: number, seed: number): Float64Array {
  const random = new Sfc32(seed);
  return Float64Array.from({ length: count }, () => random.normal());
}

describe(`probabilistic Sharpe ratio: ${SEF}`, () => {
  // Monthly Sharpe ratio 0.458 (1.59 a year) over two years, skewness -2.448, kurtosis 10.164.
  const fund = { sharpe: 0.458, count: 24, skewness: -2.448, kurtosis: 10.164 };

  it('is 0.982 for the fund if its returns were normal, 0.913 as they are, and 0.953 after a third year', () => {
    expect(probabilisticSharpe({ ...fund, skewness: 0, kurtosis: 3 }, 0)).toBeCloseTo(0.982, 3);
    expect(probabilisticSharpe(fund, 0)).toBeCloseTo(0.913, 3);
    expect(probabilisticSharpe({ ...fund, count: 36 }, 0)).toBeCloseTo(0.953, 2);
  });

  // Sharpe ratio 2 a year against 1, confidence 0.95.
  it.each([
    ['daily', 252, 2.73],
    ['weekly', 52, 2.83],
    ['monthly', 12, 3.24],
  ])('%s normal returns need a record of %d periods a year for %f years', (_, perYear, years) => {
    const estimate = { sharpe: 2 / Math.sqrt(perYear), count: 2, skewness: 0, kurtosis: 3 };
    expect(minimumTrackRecord(estimate, 1 / Math.sqrt(perYear), 0.95) / perYear).toBeCloseTo(years, 2);
  });

  it('monthly returns with skewness -0.72 and kurtosis 5.78 need 4.99 years', () => {
    const estimate = { sharpe: 2 / Math.sqrt(12), count: 2, skewness: -0.72, kurtosis: 5.78 };
    expect(minimumTrackRecord(estimate, 1 / Math.sqrt(12), 0.95) / 12).toBeCloseTo(4.99, 2);
  });

  it('says nothing of one return, and no record is long enough for what is not there', () => {
    expect(probabilisticSharpe({ ...fund, count: 1 }, 0)).toBe(0.5);
    expect(minimumTrackRecord(fund, 0.458, 0.95)).toBe(Infinity);
  });
});

describe(`deflated Sharpe ratio: ${DSR}`, () => {
  // Annualised 2.5 over 1250 days (250 a year), skewness -3, kurtosis 10, variance of the trials' annualised Sharpe ratios 1/2.
  const found = { sharpe: 2.5 / Math.sqrt(250), count: 1250, skewness: -3, kurtosis: 10 };
  const variance = 1 / 2 / 250;

  it('is 0.9004 for 100 trials, above a benchmark of 0.1132 a day', () => {
    expect(luckOfFamily({ count: 100, variance })).toBeCloseTo(0.1132, 4);
    expect(deflatedSharpe(found, { count: 100, variance })).toBeCloseTo(0.9004, 4);
  });

  it('is 0.9505 for 46 trials, and for 88 if the returns were normal', () => {
    expect(deflatedSharpe(found, { count: 46, variance })).toBeCloseTo(0.9505, 4);
    expect(deflatedSharpe({ ...found, skewness: 0, kurtosis: 3 }, { count: 88, variance })).toBeCloseTo(0.9505, 4);
  });

  it('expects of the best of N normal figures what drawing them gives', () => {
    const random = new Sfc32(4);
    for (const count of [10, 200]) {
      let sum = 0;
      for (let run = 0; run < 4_000; run += 1) {
        let best = -Infinity;
        for (let i = 0; i < count; i += 1) best = Math.max(best, random.normal());
        sum += best / 4_000;
      }
      expect(Math.abs(expectedMaximum(count) - sum)).toBeLessThan(0.05);
    }
    expect(expectedMaximum(1)).toBe(0);
  });

  it('takes no more of a spread for luck than the estimate errs by', () => {
    const error = sharpeError(found) ** 2;
    const wide = Float64Array.of(-3, 0.1, 0.2);
    const narrow = Float64Array.of(0.1, 0.101, 0.102);
    expect(varianceOfLuck(found, wide)).toBe(error);
    expect(varianceOfLuck(found, narrow)).toBeCloseTo(1e-6, 12);
    expect(varianceOfLuck(found, Float64Array.of(0.1))).toBe(error);
  });
});

describe('moments', () => {
  it('are those of a naive reckoning from their definitions', () => {
    const values = normals(500, 3).map((value) => value ** 3 + 0.2);
    const n = values.length;
    const mean = values.reduce((sum, each) => sum + each, 0) / n;
    const central = (power: number) => values.reduce((sum, each) => sum + (each - mean) ** power, 0) / n;
    const moments = returnMoments(values);
    expect(moments.mean).toBeCloseTo(mean, 12);
    expect(moments.deviation).toBeCloseTo(Math.sqrt((central(2) * n) / (n - 1)), 12);
    expect(moments.skewness).toBeCloseTo(central(3) / central(2) ** 1.5, 10);
    expect(moments.kurtosis).toBeCloseTo(central(4) / central(2) ** 2, 9);
    expect(moments.sharpe).toBeCloseTo(mean / Math.sqrt((central(2) * n) / (n - 1)), 12);
    expect(sharpeOfReturns(values)).toBe(moments.sharpe);
    expect(sampleVariance(values)).toBeCloseTo((central(2) * n) / (n - 1), 12);
  });

  it('of returns that do not vary are those of a normal series without a Sharpe ratio', () => {
    for (const still of [new Float64Array(0), Float64Array.of(0.1), new Float64Array(5).fill(0.1)])
      expect(returnMoments(still)).toMatchObject({ deviation: 0, sharpe: 0, skewness: 0, kurtosis: 3 });
    expect(sharpeOfReturns(new Float64Array(9).fill(0.01))).toBe(0);
  });
});

describe('dependence of returns', () => {
  /** 1 + 2 sum of (1 - k/q) rho(k), with every autocovariance summed on its own. */
  function naiveRatio(values: Float64Array, span: number): number {
    const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
    const covariance = (lag: number) => {
      let sum = 0;
      for (let i = lag; i < values.length; i += 1) sum += (values[i]! - mean) * (values[i - lag]! - mean);
      return sum;
    };
    let ratio = 1;
    for (let lag = 1; lag < span; lag += 1) ratio += (2 * (1 - lag / span) * covariance(lag)) / covariance(0);
    return ratio;
  }

  function autoregressive(count: number, carried: number): Float64Array {
    const shocks = normals(count, 8);
    for (let i = 1; i < count; i += 1) shocks[i]! += carried * shocks[i - 1]!;
    return shocks;
  }

  it('is the long-run variance with Bartlett weights where it is beyond chance', () => {
    const values = autoregressive(3_000, 0.3);
    expect(varianceInflation(values)).toBeCloseTo(naiveRatio(values, dependenceSpan(3_000)), 9);
    // Of an endless series it is (1 + r) / (1 - r) = 1.857.
    expect(varianceInflation(autoregressive(200_000, 0.3))).toBeCloseTo(1.83, 1);
  });

  it('is 1 for independent returns, for those that swing back, and where there are too few', () => {
    expect(varianceInflation(normals(5_000, 1))).toBe(1);
    expect(varianceInflation(autoregressive(5_000, -0.4))).toBe(1);
    expect(varianceInflation(Float64Array.of(1, 2))).toBe(1);
    expect(varianceInflation(new Float64Array(50))).toBe(1);
  });
});

import { describe, expect, it } from 'vitest';
import { entrySignificance } from '../../../../src-main/core/research/entry-significance.ts';
import { bootstrapReturns, intervalOf, quantileOf, shuffleTrades } from '../../../../src-main/core/research/resampling.ts';
import { Sfc32 } from '../../../../src-shared/kernel/random.ts';

function normals(count: number, seed: number, mean = 0): Float64Array {
  const random = new Sfc32(seed);
  return Float64Array.from({ length: count }, () => mean + 0.01 * random.normal());
}

/** Every order of a few trades, one after the other. */
function orders(values: readonly number[]): number[][] {
  if (values.length <= 1) return [[...values]];
  return values.flatMap((value, i) => orders([...values.slice(0, i), ...values.slice(i + 1)]).map((rest) => [value, ...rest]));
}

function naiveDrawdown(returns: readonly number[]): number {
  const curve = returns.reduce<number[]>((equity, each) => [...equity, equity.at(-1)! * (1 + each)], [1]);
  return Math.max(...curve.map((value, i) => 1 - value / Math.max(...curve.slice(0, i + 1))));
}

describe('quantiles', () => {
  it('lie on straight lines between the values (type 7)', () => {
    const sorted = Float64Array.of(1, 2, 4, 8);
    expect([0, 0.5, 1, 0.1].map((share) => quantileOf(sorted, share))).toEqual([1, 3, 8, 1.3]);
    expect(intervalOf(sorted, 0.5)).toEqual([1.75, 5]);
    expect(() => quantileOf(new Float64Array(0), 0.5)).toThrow('a quantile is of values');
    expect(() => quantileOf(sorted, 1.1)).toThrow('from 0 to 1');
  });
});

describe('shuffled trades', () => {
  const trades = [0.1, -0.05, 0.02, -0.08, 0.04];

  it('come near the drawdowns of all orders', () => {
    const all = orders(trades).map(naiveDrawdown);
    const { asItWas, drawdowns, deeper } = shuffleTrades(Float64Array.from(trades), 6_000, new Sfc32(2));
    expect(asItWas).toBeCloseTo(naiveDrawdown(trades), 12);
    expect(drawdowns.at(-1)).toBeCloseTo(Math.max(...all), 12);
    expect(drawdowns[0]).toBeCloseTo(Math.min(...all), 12);
    const mean = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;
    expect(Math.abs(mean([...drawdowns]) - mean(all))).toBeLessThan(0.001);
    const share = all.filter((each) => each > asItWas + 1e-12).length / all.length;
    expect(Math.abs(deeper - share)).toBeLessThan(0.03);
  });

  it('never fall below ruin, and nothing comes of no runs', () => {
    expect(shuffleTrades(Float64Array.of(0.5, -1.2, 0.5), 50, new Sfc32(1)).drawdowns[0]).toBe(1);
    expect(shuffleTrades(Float64Array.from(trades), 0, new Sfc32(1))).toMatchObject({ deeper: 0 });
  });
});

describe('moving-block bootstrap', () => {
  it('gives a Sharpe ratio the interval that its standard error says', () => {
    const returns = normals(2_500, 6, 0.001);
    const { sharpes, drawdowns, blockLength } = bootstrapReturns(returns, { runs: 600, random: new Sfc32(3) });
    const [low, high] = intervalOf(sharpes, 0.95);
    expect(blockLength).toBe(14);
    expect((high - low) / (2 * 1.96 * Math.sqrt(1 / 2_500))).toBeGreaterThan(0.85);
    expect((high - low) / (2 * 1.96 * Math.sqrt(1 / 2_500))).toBeLessThan(1.15);
    expect(drawdowns[0]!).toBeGreaterThan(0);
    expect(drawdowns.at(-1)!).toBeLessThan(1);
  });

  it('keeps what hangs together: blocks of a drifting series are wider apart than single returns', () => {
    const shocks = normals(2_000, 7);
    for (let i = 1; i < shocks.length; i += 1) shocks[i]! += 0.5 * shocks[i - 1]!;
    const width = (blockLength: number) => {
      const [low, high] = intervalOf(bootstrapReturns(shocks, { runs: 400, random: new Sfc32(5), blockLength }).sharpes, 0.9);
      return high - low;
    };
    // The standard error grows with sqrt((1 + r) / (1 - r)) = 1.73.
    expect(width(40) / width(1)).toBeGreaterThan(1.4);
    expect(width(40) / width(1)).toBeLessThan(2);
  });

  it('with one block of the whole length gives the series itself, and refuses a longer one', () => {
    const returns = normals(50, 1);
    const { sharpes } = bootstrapReturns(returns, { runs: 3, random: new Sfc32(1), blockLength: 50 });
    expect(sharpes[0]).toBe(sharpes[2]);
    expect(() => bootstrapReturns(returns, { runs: 1, random: new Sfc32(1), blockLength: 51 })).toThrow('a block fits');
  });

  it('is the same for the same seed', () => {
    const returns = normals(200, 1);
    const once = bootstrapReturns(returns, { runs: 20, random: new Sfc32(9) });
    expect(bootstrapReturns(returns, { runs: 20, random: new Sfc32(9) })).toEqual(once);
  });
});

describe('entries against random ones', () => {
  function closesOf(returns: Float64Array): Float64Array {
    const closes = new Float64Array(returns.length + 1).fill(100);
    for (let i = 0; i < returns.length; i += 1) closes[i + 1] = closes[i]! * (1 + returns[i]!);
    return closes;
  }

  it('gives a rule that knows the next bar the smallest p-value, and its mirror the largest', () => {
    const returns = normals(400, 4);
    const closes = closesOf(returns);
    const known = [...returns].flatMap((each, from) => (each > 0.005 ? [{ from, bars: 1, side: 1 as const }] : []));
    const plan = { random: new Sfc32(1), arrangements: 199 };
    expect(entrySignificance(closes, known, plan).pValue).toBe(1 / 200);
    const mirrored = known.map((each) => ({ ...each, side: -1 as const }));
    expect(entrySignificance(closes, mirrored, plan).pValue).toBe(1);
  });

  it('does not take a rising market for knowledge', () => {
    const closes = closesOf(normals(600, 4, 0.004));
    const random = new Sfc32(11);
    let sum = 0;
    for (let run = 0; run < 60; run += 1) {
      const holdings: { from: number; bars: number; side: 1 }[] = [];
      for (let from = random.below(20); from + 8 < 600; from += 8 + random.below(20)) holdings.push({ from, bars: 8, side: 1 });
      const { caught, expected, pValue } = entrySignificance(closes, holdings, { random, arrangements: 99 });
      expect(caught).toBeGreaterThan(0);
      expect(expected).toBeGreaterThan(0);
      sum += pValue / 60;
    }
    expect(sum).toBeGreaterThan(0.4);
    expect(sum).toBeLessThan(0.6);
  });

  it('one holding over everything has only one arrangement, and none at all is never better', () => {
    const closes = closesOf(normals(30, 4));
    expect(entrySignificance(closes, [{ from: 0, bars: 30, side: 1 }], { random: new Sfc32(1), arrangements: 20 }).pValue).toBe(1);
    const none = entrySignificance(closes, [], { random: new Sfc32(1), arrangements: 0 });
    expect(none).toEqual({ caught: 0, expected: 0, pValue: 1 });
  });

  it('refuses holdings that overlap or end behind the bars', () => {
    const closes = closesOf(normals(30, 4));
    const plan = { random: new Sfc32(1), arrangements: 1 };
    const overlapping = [
      { from: 0, bars: 5, side: 1 },
      { from: 4, bars: 5, side: 1 },
    ] as const;
    expect(() => entrySignificance(closes, overlapping, plan)).toThrow('follow each other');
    expect(() => entrySignificance(closes, [{ from: 28, bars: 5, side: 1 }], plan)).toThrow('within the bars');
  });
});

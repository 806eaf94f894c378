import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backtestOverfitting } from '../../src-main/core/research/backtest-overfitting.ts';
import { choices, combinatorialSplits } from '../../src-main/core/research/cross-validation.ts';
import { deflatedSharpe } from '../../src-main/core/research/deflated-sharpe.ts';
import { judgeOverfit } from '../../src-main/core/research/gate.ts';
import { normalCdf, normalQuantile } from '../../src-main/core/research/normal-distribution.ts';
import { bootstrapReturns, drawBlocks, shuffleTrades } from '../../src-main/core/research/resampling.ts';
import { minimumTrackRecord, probabilisticSharpe } from '../../src-main/core/research/sharpe-probability.ts';
import { Sfc32 } from '../../src-shared/kernel/random.ts';
import { unwrap } from '../../src-shared/kernel/result.ts';

const RUNS = process.env['CRYPTOORCH_TEST_LONG'] === '1' ? 5_000 : 150;

const estimates = fc
  .record({
    sharpe: fc.double({ min: -0.5, max: 0.5, noNaN: true }),
    count: fc.integer({ min: 10, max: 50_000 }),
    skewness: fc.double({ min: -4, max: 4, noNaN: true }),
    excess: fc.double({ min: 0.1, max: 40, noNaN: true }),
  })
  // No series has a kurtosis below 1 + skewness^2.
  .map(({ excess, ...rest }) => ({ ...rest, kurtosis: 1 + rest.skewness ** 2 + excess }));

/** Labels that begin in order and last for a while. */
const spans = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 12 })), { minLength: 6, maxLength: 60 })
  .map((steps) => {
    const from = new Float64Array(steps.length);
    const to = new Float64Array(steps.length);
    let time = 0;
    steps.forEach(([step, length], i) => {
      time += step;
      from[i] = time;
      to[i] = time + length;
    });
    return { from, to };
  });

describe('laws of the normal distribution', () => {
  it('quantile and distribution undo each other, and mirror each other', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true }), (p) => {
        const back = normalCdf(normalQuantile(p));
        expect(Math.abs(back - p)).toBeLessThanOrEqual(1e-14 + 1e-13 * p);
        expect(normalCdf(2 * p) + normalCdf(-2 * p)).toBeCloseTo(1, 14);
      }),
      { numRuns: RUNS },
    );
  });

  it('rises', () => {
    fc.assert(
      fc.property(fc.double({ min: -38, max: 38, noNaN: true }), fc.double({ min: 1e-6, max: 1, noNaN: true }), (x, step) => {
        expect(normalCdf(x + step)).toBeGreaterThanOrEqual(normalCdf(x));
      }),
      { numRuns: RUNS },
    );
  });
});

describe('laws of the Sharpe ratio tests', () => {
  it('more returns make a Sharpe ratio above the benchmark surer, and one below it less sure', () => {
    fc.assert(
      fc.property(estimates, fc.double({ min: -0.2, max: 0.2, noNaN: true }), (estimate, benchmark) => {
        const now = probabilisticSharpe(estimate, benchmark);
        const later = probabilisticSharpe({ ...estimate, count: estimate.count * 2 }, benchmark);
        if (estimate.sharpe >= benchmark) expect(later).toBeGreaterThanOrEqual(now);
        else expect(later).toBeLessThanOrEqual(now);
        expect(probabilisticSharpe(estimate, benchmark + 0.01)).toBeLessThanOrEqual(now);
      }),
      { numRuns: RUNS },
    );
  });

  it('of normal returns the higher Sharpe ratio is the surer one', () => {
    fc.assert(
      fc.property(fc.double({ min: -0.5, max: 0.5, noNaN: true }), fc.integer({ min: 10, max: 5_000 }), (sharpe, count) => {
        const normal = { count, skewness: 0, kurtosis: 3 };
        expect(probabilisticSharpe({ ...normal, sharpe: sharpe + 0.01 }, 0)).toBeGreaterThanOrEqual(
          probabilisticSharpe({ ...normal, sharpe }, 0),
        );
      }),
      { numRuns: RUNS },
    );
  });

  it('at the minimum track record the probability is the confidence asked for', () => {
    fc.assert(
      fc.property(estimates, fc.double({ min: 0.6, max: 0.999, noNaN: true }), (estimate, confidence) => {
        fc.pre(estimate.sharpe > 0.001);
        const count = minimumTrackRecord(estimate, 0, confidence);
        fc.pre(count >= 2);
        expect(probabilisticSharpe({ ...estimate, count }, 0)).toBeCloseTo(confidence, 9);
      }),
      { numRuns: RUNS },
    );
  });

  it('every further trial lowers the deflated Sharpe ratio, and so does a wider spread', () => {
    fc.assert(
      fc.property(
        estimates,
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.double({ min: 1e-6, max: 0.1, noNaN: true }),
        (estimate, count, variance) => {
          const now = deflatedSharpe(estimate, { count, variance });
          expect(deflatedSharpe(estimate, { count: count + 1, variance })).toBeLessThanOrEqual(now);
          expect(deflatedSharpe(estimate, { count: count + 1, variance: variance * 2 })).toBeLessThanOrEqual(now);
        },
      ),
      { numRuns: RUNS },
    );
  });
});

describe('laws of splits', () => {
  const plans = fc.tuple(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 8 }));

  it('nothing is learned from what overlaps a test in time or begins within the embargo after it', () => {
    fc.assert(
      fc.property(spans, plans, (labels, [groups, tested, embargo]) => {
        fc.pre(tested < groups);
        for (const { train, test } of unwrap(combinatorialSplits(labels, { groups, tested, embargo })).splits)
          for (const i of train)
            for (const j of test) {
              const before = labels.to[i]! < labels.from[j]!;
              const after = labels.from[i]! > labels.to[j]! + embargo;
              expect(before || after).toBe(true);
            }
      }),
      { numRuns: RUNS },
    );
  });

  it('there are C(N, k) splits and C(N, k) k / N paths, and every path holds every observation once', () => {
    fc.assert(
      fc.property(spans, plans, (labels, [groups, tested, embargo]) => {
        fc.pre(tested < groups);
        const { splits, paths } = unwrap(combinatorialSplits(labels, { groups, tested, embargo }));
        expect(splits).toHaveLength(choices(groups, tested));
        expect(paths).toHaveLength((choices(groups, tested) * tested) / groups);
        for (const path of paths) {
          // The observations of group g that split path[g] tests.
          const seen = path.flatMap((split, group) => {
            const others = splits[split]!.test.filter((i) => Math.ceil(((i + 1) * groups) / labels.from.length) - 1 === group);
            return others;
          });
          expect([...seen].sort((a, b) => a - b)).toEqual([...labels.from.keys()]);
        }
        const used = paths.flatMap((path) => path.map((split, group) => `${String(split)}:${String(group)}`));
        expect(new Set(used).size).toBe(used.length);
      }),
      { numRuns: RUNS },
    );
  });
});

describe('laws of resampling', () => {
  const returns = fc
    .array(fc.double({ min: -0.3, max: 0.3, noNaN: true }), { minLength: 4, maxLength: 60 })
    .map((values) => Float64Array.from(values));

  it('shuffled trades have drawdowns from 0 to 1, rising', () => {
    fc.assert(
      fc.property(returns, fc.integer(), (trades, seed) => {
        const { drawdowns } = shuffleTrades(trades, 20, new Sfc32(seed));
        expect([...drawdowns].every((each, i) => each >= (drawdowns[i - 1] ?? 0) && each <= 1)).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });

  it('blocks are runs of neighbours, and resamples of a constant sign keep it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 80 }), fc.integer({ min: 1, max: 80 }), fc.integer(), (count, length, seed) => {
        const block = Math.min(count, length);
        const order = new Uint32Array(count);
        drawBlocks(order, count, block, new Sfc32(seed));
        order.forEach((index, i) => {
          expect(index).toBeLessThan(count);
          if (i % block !== 0) expect(index).toBe(order[i - 1]! + 1);
        });
      }),
      { numRuns: RUNS },
    );
    const gains = Float64Array.from({ length: 30 }, (_, i) => 0.01 + i / 1_000);
    expect(bootstrapReturns(gains, { runs: 50, random: new Sfc32(1) }).drawdowns.at(-1)).toBe(0);
  });
});

describe('laws of the gate', () => {
  it('overfitting does not depend on how trials are scaled or ordered', () => {
    fc.assert(
      fc.property(fc.integer(), fc.double({ min: 0.1, max: 10, noNaN: true }), (seed, scale) => {
        const random = new Sfc32(seed);
        const trials = Array.from({ length: 6 }, () => Float64Array.from({ length: 48 }, () => random.normal()));
        const once = backtestOverfitting(trials, 6);
        const again = backtestOverfitting(trials.map((each) => each.map((value) => value * scale)).reverse(), 6);
        expect(again.probability).toBe(once.probability);
        expect(again.lossProbability).toBe(once.lossProbability);
      }),
      { numRuns: Math.min(RUNS, 500) },
    );
  });

  it('what passes among many trials passes among fewer, and losing the same every period never helps', () => {
    fc.assert(
      fc.property(fc.integer(), fc.double({ min: 0, max: 4, noNaN: true }), fc.integer({ min: 1, max: 5_000 }), (seed, sharpe, trials) => {
        const random = new Sfc32(seed);
        const drift = sharpe / Math.sqrt(365);
        const evidence = {
          returns: Float64Array.from({ length: 1_460 }, () => 0.02 * (random.normal() + drift)),
          periodsPerYear: 365,
          trades: 100,
          trials,
          trialSharpes: Float64Array.from({ length: 20 }, () => random.normal() / Math.sqrt(1_460)),
          overfitting: null,
          entryPValue: null,
        };
        const passed = judgeOverfit(evidence).passed;
        if (judgeOverfit({ ...evidence, trials: trials * 10 }).passed) expect(passed).toBe(true);
        if (judgeOverfit({ ...evidence, returns: evidence.returns.map((each) => each - 0.0005) }).passed) expect(passed).toBe(true);
      }),
      { numRuns: Math.min(RUNS, 1_000) },
    );
  });
});

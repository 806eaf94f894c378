import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GridSampler } from '../../src-main/core/research/search/grid-sampler.ts';
import { bestOf, crowdingDistances, nonDominatedFronts } from '../../src-main/core/research/search/pareto.ts';
import { Parzen } from '../../src-main/core/research/search/parzen.ts';
import { compareScores, dominates, type Score, scoreOf } from '../../src-main/core/research/search/scores.ts';
import { SearchSpace } from '../../src-main/core/research/search/search-space.ts';
import { crossed, mutated } from '../../src-main/core/research/search/variation.ts';
import { Sfc32 } from '../../src-shared/kernel/random.ts';

/** Few values, so that ties are common. */
const scores = (objectives: number): fc.Arbitrary<Score[]> =>
  fc.array(
    fc.record({
      violation: fc.constantFrom(0, 0, 0, 0.5, 2, Number.MAX_VALUE, Number.POSITIVE_INFINITY),
      costs: fc.array(fc.integer({ min: 0, max: 6 }), { minLength: objectives, maxLength: objectives }),
    }),
    { maxLength: 40 },
  );
const anyScores = fc.integer({ min: 1, max: 3 }).chain(scores);

describe('the order of trials', () => {
  test('fronts are those of peeling: each is what nothing that is left dominates', () => {
    fc.assert(
      fc.property(anyScores, (all) => {
        let left = all.map((_, i) => i);
        const naive: number[][] = [];
        while (left.length > 0) {
          const front = left.filter((i) => !left.some((j) => dominates(all[j]!, all[i]!)));
          naive.push(front);
          left = left.filter((i) => !front.includes(i));
        }
        expect(nonDominatedFronts(all)).toEqual(naive);
      }),
    );
  });

  test('nothing dominates itself, nor what dominates it, and what dominates what dominates does too', () => {
    fc.assert(
      fc.property(scores(2), (all) => {
        for (const a of all) {
          expect(dominates(a, a)).toBe(false);
          for (const b of all) {
            if (!dominates(a, b)) continue;
            expect(dominates(b, a)).toBe(false);
            for (const c of all) if (dominates(b, c)) expect(dominates(a, c)).toBe(true);
          }
        }
      }),
    );
  });

  test('the best are the first front of what breaks nothing; by one objective it is one', () => {
    fc.assert(
      fc.property(anyScores, (all) => {
        const kept = all.map((_, i) => i).filter((i) => all[i]!.violation === 0);
        const front = kept.filter((i) => !kept.some((j) => dominates(all[j]!, all[i]!)));
        const best = bestOf(all);
        if (all[0]?.costs.length === 1) expect(best).toEqual(front.slice(0, 1));
        else expect([...best].sort((a, b) => a - b)).toEqual(front);
        const first = best.map((i) => all[i]!.costs[0]!);
        expect(first).toEqual([...first].sort((a, b) => a - b));
      }),
    );
  });

  test('crowding is the sum of the gaps to the neighbours as shares of the range, by every objective', () => {
    const distinct = fc.uniqueArray(fc.integer({ min: 0, max: 1_000 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(distinct, fc.array(fc.nat(99), { minLength: 20, maxLength: 20 }), (firsts, noise) => {
        // A front of two objectives: what rises in one falls in the other.
        let second = 10_000;
        const rising = [...firsts].sort((a, b) => a - b);
        const all: Score[] = rising.map((first, i) => ({ violation: 0, costs: [first, (second -= 1 + noise[i]!)] }));
        const order = rising.map((_, i) => i).reverse();
        const distances = crowdingDistances(order, all);
        order.forEach((i, place) => {
          const before = all[i - 1];
          const after = all[i + 1];
          if (!before || !after) {
            expect(distances[place]).toBe(Number.POSITIVE_INFINITY);
            return;
          }
          const share = (k: number): number =>
            Math.abs(after.costs[k]! - before.costs[k]!) / Math.abs(all.at(-1)!.costs[k]! - all[0]!.costs[k]!);
          expect(distances[place]).toBeCloseTo(share(0) + share(1), 9);
        });
      }),
    );
    expect([...crowdingDistances([], [])]).toEqual([]);
    const equal: Score = { violation: 0, costs: [1, 1] };
    expect([...crowdingDistances([0, 1, 2], [equal, equal, equal])]).toEqual([Number.POSITIVE_INFINITY, 0, Number.POSITIVE_INFINITY]);
  });

  test('a score follows its trial: failed last, without a value before that, then by what is broken', () => {
    const goal = {
      objectives: [{ figure: 'sharpe', direction: 'max' as const }],
      constraints: [
        { figure: 'trades', relation: '>=' as const, bound: 30 },
        { figure: 'maxDrawdown', relation: '<=' as const, bound: 0.3 },
      ],
    };
    const score = (figures: Record<string, number | null>, state: 'ok' | 'failed' | 'pruned' = 'ok') => scoreOf({ state, figures }, goal);
    const good = score({ sharpe: 1, trades: 30, maxDrawdown: 0.3 });
    expect(good).toEqual({ violation: 0, costs: [-1] });
    expect(score({ sharpe: 1, trades: 15, maxDrawdown: 0.4 }).violation).toBeCloseTo(0.5 + 0.1, 12);
    const worse = [
      good,
      score({ sharpe: 9, trades: 29, maxDrawdown: 0.3 }),
      score({ sharpe: 9, trades: 1, maxDrawdown: 0.3 }),
      score({ sharpe: null, trades: 50, maxDrawdown: 0.1 }),
      score({ sharpe: 9, trades: 50, maxDrawdown: 0.1 }, 'failed'),
    ];
    for (let i = 1; i < worse.length; i += 1) expect(compareScores(worse[i - 1]!, worse[i]!)).toBeLessThan(0);
    expect(score({ sharpe: 1, trades: null, maxDrawdown: 0.1 }).violation).toBe(Number.MAX_VALUE);
  });
});

describe('the space', () => {
  const dimension = fc.record({
    from: fc.integer({ min: -20, max: 20 }),
    levels: fc.integer({ min: 2, max: 5 }),
    tenths: fc.integer({ min: 1, max: 30 }),
  });

  test('a grid is every allowed combination, each once', () => {
    fc.assert(
      fc.property(fc.array(dimension, { minLength: 1, maxLength: 3 }), fc.integer({ min: 2, max: 7 }), (parts, modulus) => {
        const dimensions = parts.map(({ from, levels, tenths }, i) => ({
          name: `p${i}`,
          from,
          to: from + ((levels - 0.5) * tenths) / 10,
          step: tenths / 10,
        }));
        let naive: Record<string, number>[] = [{}];
        parts.forEach(({ from, levels, tenths }, i) => {
          naive = naive.flatMap((values) =>
            Array.from({ length: levels }, (_, k) => ({ ...values, [`p${i}`]: (from * 10 + k * tenths) / 10 })),
          );
        });
        const allowed = (values: Readonly<Record<string, number>>): boolean =>
          Math.abs(Object.values(values).reduce((sum, value) => sum + Math.round(value * 10), 0)) % modulus !== 0;
        const grid = new GridSampler(new SearchSpace(dimensions, {}, allowed));
        const asked: unknown[] = [];
        for (let proposal = grid.ask(); proposal !== null; proposal = grid.ask()) asked.push(proposal.parameters);
        expect(asked).toEqual(naive.filter(allowed));
        expect(grid.total).toBe(asked.length);
      }),
    );
  });

  test('crossover and mutation stay within their interval, and crossover is symmetric about its parents where there is room', () => {
    const span = { low: -2, high: 5 };
    const within = fc.double({ min: -2, max: 5, noNaN: true });
    fc.assert(
      fc.property(within, within, fc.integer(), (a, b, seed) => {
        const random = new Sfc32(seed);
        for (const value of [...crossed(a, b, span, random), mutated(a, span, random), mutated(b, span, random)]) {
          expect(value).toBeGreaterThanOrEqual(span.low - 1e-9);
          expect(value).toBeLessThanOrEqual(span.high + 1e-9);
        }
        const [c, d] = crossed(a, b, { low: -1e6, high: 1e6 }, random);
        expect(c + d).toBeCloseTo(a + b, 5);
      }),
    );
    expect(mutated(3, { low: 3, high: 3 }, new Sfc32(1))).toBe(3);
  });

  test('a Parzen estimator is a density: it comes to one over its bounds, and is drawn as it says', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 10, noNaN: true }), { maxLength: 12 }), fc.integer(), (observed, seed) => {
        const parzen = new Parzen(observed, 0, 10);
        const steps = 2_000;
        let area = 0;
        for (let i = 0; i < steps; i += 1) area += (Math.exp(parzen.logDensity(((i + 0.5) * 10) / steps)) * 10) / steps;
        // Up to the constant that all share: the square root of two pi.
        expect(area / Math.sqrt(2 * Math.PI)).toBeCloseTo(1, 2);
        const random = new Sfc32(seed);
        for (let i = 0; i < 20; i += 1) {
          const value = parzen.draw(random);
          expect(value >= 0 && value <= 10).toBe(true);
        }
      }),
      { numRuns: 30 },
    );
  });
});

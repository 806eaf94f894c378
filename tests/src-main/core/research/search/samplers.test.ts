import { describe, expect, test } from 'vitest';
import { bestOf } from '../../../../../src-main/core/research/search/pareto.ts';
import { makeSampler } from '../../../../../src-main/core/research/search/make-sampler.ts';
import { generationSize } from '../../../../../src-main/core/research/search/nsga2-sampler.ts';
import { type Goal, scoreOf } from '../../../../../src-main/core/research/search/scores.ts';
import type { SamplerPlan } from '../../../../../src-main/core/research/search/sampler.ts';
import { SearchSpace } from '../../../../../src-main/core/research/search/search-space.ts';
import { TPE_LAG } from '../../../../../src-main/core/research/search/tpe-sampler.ts';
import type { RunFigures, SearchMethod } from '../../../../../src-shared/domain/search.ts';
import type { StrategyParameters } from '../../../../../src-shared/domain/strategy-spec.ts';
import { Sfc32 } from '../../../../../src-shared/kernel/random.ts';
import { unwrap } from '../../../../../src-shared/kernel/result.ts';
import { continuous, play, small } from './search-kit.ts';

const METHODS = ['grid', 'random', 'tpe', 'nsga2'] as const;

/** Lowest at 0.3 in every dimension, where it is 0. */
const sphere = (parameters: StrategyParameters): RunFigures => ({
  f: Object.values(parameters).reduce((sum, x) => sum + (x - 0.3) ** 2, 0),
});

/** The first test problem of Zitzler, Deb and Thiele (2000): its front is f2 = 1 - sqrt(f1). */
const zdt1 = (parameters: StrategyParameters): RunFigures => {
  const [f1 = 0, ...rest] = Object.values(parameters);
  const g = 1 + (9 * rest.reduce((sum, x) => sum + x, 0)) / rest.length;
  return { f1, f2: g * (1 - Math.sqrt(f1 / g)) };
};

function sampler(method: SearchMethod, space: SearchSpace, goal: Goal, plan: SamplerPlan | number) {
  return unwrap(makeSampler(method, space, goal, typeof plan === 'number' ? { trials: plan, seed: 1 } : plan));
}

function lowest(method: SearchMethod, dimensions: number, trials: number, seed: number): number {
  const outcomes = play(sampler(method, continuous(dimensions, -1, 1), small('f'), { trials, seed }), sphere);
  expect(outcomes).toHaveLength(trials);
  return Math.min(...outcomes.map(({ figures }) => figures['f']!));
}

/** Area that a set of points dominates below (1, 6), by strips. */
function hypervolume(points: readonly (readonly [number, number])[]): number {
  const inside = points.filter(([a, b]) => a < 1 && b < 6).sort(([a], [b]) => a - b);
  let area = 0;
  let floor = 6;
  for (const [a, b] of inside) {
    if (b >= floor) continue;
    area += (1 - a) * (floor - b);
    floor = b;
  }
  return area;
}

const middle = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1]!;

describe('finding a known optimum', () => {
  const SEEDS = [1, 2, 3, 4, 5];

  test('tpe comes at least five times as near to the bottom of a bowl as chance', () => {
    const learnt = middle(SEEDS.map((seed) => lowest('tpe', 3, 150, seed)));
    const chance = middle(SEEDS.map((seed) => lowest('random', 3, 150, seed)));
    expect(learnt).toBeLessThan(chance / 5);
    expect(learnt).toBeLessThan(0.01);
  });

  test('nsga2 finds the bottom by one objective too', () => {
    expect(middle(SEEDS.map((seed) => lowest('nsga2', 3, 600, seed)))).toBeLessThan(0.002);
  });

  test('tpe finds the one good value of many whole ones', () => {
    const space = new SearchSpace([{ name: 'n', from: 0, to: 5_000, step: 1 }], {}, () => true);
    const outcomes = play(sampler('tpe', space, small('f'), 150), ({ n = 0 }) => ({ f: Math.abs(n - 3_127) }));
    expect(Math.min(...outcomes.map(({ figures }) => figures['f']!))).toBeLessThan(10);
    expect(new Set(outcomes.map(({ parameters }) => parameters['n'])).size).toBe(150);
  });

  test('nsga2 lies on the front of ZDT1, spread over all of it, and far beyond chance', () => {
    const trials = 4_000;
    const front = (method: SearchMethod) => {
      const outcomes = play(sampler(method, continuous(8, 0, 1), small('f1', 'f2'), trials), zdt1);
      const scores = outcomes.map((outcome) => scoreOf(outcome, small('f1', 'f2')));
      return bestOf(scores).map((i) => [scores[i]!.costs[0]!, scores[i]!.costs[1]!] as const);
    };
    const found = front('nsga2');
    // The whole front dominates 5 + 2/3 of the six below (1, 6).
    expect(hypervolume(found)).toBeGreaterThan(5.6);
    expect(hypervolume(front('random'))).toBeLessThan(5);
    for (const [f1, f2] of found) expect(f2 - (1 - Math.sqrt(f1))).toBeLessThan(0.1);
    for (const part of [0, 0.25, 0.5, 0.75]) expect(found.some(([f1]) => f1 >= part && f1 < part + 0.25)).toBe(true);
  });

  test('constraints are kept: the best allowed trial is found beside a better forbidden one', () => {
    const goal: Goal = { ...small('f'), constraints: [{ figure: 'x', relation: '>=', bound: 0.5 }] };
    const run = (parameters: StrategyParameters) => ({ ...sphere(parameters), x: parameters['x0']! });
    for (const method of ['tpe', 'nsga2'] as const) {
      const outcomes = play(sampler(method, continuous(2, -1, 1), goal, 300), run);
      const best = outcomes[bestOf(outcomes.map((outcome) => scoreOf(outcome, goal)))[0]!]!;
      expect(best.parameters['x0']).toBeGreaterThanOrEqual(0.5);
      expect(best.figures['f']).toBeLessThan(0.05);
    }
  });
});

describe.each(METHODS)('%s', (method) => {
  const space = (): SearchSpace =>
    new SearchSpace(
      [
        { name: 'fast', from: 2, to: 30, step: 2 },
        { name: 'slow', from: 10, to: 100, step: 5 },
      ],
      { still: 3 },
      ({ fast = 0, slow = 0 }) => fast < slow,
    );
  const run = ({ fast = 0, slow = 0 }: StrategyParameters): RunFigures => ({ f: (fast - 14) ** 2 + (slow - 70) ** 2 });
  const TRIALS = 60;

  test('asks for the same whatever runs at once and in whatever order it lands', () => {
    const alone = play(sampler(method, space(), small('f'), TRIALS), run);
    for (const jobs of [2, 3, TPE_LAG]) {
      const random = new Sfc32(jobs);
      expect(play(sampler(method, space(), small('f'), TRIALS), run, { jobs, pick: (out) => random.below(out) })).toEqual(alone);
    }
  });

  test('never asks twice, nor for what does not fit together, and keeps what is fixed', () => {
    const outcomes = play(sampler(method, space(), small('f'), TRIALS), run);
    expect(new Set(outcomes.map(({ parameters }) => JSON.stringify(parameters))).size).toBe(outcomes.length);
    expect(outcomes.map(({ number }) => number)).toEqual(outcomes.map((_, i) => i));
    for (const { parameters } of outcomes) {
      expect(parameters['fast']!).toBeLessThan(parameters['slow']!);
      expect(parameters['still']).toBe(3);
      expect(parameters['fast']! % 2).toBe(0);
    }
  });

  test('ends when a small space is used up', () => {
    const few = new SearchSpace([{ name: 'n', from: 1, to: 9, step: 1 }], {}, ({ n = 0 }) => n !== 4);
    const outcomes = play(sampler(method, few, small('f'), 50), ({ n = 0 }) => ({ f: n }));
    expect(outcomes.map(({ parameters }) => parameters['n']!).sort((a, b) => a - b)).toEqual([1, 2, 3, 5, 6, 7, 8, 9]);
  });

  test('goes on past trials that failed or have no value', () => {
    const one = sampler(method, space(), small('f'), TRIALS);
    let asked = 0;
    for (let proposal = one.ask(); proposal !== null; proposal = one.ask()) {
      one.tell({
        number: proposal.number,
        state: asked % 3 === 0 ? 'failed' : 'ok',
        figures: asked % 3 === 1 ? { f: null } : { f: asked },
      });
      asked += 1;
    }
    expect(asked).toBe(one.total);
  });

  test('another seed asks for something else, unless it is a grid', () => {
    const first = play(sampler(method, space(), small('f'), TRIALS), run);
    const second = play(sampler(method, space(), small('f'), { trials: TRIALS, seed: 2 }), run);
    if (method === 'grid') expect(second).toEqual(first);
    else expect(second).not.toEqual(first);
  });
});

describe('what cannot be searched', () => {
  const problem = (method: SearchMethod, space: SearchSpace, goal: Goal = small('f')): string => {
    const made = makeSampler(method, space, goal, { trials: 10, seed: 1 });
    return made.ok ? '' : made.fault.message;
  };

  test('is said', () => {
    const whole = new SearchSpace([{ name: 'n', from: 1, to: 9, step: 1 }], {}, () => true);
    const forbidden = new SearchSpace([{ name: 'n', from: 1, to: 9, step: 1 }], {}, () => false);
    const huge = new SearchSpace([{ name: 'n', from: 0, to: 2e6, step: 1 }], {}, () => true);
    expect(problem('grid', new SearchSpace([], {}, () => true))).toContain('no parameter is varied');
    expect(problem('grid', continuous(1, 0, 1))).toContain('needs a step');
    expect(problem('grid', huge)).toContain('2000001 combinations');
    expect(problem('grid', forbidden)).toContain('refuses every combination');
    expect(problem('random', forbidden)).toContain('refuses every combination');
    expect(problem('tpe', new SearchSpace(huge.dimensions, {}, () => false))).toContain('refuses every combination');
    expect(problem('tpe', whole, small('f', 'g'))).toContain('tpe takes one objective');
    expect(problem('nsga2', whole, small('f', 'g'))).toBe('');
  });
});

test('a generation is about the square root of twice the trials', () => {
  expect([10, 200, 800, 100_000].map(generationSize)).toEqual([12, 20, 40, 100]);
});

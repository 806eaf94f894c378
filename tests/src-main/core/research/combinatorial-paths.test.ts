import { describe, expect, it } from 'vitest';
import { choicesSentence, combinatorialPaths, foldedSharpe } from '../../../../src-main/core/research/combinatorial-paths.ts';
import { Sfc32 } from '../../../../src-shared/kernel/random.ts';

const DAYS = 200;

function noise(seed: number, drift = 0): Float64Array {
  const random = new Sfc32(seed);
  return Float64Array.from({ length: DAYS }, () => 0.02 * (random.normal() + drift));
}

function naiveSharpe(values: readonly number[]): number {
  const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
  const squares = values.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  return mean / Math.sqrt(squares / (values.length - 1));
}

const PLAN = { groups: 5, tested: 2, span: 3, embargo: 4 };

/** The same by hand for five groups of 40 days of which two are tested: for each pair, who is best on the days that are far enough away. */
function byHand(trials: readonly Float64Array[]): readonly number[][] {
  const choice = new Map<string, number>();
  for (let a = 0; a < 5; a += 1) {
    for (let b = a + 1; b < 5; b += 1) {
      const free = Array.from({ length: DAYS }, (_, day) => day).filter((day) =>
        [a, b].every((group) => {
          const [first, last] = [group * 40, group * 40 + 39];
          // A trade of day d lasts until d + 2; the last one of the group until last + 2, and then come 4 days of embargo.
          return day + 2 < first || day > last + 2 + 4;
        }),
      );
      const sharpes = trials.map((returns) => naiveSharpe(free.map((day) => returns[day]!)));
      choice.set(`${String(a)}${String(b)}`, sharpes.indexOf(Math.max(...sharpes)));
    }
  }
  // Every group is tested in four pairs; the j-th history takes of each group its j-th pair.
  return Array.from({ length: 4 }, (_, history) =>
    Array.from({ length: 5 }, (_unused, group) => {
      const pairs = [...choice.keys()].filter((pair) => pair.includes(String(group)));
      return choice.get(pairs[history]!)!;
    }).flatMap((trial, group) => [...trials[trial]!.subarray(group * 40, group * 40 + 40)]),
  );
}

describe('choosing on other days', () => {
  it('is the same as by hand: purged, embargoed, and put together to whole histories', () => {
    const trials = Array.from({ length: 6 }, (_, i) => noise(i + 1));
    const found = combinatorialPaths(trials, PLAN)!;
    const histories = byHand(trials);
    expect(found.splits).toBe(10);
    const sharpes = histories.map(naiveSharpe).sort((a, b) => a - b);
    const returns = histories.map((history) => history.reduce((worth, each) => worth * (1 + each), 1) - 1);
    expect([...found.sharpes].map((each) => each.toFixed(12))).toEqual(sharpes.map((each) => each.toFixed(12)));
    expect([...found.returns].map((each) => each.toFixed(12))).toEqual(returns.sort((a, b) => a - b).map((each) => each.toFixed(12)));
    expect(found.losing).toBe(returns.filter((each) => each < 0).length);
    expect(found.chosen).toBeGreaterThan(1);
  });

  it('is the same as by hand with each group tested once', () => {
    const trials = Array.from({ length: 6 }, (_, i) => noise(i + 1));
    const history = Array.from({ length: 5 }, (_, group) => {
      const free = Array.from({ length: DAYS }, (_unused, day) => day).filter(
        (day) => day + 2 < group * 40 || day > group * 40 + 39 + 2 + 4,
      );
      const sharpes = trials.map((returns) => naiveSharpe(free.map((day) => returns[day]!)));
      return [...trials[sharpes.indexOf(Math.max(...sharpes))]!.subarray(group * 40, group * 40 + 40)];
    }).flat();
    expect(foldedSharpe(trials, PLAN)).toBeCloseTo(naiveSharpe(history), 12);
    expect(foldedSharpe(trials, { ...PLAN, span: 190 })).toBeNull();
  });

  it('keeps one that is better than all others on every day, and loses nothing by choosing it', () => {
    const best = noise(1).map((each) => Math.abs(each) + 0.001);
    const found = combinatorialPaths([noise(2), best, noise(3)], PLAN)!;
    expect(found).toMatchObject({ chosen: 1, losing: 0 });
    const whole = best.reduce((worth, each) => worth * (1 + each), 1) - 1;
    for (const each of found.returns) expect(each).toBeCloseTo(whole, 9);
  });

  it('takes the luck out of the best of noise', () => {
    const trials = Array.from({ length: 60 }, (_, i) => noise(i + 1));
    const luckiest = Math.max(...trials.map((each) => naiveSharpe([...each])));
    const { sharpes } = combinatorialPaths(trials, PLAN)!;
    expect(luckiest).toBeGreaterThan(0.12);
    expect(sharpes[1]).toBeLessThan(luckiest / 2);
  });

  it('is not made where too few days are left to choose by', () => {
    expect(combinatorialPaths([noise(1), noise(2)], { ...PLAN, span: 90 })).toBeNull();
  });

  it('is told in a sentence', () => {
    const told = { splits: 10, sharpes: Float64Array.of(-0.01, 0.02, 0.03, 0.05), returns: new Float64Array(4), losing: 1, chosen: 3 };
    expect(choicesSentence(told, 20, 2)).toBe(
      'The choice holds in part: chosen 10 times without the days it was then tried on, it came to a Sharpe ratio of 0.40 a year in the middle of 4 histories (-0.20 to 1.00); 1 of them lost. The best trial shows 2.00 on the days that chose it; 3 different ones were chosen.',
    );
    expect(choicesSentence({ ...told, losing: 3 }, 20, 2)).toMatch(/^The choice does not hold/u);
    expect(choicesSentence({ ...told, losing: 0, chosen: 1 }, 20, 2)).toMatch(
      /^The choice holds: .*none of them lost.*it was chosen every time\.$/u,
    );
  });
});

import { describe, expect, it } from 'vitest';
import { choices, combinatorialSplits, purgedFolds } from '../../../../src-main/core/research/cross-validation.ts';
import { unwrap } from '../../../../src-shared/kernel/result.ts';

const SPANS = { from: Float64Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), to: Float64Array.of(1, 2, 3, 4, 9, 6, 7, 8, 9, 10) };

describe('purged cross-validation', () => {
  it('drops what overlaps a test or begins within the embargo', () => {
    const folds = unwrap(purgedFolds(SPANS, 5, 1));
    // Test 2, 3 spans 2 to 4: 0 ends before, 1 ends in it, 4 begins in it, 5 within the embargo.
    expect(folds[1]).toEqual({ groups: [1], test: [2, 3], train: [0, 6, 7, 8, 9] });
    // Test 4, 5 lasts until 9 because label 4 does.
    expect(folds[2]!.train).toEqual([0, 1, 2]);
  });

  it('makes the fifteen splits and five paths of six groups of which two are tested', () => {
    const made = unwrap(combinatorialSplits(SPANS, { groups: 6, tested: 2, embargo: 0 }));
    expect(made.splits).toHaveLength(15);
    expect(made.paths).toHaveLength(5);
    expect(choices(6, 2)).toBe(15);
  });

  it.each([
    [{ groups: 1, tested: 1, embargo: 0 }, 'at least two groups'],
    [{ groups: 11, tested: 1, embargo: 0 }, '10 observations for 11 groups'],
    [{ groups: 5, tested: 5, embargo: 0 }, 'from 1 to 4 groups'],
    [{ groups: 5, tested: 1, embargo: -1 }, 'not negative'],
  ])('refuses %j', (plan, problem) => {
    const made = combinatorialSplits(SPANS, plan);
    expect(made.ok ? '' : made.fault.message).toContain(problem);
  });

  it('refuses more splits than anybody can run, and tells it of folds', () => {
    const times = Float64Array.from({ length: 40 }, (_, i) => i);
    const made = combinatorialSplits({ from: times, to: times }, { groups: 40, tested: 20, embargo: 0 });
    expect(made.ok ? '' : made.fault.message).toContain('more than 20000 splits');
    expect(purgedFolds(SPANS, 1, 0).ok).toBe(false);
  });
});

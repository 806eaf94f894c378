import { describe, expect, it } from 'vitest';
import { choices, combinatorialSplits, purgedFolds } from '../../../../src-main/core/research/cross-validation.ts';
import { parameterStability, walkForwardEfficiency, walkForwardWindows } from '../../../../src-main/core/research/walk-forward.ts';
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

describe('walk forward', () => {
  it('rolls, leaving a gap, and its last test may be shorter', () => {
    expect(unwrap(walkForwardWindows(100, { train: 40, test: 25, gap: 5, kind: 'rolling' }))).toEqual([
      { trainFrom: 0, trainTo: 40, testFrom: 45, testTo: 70 },
      { trainFrom: 25, trainTo: 65, testFrom: 70, testTo: 95 },
      { trainFrom: 50, trainTo: 90, testFrom: 95, testTo: 100 },
    ]);
  });

  it('anchored keeps all bars from the first on', () => {
    expect(unwrap(walkForwardWindows(80, { train: 40, test: 20, gap: 0, kind: 'anchored' }))).toEqual([
      { trainFrom: 0, trainTo: 40, testFrom: 40, testTo: 60 },
      { trainFrom: 0, trainTo: 60, testFrom: 60, testTo: 80 },
    ]);
  });

  it.each([
    [{ train: 0, test: 1, gap: 0 }, 'whole numbers'],
    [{ train: 1.5, test: 1, gap: 0 }, 'whole numbers'],
    [{ train: 1, test: 0, gap: 0 }, 'whole numbers'],
    [{ train: 1, test: 1, gap: -1 }, 'whole numbers'],
    [{ train: 8, test: 2, gap: 1 }, 'does not fit into 10'],
  ])('refuses %j', (plan, problem) => {
    const made = walkForwardWindows(10, { ...plan, kind: 'rolling' });
    expect(made.ok ? '' : made.fault.message).toContain(problem);
  });

  it('measures efficiency as return per bar after the choices over that where they were made', () => {
    const windows = [
      { trainReturn: 0.4, trainBars: 100, testReturn: 0.05, testBars: 25 },
      { trainReturn: 0.2, trainBars: 100, testReturn: 0.01, testBars: 25 },
    ];
    // 0.06 / 50 over 0.6 / 200.
    expect(walkForwardEfficiency(windows)).toBeCloseTo(0.4, 12);
    expect(walkForwardEfficiency(windows.map((each) => ({ ...each, trainReturn: -1 })))).toBeNull();
    expect(walkForwardEfficiency([])).toBeNull();
    expect(walkForwardEfficiency([{ ...windows[0]!, testBars: 0 }])).toBeNull();
  });

  it('measures stability by the steps between windows', () => {
    expect(parameterStability([20, 20, 20], { min: 10, max: 50 })).toBe(1);
    expect(parameterStability([10, 50, 10], { min: 10, max: 50 })).toBe(0);
    expect(parameterStability([20, 30, 20], { min: 10, max: 50 })).toBe(0.75);
    expect(parameterStability([7, 7], { min: 7, max: 7 })).toBe(1);
    expect(parameterStability([7], { min: 1, max: 9 })).toBeNull();
  });
});

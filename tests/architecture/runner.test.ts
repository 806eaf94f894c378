import { describe, expect, test } from 'vitest';
import { reportOutcome, suiteOutcome, summaryLine, wholeOutcome, withinBudget } from '../runner/outcome.ts';
import { testSteps } from '../runner/steps.ts';

function report(counts: {
  readonly passed?: number;
  readonly failed?: number;
  readonly skipped?: readonly string[];
  readonly named?: readonly string[];
}): string {
  const { passed = 0, failed = 0, skipped = [], named = [] } = counts;
  const assertionResults = [
    ...skipped.map((fullName) => ({ fullName, status: 'skipped' })),
    ...named.map((fullName) => ({ fullName, status: 'failed' })),
  ];
  return JSON.stringify({
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: skipped.length,
    numTodoTests: 0,
    testResults: [{ assertionResults }],
  });
}

describe('the outcome of a suite', () => {
  test('counts what its report counts and names what it skipped', () => {
    const outcome = suiteOutcome(report({ passed: 7, skipped: ['a window without a browser'] }), 0);
    expect(outcome).toEqual({ passed: 7, failed: 0, skipped: 1, notes: ['skipped: a window without a browser'] });
  });

  test.each([
    ['no test at all', report({}), 0],
    ['only skipped tests', report({ skipped: ['everything'] }), 0],
    ['no report', undefined, 1],
    ['a bad end without a failed test', report({ passed: 7 }), 1],
  ])('is a failure with %s', (_, text, exitCode) => {
    expect(suiteOutcome(text, exitCode).failed).toBe(1);
  });

  test('counts a failed test once, and names it', () => {
    expect(suiteOutcome(report({ passed: 7, failed: 2 }), 1)).toMatchObject({ passed: 7, failed: 2 });
    expect(suiteOutcome(report({ failed: 1, named: ['the ticket sends once'] }), 1).notes).toEqual(['failed: the ticket sends once']);
  });
});

describe('the outcome of a report', () => {
  test.each([
    ['{"lost":0,"doubled":0}\n', 0, 0],
    ['noise\n{"lost":0,"doubled":0}\n', 0, 0],
    ['{"lost":1,"doubled":0}\n', 0, 1],
    ['{"lost":0}\n', 0, 1],
    ['{"lost":0,"doubled":0}\nnoise\n', 0, 1],
    ['', 0, 1],
    ['{"lost":0,"doubled":0}\n', 70, 1],
  ])('%j with exit code %i fails %i times', (output, exitCode, failed) => {
    expect(reportOutcome(output, exitCode, ['lost', 'doubled']).failed).toBe(failed);
  });
});

test('a step over its budget says so, and one that hangs has failed, whatever it counted', () => {
  const good = wholeOutcome(undefined);
  expect(withinBudget(good, 10, 10)).toEqual(good);
  expect(withinBudget(good, 10.1, 10)).toEqual({ ...good, notes: ['slow: took 10.1 s of 10 s'] });
  expect(withinBudget(good, 30, 10)).toMatchObject({ passed: 1, failed: 1 });
});

test('the last line has one form', () => {
  const outcomes = [wholeOutcome(undefined), wholeOutcome('bad'), suiteOutcome(report({ passed: 3, skipped: ['x'] }), 0)];
  expect(summaryLine(outcomes)).toBe('4 passed, 1 failed, 1 skipped');
});

test('the budgets of a run stay under twenty-five minutes with two steps at a time', () => {
  const steps = testSteps(false).filter((step) => !step.onlyByName && !step.leisurely);
  const sum = (alone: boolean) => steps.filter((step) => (step.alone ?? false) === alone).reduce((total, step) => total + step.budget, 0);
  expect(sum(true) + sum(false) / 2).toBeLessThanOrEqual(25 * 60);
});

import { describe, expect, test } from 'vitest';
import { reportOutcome, suiteOutcome, summaryLine, wholeOutcome, withinBudget } from '../runner/outcome.ts';
import { nextToStart } from '../runner/schedule.ts';
import { type Step, testSteps } from '../runner/steps.ts';

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

/** Runs the schedule on paper, each step for as long as its budget: which steps were beside which, and when the last one ended. */
function play(steps: readonly Step[]): { readonly minutes: number; readonly beside: ReadonlyMap<string, ReadonlySet<string>> } {
  const waiting = [...steps];
  const running = new Map<Step, number>();
  const ended = new Set<string>();
  const known = new Set(steps.map(({ name }) => name));
  const beside = new Map<string, Set<string>>();
  let now = 0;
  while (waiting.length > 0 || running.size > 0) {
    const place = nextToStart(waiting, { running: new Set(running.keys()), ended, known });
    const [step] = place < 0 ? [] : waiting.splice(place, 1);
    if (step) {
      running.set(step, now + step.budget);
      for (const { name: one } of running.keys())
        for (const { name: other } of running.keys()) if (one !== other) beside.set(one, (beside.get(one) ?? new Set()).add(other));
      continue;
    }
    const [first] = [...running].sort(([, one], [, other]) => one - other);
    if (!first) throw new Error(`nothing runs, and ${waiting.map(({ name }) => name).join(', ')} cannot start`);
    running.delete(first[0]);
    ended.add(first[0].name);
    now = first[1];
  }
  return { minutes: now / 60, beside };
}

function step(name: string, more: Partial<Step> = {}): Step {
  return { name, kind: 'script', runs: name, budget: 60, ...more };
}

describe('the schedule', () => {
  const usual = () => testSteps(false).filter(({ onlyByName }) => !onlyByName);

  test('ends within nineteen and a half minutes where every step takes its budget', () => {
    expect(play(usual()).minutes).toBeLessThanOrEqual(19.5);
  });

  test('runs every step, and what is alone beside nothing but what is leisurely', () => {
    const { beside } = play(usual());
    expect(usual().filter(({ alone }) => alone).length).toBeGreaterThan(0);
    for (const { name, alone } of usual())
      if (alone) expect([...(beside.get(name) ?? [])].filter((other) => other !== 'simulate')).toEqual([]);
  });

  test('takes two steps at a time, and a patient one beside them', () => {
    expect(play([step('a'), step('b'), step('c'), step('d')]).minutes).toBe(2);
    expect(play([step('a'), step('b'), step('c', { patient: true })]).minutes).toBe(1);
    expect(play([step('a', { patient: true }), step('b', { patient: true })]).minutes).toBe(2);
  });

  test('a step that has to be alone comes when it is its turn, though others would find room', () => {
    const steps = [step('a'), step('alone', { alone: true }), step('b', { budget: 600 })];
    expect(play(steps).minutes).toBe(12);
    expect(play(steps).beside.size).toBe(0);
  });

  test('a step waits for what it needs and lets others pass meanwhile', () => {
    const { minutes, beside } = play([step('b', { needs: ['a'] }), step('a'), step('c', { budget: 120 })]);
    expect(minutes).toBe(2);
    expect(beside.get('b')).toEqual(new Set(['c']));
    expect(play([step('b', { needs: ['not in this run'] })]).minutes).toBe(1);
  });
});

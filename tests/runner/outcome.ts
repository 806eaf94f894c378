/** What a step came to. */
export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Why it failed, or what it skipped: one line each. */
  readonly notes: readonly string[];
}

/** The part of vitest's JSON report that is read here. */
interface SuiteReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** A step that is passed or failed as a whole. */
export function wholeOutcome(failure: string | undefined): Outcome {
  return failure === undefined ? { passed: 1, failed: 0, skipped: 0, notes: [] } : { passed: 0, failed: 1, skipped: 0, notes: [failure] };
}

/** A suite's outcome from its JSON report: a suite without a test that ran has failed, so has one that ended badly without saying why. */
export function suiteOutcome(reportText: string | undefined, exitCode: number): Outcome {
  if (reportText === undefined) return wholeOutcome(`no report; exit code ${exitCode}`);
  const report = JSON.parse(reportText) as SuiteReport;
  const unusual = report.testResults
    .flatMap((file) => file.assertionResults)
    .filter(({ status }) => status !== 'passed')
    .map(({ fullName, status }) => `${status === 'failed' ? 'failed' : 'skipped'}: ${fullName.trim()}`);
  const { numPassedTests: passed, numFailedTests } = report;
  const skipped = report.numPendingTests + report.numTodoTests;
  const silent = numFailedTests === 0 && (exitCode !== 0 || passed === 0);
  const reason = passed === 0 ? 'no test ran' : `exit code ${exitCode} without a failed test`;
  return { passed, failed: numFailedTests + (silent ? 1 : 0), skipped, notes: silent ? [reason, ...unusual] : unusual };
}

/** The outcome of a program whose last line is a JSON object with keys that must be zero. */
export function reportOutcome(output: string, exitCode: number, zeros: readonly string[]): Outcome {
  if (exitCode !== 0) return wholeOutcome(`exit code ${exitCode}`);
  const lastLine = output.trimEnd().split('\n').at(-1) ?? '';
  if (!lastLine.startsWith('{')) return wholeOutcome('the last line is not a JSON object');
  const report = JSON.parse(lastLine) as Readonly<Record<string, unknown>>;
  const bad = zeros.filter((key) => report[key] !== 0).map((key) => `${key} = ${String(report[key])}`);
  return wholeOutcome(bad.length === 0 ? undefined : bad.join(', '));
}

/** So many times its budget, and a step hangs: it is ended, and has failed. */
export const HANGS_AFTER = 3;

/** An outcome whose step took longer than its budget says so: a machine may be busy. One that hung has failed once more. */
export function withinBudget(outcome: Outcome, seconds: number, budget: number): Outcome {
  if (seconds <= budget) return outcome;
  const hung = seconds >= budget * HANGS_AFTER;
  const note = `${hung ? 'ended' : 'slow'}: took ${seconds.toFixed(1)} s of ${budget} s`;
  return { ...outcome, failed: outcome.failed + (hung ? 1 : 0), notes: [...outcome.notes, note] };
}

/** The last line of a run. */
export function summaryLine(outcomes: readonly Outcome[]): string {
  const sum = (key: 'passed' | 'failed' | 'skipped') => outcomes.reduce((total, outcome) => total + outcome[key], 0);
  return `${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`;
}

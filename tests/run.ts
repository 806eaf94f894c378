import { readFileSync } from 'node:fs';
import { summaryLine, wholeOutcome } from './runner/outcome.ts';
import { type Finished, budgetOf, clearResults, runStep } from './runner/run-step.ts';
import { type Step, testSteps } from './runner/steps.ts';

/**
 * Runs the test steps, two at a time unless a step wants to be alone, with a leisurely one beside them, and sums them up.
 * `node tests/run.ts [--long] [step …]`; without names, every step but those that run only by name.
 */
const LANES = 2;
const LOG_LINES_SHOWN = 120;

const args = process.argv.slice(2);
const long = args.includes('--long');
const names = args.filter((arg) => arg !== '--long');
const known = testSteps(long);
const unknown = names.filter((name) => !known.some((step) => step.name === name));
if (unknown.length > 0) {
  process.stderr.write(`unknown step ${unknown.join(', ')}; there are ${known.map(({ name }) => name).join(', ')}\n`);
  process.exit(2);
}
const steps = known.filter((step) => (names.length === 0 ? !step.onlyByName : names.includes(step.name)));

clearResults();
const finished = await runAll(steps);
const broken = finished.filter(({ outcome }) => outcome.failed > 0);
for (const { step, outcome } of broken) process.stdout.write(`${step.name}: ${outcome.notes.filter(isBad).join('\n  ')}\n`);
process.stdout.write(`${summaryLine(finished.map(({ outcome }) => outcome))}\n`);
process.exitCode = broken.length > 0 ? 1 : 0;

/** What is skipped is no reason. */
function isBad(note: string): boolean {
  return !note.startsWith('skipped: ');
}

async function runAll(planned: readonly Step[]): Promise<Finished[]> {
  const waiting = [...planned];
  const running = new Map<Step, Promise<Finished>>();
  const done: Finished[] = [];
  while (waiting.length > 0 || running.size > 0) {
    const next = waiting.findIndex((step) => mayStart(step, running, done));
    const step = next < 0 ? undefined : waiting.splice(next, 1)[0];
    if (step) {
      const absent = step.absent?.() ?? null;
      if (absent !== null) {
        done.push(report({ step, outcome: { passed: 0, failed: 0, skipped: 1, notes: [absent] }, seconds: 0, log: '' }));
        continue;
      }
      const broken = step.needs?.find((need) => done.some((end) => end.step.name === need && end.outcome.failed > 0));
      if (broken === undefined) running.set(step, runStep(step, long));
      else done.push(report({ step, outcome: wholeOutcome(`needs ${broken}, which failed`), seconds: 0, log: '' }));
      continue;
    }
    const end = await Promise.race(running.values());
    running.delete(end.step);
    done.push(report(end));
  }
  return done;
}

/** Steps start in their order; one that is alone waits for the others and holds them up. A leisurely one waits for its own kind alone. */
function mayStart(step: Step, running: ReadonlyMap<Step, unknown>, done: readonly Finished[]): boolean {
  const others = [...running.keys()].filter((other) => (other.leisurely ?? false) === (step.leisurely ?? false));
  if (others.length >= (step.leisurely ? 1 : LANES) || others.some((other) => other.alone)) return false;
  if (step.alone && others.length > 0) return false;
  const open = (step.needs ?? []).filter((need) => steps.some(({ name }) => name === need));
  return open.every((need) => done.some((end) => end.step.name === need));
}

function report(end: Finished): Finished {
  const { step, outcome, seconds, log } = end;
  const state = outcome.failed > 0 ? 'FAILED' : 'ok';
  const figures = `${outcome.passed} passed, ${outcome.failed} failed, ${outcome.skipped} skipped`;
  process.stdout.write(
    `${step.name.padEnd(13)} ${state.padEnd(6)} ${seconds.toFixed(1).padStart(6)} s of ${budgetOf(step)} s   ${figures}\n`,
  );
  for (const note of outcome.notes) process.stdout.write(`    ${note}\n`);
  if (outcome.failed > 0 && log !== '') {
    const lines = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-LOG_LINES_SHOWN);
    process.stdout.write(`${lines.map((line) => `    | ${line}`).join('\n')}\n    | (all of it: ${log})\n`);
  }
  return end;
}

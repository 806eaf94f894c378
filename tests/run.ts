import { readFileSync } from 'node:fs';
import { summaryLine, wholeOutcome } from './runner/outcome.ts';
import { type Finished, budgetOf, clearResults, runStep } from './runner/run-step.ts';
import { nextToStart } from './runner/schedule.ts';
import { type Step, testSteps } from './runner/steps.ts';

/**
 * Runs the test steps, two at a time with a patient and a leisurely one beside them unless a step wants to be alone, and sums them up.
 * `node tests/run.ts [--long] [step …]`; without names, every step but those that run only by name.
 */
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
    const ended = new Set(done.map((end) => end.step.name));
    const next = nextToStart(waiting, { running: new Set(running.keys()), ended, known: new Set(planned.map(({ name }) => name)) });
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

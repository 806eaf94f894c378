import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { HANGS_AFTER, type Outcome, reportOutcome, suiteOutcome, wholeOutcome, withinBudget } from './outcome.ts';
import type { Step } from './steps.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const RESULTS = join(ROOT, 'test-results');

/** A step that has ended. */
export interface Finished {
  readonly step: Step;
  readonly outcome: Outcome;
  readonly seconds: number;
  readonly log: string;
}

/** Slower machines get more time: a factor on every budget. */
const factor = Number(process.env['CRYPTOORCH_TEST_BUDGET_FACTOR'] ?? 1);

/** The seconds that a step may take on this machine. */
export function budgetOf(step: Step): number {
  return step.budget * factor;
}

/** Empties the folder of results. */
export function clearResults(): void {
  rmSync(RESULTS, { recursive: true, force: true });
  mkdirSync(RESULTS, { recursive: true });
}

/** Runs a step to its end, or until it has hung. Its output goes to test-results/<step>.log. */
export async function runStep(step: Step, long: boolean): Promise<Finished> {
  const log = join(RESULTS, `${step.name}.log`);
  const report = join(RESULTS, `${step.name}.json`);
  const started = performance.now();
  const { exitCode, output } = await run(commandOf(step, report), step, { log, long });
  const seconds = (performance.now() - started) / 1_000;
  return { step, seconds, log, outcome: withinBudget(judge(step, exitCode, { output, report }), seconds, budgetOf(step)) };
}

function judge(step: Step, exitCode: number, { output, report }: { readonly output: string; readonly report: string }): Outcome {
  if (step.kind === 'suite') return suiteOutcome(existsSync(report) ? readFileSync(report, 'utf8') : undefined, exitCode);
  if (step.kind === 'report') return reportOutcome(output, exitCode, step.zeros ?? []);
  return wholeOutcome(exitCode === 0 ? undefined : `exit code ${exitCode}`);
}

function commandOf(step: Step, report: string): string {
  if (step.kind === 'report') return `node ${step.runs}`;
  if (step.kind === 'suite') return suiteCommand(step, report);
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  const script = scripts[step.runs];
  if (script === undefined) throw new Error(`package.json has no script ${step.runs}`);
  return script;
}

function suiteCommand(step: Step, report: string): string {
  const parts = ['vitest run', `--project ${step.runs}`, '--reporter=default', '--reporter=json', `--outputFile.json="${report}"`];
  // Two steps run side by side, so that one worker each fills two cores.
  if (!step.alone) parts.push(`--maxWorkers=${step.workers ?? 1}`);
  if (step.coverage) parts.push('--coverage', '--reporter=blob', `--outputFile.blob="${join(RESULTS, 'blobs', `${step.name}.json`)}"`);
  if (step.coverage)
    parts.push('--coverage.reporter=json-summary', `--coverage.reportsDirectory="${join(RESULTS, 'coverage', step.name)}"`);
  return parts.join(' ');
}

async function run(
  command: string,
  step: Step,
  { log, long }: { readonly log: string; readonly long: boolean },
): Promise<{ readonly exitCode: number; readonly output: string }> {
  const written = createWriteStream(log);
  const bin = join(ROOT, 'node_modules', '.bin');
  const child = spawn(step.leisurely && process.platform !== 'win32' ? leisurely(command) : command, {
    cwd: ROOT,
    shell: true,
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`,
      NO_COLOR: '1',
      ...(step.coverage === 'loaded files' ? { CRYPTOORCH_COVERAGE_ONLY_LOADED: '1' } : {}),
      ...(long ? { CRYPTOORCH_TEST_LONG: '1' } : {}),
      ...step.environment,
    },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    written.write(chunk);
  });
  child.stderr.on('data', (chunk: Buffer) => written.write(chunk));
  const timer = setTimeout(() => end(child), budgetOf(step) * HANGS_AFTER * 1_000);
  const exitCode = await new Promise<number>((resolve) => {
    child.once('error', () => resolve(127));
    child.once('close', (code) => resolve(code ?? 1));
  });
  clearTimeout(timer);
  written.end();
  return { exitCode, output };
}

/** The command with what the others leave of the machine. Linux shares it out among sessions first, and each step is one: so the session stands back as well. */
function leisurely(command: string): string {
  return `{ echo 19 > /proc/self/autogroup; } 2>/dev/null; exec nice -n 19 ${command}`;
}

/** Ends the child and all that it started. */
function end(child: ChildProcess): void {
  if (process.platform === 'win32' || child.pid === undefined) child.kill('SIGKILL');
  else process.kill(-child.pid, 'SIGKILL');
}

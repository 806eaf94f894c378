import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Acknowledgement } from './acknowledgement.ts';

/** What one life of a session came to, as seen from outside. */
export interface LifeSeen {
  readonly acknowledgements: readonly Acknowledgement[];
  /** It died by SIGKILL. */
  readonly killed: boolean;
  /** It ended in order. */
  readonly ended: boolean;
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  /** Wall time from the start of the process until its session ran, ms; Infinity when it never did. */
  readonly runningAfterMs: number;
  /** What it wrote to its error stream. */
  readonly errors: string;
}

/** A life that takes longer than this hangs, ms. */
const LONGEST_LIFE_MS = 60_000;

/** Starts a child, which takes its orders as JSON, and listens until it is gone. */
export async function runChild(program: string, orders: object, environment: NodeJS.ProcessEnv = {}): Promise<LifeSeen> {
  const started = performance.now();
  const child = spawn(process.execPath, [program, JSON.stringify(orders)], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
    timeout: LONGEST_LIFE_MS,
    killSignal: 'SIGTERM',
  });
  const acknowledgements: Acknowledgement[] = [];
  let runningAfterMs = Number.POSITIVE_INFINITY;
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const reports = createInterface({ input: child.stdio[3] as Readable });
  reports.on('line', (line) => {
    const acknowledgement = JSON.parse(line) as Acknowledgement;
    if (acknowledgement.kind === 'running') runningAfterMs = performance.now() - started;
    acknowledgements.push(acknowledgement);
  });
  const listened = new Promise<void>((resolve) => {
    reports.once('close', resolve);
  });
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (exitCode, exitSignal) => {
      resolve([exitCode, exitSignal]);
    });
  });
  await listened;
  return { acknowledgements, killed: signal === 'SIGKILL', ended: code === 0, exitCode: code, runningAfterMs, errors };
}

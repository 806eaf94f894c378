import { writeSync } from 'node:fs';
import type { Acknowledgement } from './acknowledgement.ts';
import { Crossings } from './crossings.ts';
import { runScenario } from './run-scenario.ts';

// One life of a session, in a process of its own that dies where it was told to. Everything that it publishes goes to the parent as a line
// on descriptor 3, which is written before the next thing happens.

/** What the parent hands to a child, as JSON in its first argument. */
export interface ChildOrders {
  readonly home: string;
  readonly seed: number;
  readonly number: number;
  readonly acknowledged: readonly string[];
  readonly dieAt: number | null;
}

const REPORT = 3;

function tell(acknowledgement: Acknowledgement): void {
  const line = Buffer.from(`${JSON.stringify(acknowledgement)}\n`);
  for (let written = 0; written < line.length;) {
    try {
      written += writeSync(REPORT, line, written);
    } catch (thrown) {
      // The parent has not read yet.
      if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EAGAIN')) throw thrown;
    }
  }
}

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000);
}

const { acknowledged, dieAt, ...life } = JSON.parse(process.argv[2] ?? '') as ChildOrders;
const crossings = new Crossings(dieAt, die);
await runScenario({ ...life, acknowledged: new Set(acknowledged), crossings, journal: false, tell });
tell({ kind: 'end', crossings: crossings.passed });

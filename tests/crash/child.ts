import { Crossings } from './crossings.ts';
import { runScenario } from './run-scenario.ts';
import { tellParent } from './tell-parent.ts';

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

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000);
}

const { acknowledged, dieAt, ...life } = JSON.parse(process.argv[2] ?? '') as ChildOrders;
const crossings = new Crossings(dieAt, die);
await runScenario({ ...life, acknowledged: new Set(acknowledged), crossings, journal: false, tell: tellParent });
tellParent({ kind: 'end', crossings: crossings.passed });

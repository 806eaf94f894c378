import { asFault } from '../../src-shared/kernel/fault.ts';
import { runScenario } from '../crash/run-scenario.ts';
import { tellParent } from '../crash/tell-parent.ts';

// One life of a short session, in a process of its own whose disk may fail. What it publishes goes to the parent as a line on descriptor 3,
// before the next thing happens; how it ended is its exit code and, as on the command line, a sentence on its error stream.

/** What the parent hands to a child, as JSON in its first argument. */
export interface ChildOrders {
  readonly home: string;
  readonly seed: number;
  readonly minutes: number;
  readonly number: number;
  readonly acknowledged: readonly string[];
}

const { acknowledged, ...life } = JSON.parse(process.argv[2] ?? '') as ChildOrders;
try {
  const crossings = { cross: () => undefined };
  await runScenario({ ...life, acknowledged: new Set(acknowledged), crossings, journal: true, tell: tellParent });
  tellParent({ kind: 'end', crossings: '' });
} catch (thrown) {
  const fault = asFault(thrown);
  process.exitCode = fault.exitCode;
  process.stderr.write(fault.code === 'internal' ? `${String(fault.cause instanceof Error ? fault.cause.stack : fault.cause)}\n` : '');
  process.stderr.write(`${fault.code}: ${fault.message}\n`);
}

import { runScenario } from '../crash/run-scenario.ts';
import { tellParent } from '../crash/tell-parent.ts';
import { type ScenarioOrders, toldOf } from './scenario-life.ts';

// One life of a short session, in a process of its own whose disk may fail. What it publishes goes to the parent as a line on descriptor 3,
// before the next thing happens; how it ended is its exit code and, as on the command line, a sentence on its error stream.

const { acknowledged, ...life } = JSON.parse(process.argv[2] ?? '') as ScenarioOrders;
try {
  const crossings = { cross: () => undefined };
  await runScenario({ ...life, acknowledged: new Set(acknowledged), crossings, journal: true, tell: tellParent });
  tellParent({ kind: 'end', crossings: '' });
} catch (thrown) {
  const { exitCode, errors } = toldOf(thrown);
  process.exitCode = exitCode;
  process.stderr.write(errors);
}

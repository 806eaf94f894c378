import { inspect } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import { asFault } from '../../src-shared/kernel/fault.ts';
import { attributeJournal } from '../run-attribution.ts';
import { type FromGap, type GapStart, gapView } from '../sessions/attribution/gap-view.ts';

function post(message: FromGap): void {
  parentPort?.postMessage(message);
}

const { home, session } = workerData as GapStart;
try {
  post({ kind: 'gap', view: gapView(attributeJournal(home, { session, costs: null, bars: [] })) });
} catch (thrown) {
  const { code, details, cause } = asFault(thrown);
  post({ kind: 'failed', fault: { code, details, cause: inspect(cause) } });
}

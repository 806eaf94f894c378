import { inspect } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import { asFault } from '../../src-shared/kernel/fault.ts';
import { ownFills } from '../command-services.ts';
import { ownCostsView } from '../services/own-costs-view.ts';
import type { FromCosts } from '../sessions/research/costs-messages.ts';

function post(message: FromCosts): void {
  parentPort?.postMessage(message);
}

try {
  post({ kind: 'costs', view: ownCostsView(ownFills(workerData as string)) });
} catch (thrown) {
  const { code, details, cause } = asFault(thrown);
  post({ kind: 'failed', fault: { code, details, cause: inspect(cause) } });
}

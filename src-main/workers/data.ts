import { inspect } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import { asFault } from '../../src-shared/kernel/fault.ts';
import { openCandleStore } from '../market-services.ts';
import type { FromLook, LookStart } from '../sessions/research/look-messages.ts';
import { lookAtSeries } from '../sessions/research/look-at-series.ts';

function post(message: FromLook): void {
  parentPort?.postMessage(message);
}

const { home, id } = workerData as LookStart;
try {
  const store = openCandleStore(home);
  try {
    post({ kind: 'look', look: lookAtSeries(store, id) });
  } finally {
    store.close();
  }
} catch (thrown) {
  const { code, details, cause } = asFault(thrown);
  post({ kind: 'failed', fault: { code, details, cause: inspect(cause) } });
}

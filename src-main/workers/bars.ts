import { inspect } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import { asFault } from '../../src-shared/kernel/fault.ts';
import { drawnBars } from '../research-bars.ts';
import type { BarsStart, FromBars } from '../sessions/research/bars-messages.ts';

function post(message: FromBars): void {
  parentPort?.postMessage(message);
}

try {
  post({ kind: 'bars', view: drawnBars(workerData as BarsStart) });
} catch (thrown) {
  const { code, details, cause } = asFault(thrown);
  post({ kind: 'failed', fault: { code, details, cause: inspect(cause) } });
}

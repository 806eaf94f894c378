import { inspect } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import { asFault } from '../../src-shared/kernel/fault.ts';
import { drawnBars, marketBars } from '../research-bars.ts';
import type { BarsAsked, FromBars } from '../sessions/research/bars-messages.ts';

function post(message: FromBars): void {
  parentPort?.postMessage(message);
}

try {
  const { kind, start } = workerData as BarsAsked;
  post({ kind: 'bars', view: kind === 'run' ? drawnBars(start) : marketBars(start) });
} catch (thrown) {
  const { code, details, cause } = asFault(thrown);
  post({ kind: 'failed', fault: { code, details, cause: inspect(cause) } });
}

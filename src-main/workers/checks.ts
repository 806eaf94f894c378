import { inspect } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import { asFault } from '../../src-shared/kernel/fault.ts';
import { invariant } from '../../src-shared/kernel/result.ts';
import { checkRun } from '../run-checks.ts';
import type { CheckStart, FromCheck } from '../sessions/research/check-messages.ts';

/** Time between two tellings of progress. */
const TELL_MS = 100;

const port = parentPort;
invariant(port !== null, 'a check has a parent');

function post(message: FromCheck): void {
  port?.postMessage(message);
}

let told = 0;
function tell(done: number, total: number): void {
  const now = performance.now();
  if (now - told < TELL_MS) return;
  told = now;
  post({ kind: 'progress', done, total });
}

async function main(start: CheckStart): Promise<void> {
  post({ kind: 'done', view: await checkRun(start, tell) });
}

main(workerData as CheckStart).catch((thrown: unknown) => {
  const { code, details, cause } = asFault(thrown);
  post({ kind: 'failed', fault: { code, details, cause: inspect(cause) } });
});

import { inspect } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import { asFault } from '../../src-shared/kernel/fault.ts';
import { invariant } from '../../src-shared/kernel/result.ts';
import { judgeSearch, openSearch } from '../run-search.ts';
import type { DeskFault } from '../sessions/desk/desk-messages.ts';
import type { FromSearch, SearchStart, ToSearch } from '../sessions/research/search-messages.ts';

/** Time between two tellings of progress. */
const TELL_MS = 150;

const port = parentPort;
invariant(port !== null, 'a search has a parent');

function post(message: FromSearch): void {
  port?.postMessage(message);
}

function told(thrown: unknown): DeskFault {
  const { code, details, cause } = asFault(thrown);
  return { code, details, cause: inspect(cause) };
}

async function main(start: SearchStart): Promise<void> {
  const { what } = start;
  if (what.kind === 'judge') {
    post({ kind: 'judged', view: judgeSearch(start, what.id) });
    return;
  }
  const { handle, close } = openSearch(start, what);
  port?.on('message', (message: ToSearch) => {
    if (message === 'pause') handle.pause();
    else handle.cancel();
  });
  let last = 0;
  handle.onProgress((progress) => {
    const now = performance.now();
    if (now - last < TELL_MS) return;
    last = now;
    post({ kind: 'progress', progress });
  });
  const { fault } = await handle.finished;
  close();
  post({ kind: 'ended', progress: handle.progress(), fault: fault === null ? null : told(fault) });
}

main(workerData as SearchStart)
  .catch((thrown: unknown) => {
    post({ kind: 'failed', fault: told(thrown) });
  })
  .finally(() => port?.close());

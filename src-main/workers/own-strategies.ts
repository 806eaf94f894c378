import { mkdirSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { asFault } from '../../src-shared/kernel/fault.ts';
import { invariant } from '../../src-shared/kernel/result.ts';
import { readOwnStrategies } from '../own-strategies.ts';
import type { FromOwn, OwnStart } from '../services/own-strategies.ts';
import { USER_STRATEGIES } from '../user-strategies.ts';

const port = parentPort;
invariant(port !== null, 'the strategies have a reader');

function post(message: FromOwn): void {
  port?.postMessage(message);
}

async function main({ folder }: OwnStart): Promise<void> {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // Watched first: what changes while it is read is told of.
    const changes = USER_STRATEGIES.folderChanges(folder, new AbortController().signal);
    let next = changes.next();
    post({ strategies: readOwnStrategies(folder), problem: '' });
    while ((await next).done !== true) {
      next = changes.next();
      post({ strategies: readOwnStrategies(folder), problem: '' });
    }
  } catch (thrown) {
    post({ strategies: [], problem: asFault(thrown).message });
  }
}

await main(workerData as OwnStart);

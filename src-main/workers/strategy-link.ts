import { parentPort, workerData } from 'node:worker_threads';
import { invariant } from '../../src-shared/kernel/result.ts';
import type { LinkStart } from '../adapters/strategy-process/link-signals.ts';
import { LinkThread } from '../adapters/strategy-process/link-thread.ts';

const port = parentPort;
invariant(port !== null, 'the link has a caller');
new LinkThread(workerData as LinkStart, port);

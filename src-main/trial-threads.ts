import { Worker } from 'node:worker_threads';
import type { TrialThread } from './sessions/research/trial-pool.ts';
import type { FromTrials, ToTrials, TrialBase } from './sessions/research/trial-types.ts';

/** Beside this source lies the thread's source; beside a bundle the bundled thread, which is a neighbour of another thread's bundle. */
const PROGRAM = import.meta.url.endsWith('.ts')
  ? './workers/trials.ts'
  : new URL('.', import.meta.url).pathname.endsWith('/workers/')
    ? './trials.js'
    : './workers/trials.js';

/** A thread that runs trials over shared bars. */
export function trialThread(base: TrialBase): TrialThread {
  const worker = new Worker(new URL(PROGRAM, import.meta.url), { workerData: base });
  return {
    post: (message: ToTrials) => {
      worker.postMessage(message);
    },
    onMessage: (listener) => {
      worker.on('message', (message: FromTrials) => {
        listener(message);
      });
    },
    onEnd: (listener) => {
      worker.on('error', (problem: Error) => {
        listener(problem.message);
      });
      worker.on('exit', (code) => {
        listener(`it ended with ${String(code)}`);
      });
    },
    stop: () => {
      void worker.terminate();
    },
  };
}

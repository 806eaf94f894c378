import { parentPort, workerData } from 'node:worker_threads';
import { invariant } from '../../src-shared/kernel/result.ts';
import { KnownStrategies } from '../known-strategies.ts';
import { evaluateTrial } from '../sessions/research/evaluate-trial.ts';
import type { FromTrials, ToTrials, TrialBase } from '../sessions/research/trial-types.ts';

const port = parentPort;
invariant(port !== null, 'a thread for trials has a parent');

// The columns in it are the parent's own memory.
const base = workerData as TrialBase;
const known = new KnownStrategies(base.script ?? null, base.conditions.seed);

port.on('message', ({ task }: ToTrials) => {
  const result = evaluateTrial(base, task, { run: known.backtest, find: known.find });
  port.postMessage({ kind: 'result', result } satisfies FromTrials, [result.dailyReturns.buffer as ArrayBuffer]);
});
port.postMessage({ kind: 'ready' } satisfies FromTrials);

import { inspect } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import { asFault } from '../../src-shared/kernel/fault.ts';
import { invariant, unwrap } from '../../src-shared/kernel/result.ts';
import { completeParameters } from '../core/strategies/parameters.ts';
import { keepRun, researchBars } from '../research-bars.ts';
import { backtest, depthBacktest } from '../run-backtest.ts';
import { ResearchRun } from '../sessions/research/research-run.ts';
import type { FromRun, RunStart } from '../sessions/research/run-messages.ts';
import { USER_STRATEGIES, type UserStrategy } from '../user-strategies.ts';

/** Time between two tellings of progress. */
const TELL_MS = 100;

const port = parentPort;
invariant(port !== null, 'a run has a parent');

function post(message: FromRun): void {
  port?.postMessage(message);
}

function play(start: RunStart): void {
  const { script, request } = start;
  const own = script === null ? null : USER_STRATEGIES.openScript(script, request.seed);
  try {
    if (own === null) playWith(start, null);
    // Whether values fit together only the strategy itself can tell.
    else playWith({ ...start, request: { ...request, parameters: unwrap(completeParameters(own.definition, request.parameters)) } }, own);
  } finally {
    own?.close();
  }
}

function playWith({ run, request, costs, engine, id, at, ...start }: RunStart, own: UserStrategy | null): void {
  let told = 0;
  const tell = (done: number, total: number): void => {
    const now = performance.now();
    if (now - told < TELL_MS) return;
    told = now;
    post({ kind: 'progress', done, total });
  };
  const bars = researchBars({ request, marketSeed: start.marketSeed, home: start.home });
  const { kept, ...report } = new ResearchRun(request, bars, {
    ...{ costs, engine, tell },
    backtest: (spec) => backtest(spec, own?.definition),
    depthBacktest: (spec, book) => depthBacktest(spec, book, own?.definition),
    strategyHash: own?.hash ?? null,
  }).play(run);
  keepRun(start.home, { ...kept, id, at });
  post({ kind: 'done', ...report });
}

try {
  play(workerData as RunStart);
} catch (thrown) {
  const { code, details, cause } = asFault(thrown);
  post({ kind: 'failed', fault: { code, details, cause: inspect(cause) } });
}

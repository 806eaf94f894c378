import { Worker } from 'node:worker_threads';
import type { ResearchSource } from '../src-shared/contract/research.ts';
import { SIM_PROFILES } from './adapters/exchange-sim/market/sim-instruments.ts';
import { SIM_FIRST_MS } from './adapters/exchange-sim/market/sim-market.ts';
import type { RunThread } from './services/research-service.ts';
import type { SearchThread } from './services/searches-service.ts';
import type { FromRun, RunStart } from './sessions/research/run-messages.ts';
import type { FromSearch, SearchStart } from './sessions/research/search-messages.ts';

/** What listens to a thread of research. */
interface ThreadOf<From> {
  onMessage(listener: (message: From) => void): void;
  onEnd(listener: (problem: string) => void): void;
  end(): void;
}

function threadOf<From>(worker: Worker): ThreadOf<From> {
  return {
    onMessage: (listener) => {
      worker.on('message', (message: From) => {
        listener(message);
      });
    },
    onEnd: (listener) => {
      worker.on('error', (problem: Error) => {
        listener(problem.stack ?? problem.message);
      });
      worker.on('exit', (code) => {
        listener(`its thread ended with ${String(code)}`);
      });
    },
    end: () => {
      void worker.terminate();
    },
  };
}

/** A backtest on a thread of its own, so that neither the window nor trading waits for it. */
export function openRunThread(start: RunStart): RunThread {
  return threadOf<FromRun>(new Worker(new URL('./workers/research.js', import.meta.url), { workerData: start }));
}

/** A search on a thread of its own, which has threads of its own for the trials. */
export function openSearchThread(start: SearchStart): SearchThread {
  const worker = new Worker(new URL('./workers/search.js', import.meta.url), { workerData: start });
  return {
    ...threadOf<FromSearch>(worker),
    post: (message) => {
      worker.postMessage(message);
    },
  };
}

/** The timeframes that a run may have. */
const TIMEFRAMES = ['1m', '5m', '15m', '1h', '4h', '1d'] as const;

/** What the simulated market has had until an instant of its own, ms UTC. */
export function simulatedSources(now: number): readonly ResearchSource[] {
  return SIM_PROFILES.map(({ spec }) => ({
    source: { kind: 'simulated' },
    instrument: spec.id,
    timeframes: TIMEFRAMES,
    from: SIM_FIRST_MS,
    to: now,
    gaps: 0,
  }));
}

import { Worker } from 'node:worker_threads';
import type { ResearchSource } from '../src-shared/contract/research.ts';
import { SIM_PROFILES } from './adapters/exchange-sim/market/sim-instruments.ts';
import { SIM_FIRST_MS } from './adapters/exchange-sim/market/sim-market.ts';
import type { RunThread } from './services/research-service.ts';
import type { FromRun, RunStart } from './sessions/research/run-messages.ts';

/** A backtest on a thread of its own, so that neither the window nor trading waits for it. */
export function openRunThread(start: RunStart): RunThread {
  const worker = new Worker(new URL('./workers/research.js', import.meta.url), { workerData: start });
  return {
    onMessage: (listener) => {
      worker.on('message', (message: FromRun) => {
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

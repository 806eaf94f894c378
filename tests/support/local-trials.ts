import { findStrategy } from '../../src-main/core/strategies/catalog.ts';
import { backtest } from '../../src-main/run-backtest.ts';
import { evaluateTrial } from '../../src-main/sessions/research/evaluate-trial.ts';
import type { TrialThread } from '../../src-main/sessions/research/trial-pool.ts';
import type { FromTrials, TrialBase, TrialTask } from '../../src-main/sessions/research/trial-types.ts';
import type { Random } from '../../src-shared/kernel/random.ts';

/** What a thread of the test does beside its work. */
export interface LocalOptions {
  /** Dies instead of running this trial. */
  readonly dies?: (task: TrialTask) => boolean;
  /** Hears of every trial that is run. */
  readonly onRun?: (task: TrialTask) => void;
  /** Lets a trial wait for so many turns of the event loop. */
  readonly turns?: Random;
}

/** A thread for trials that runs them on this one: the same work, without a thread. */
export function localThread(base: TrialBase, { dies, onRun, turns }: LocalOptions = {}): TrialThread {
  const hearers: ((message: FromTrials) => void)[] = [];
  const enders: ((problem: string) => void)[] = [];
  let stopped = false;
  const tell = (message: FromTrials): void => {
    if (!stopped) for (const hearer of hearers) hearer(message);
  };
  const later = (left: number, work: () => void): void => {
    setImmediate(() => {
      if (left > 0) later(left - 1, work);
      else if (!stopped) work();
    });
  };
  later(0, () => tell({ kind: 'ready' }));
  return {
    post: ({ task }) => {
      later(turns?.below(5) ?? 0, () => {
        onRun?.(task);
        if (dies?.(task) === true) for (const ender of enders) ender('it ran out of memory');
        else tell({ kind: 'result', result: evaluateTrial(base, task, { run: backtest, find: findStrategy }) });
      });
    },
    onMessage: (listener) => void hearers.push(listener),
    onEnd: (listener) => void enders.push(listener),
    stop: () => {
      stopped = true;
    },
  };
}

import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import type { FundingRates } from '../../../src-shared/domain/funding.ts';
import type { RunFigures, TrialState } from '../../../src-shared/domain/search.ts';
import type { StrategyParameters } from '../../../src-shared/domain/strategy-spec.ts';
import type { BarDraw } from '../../core/research/bar-bootstrap.ts';
import type { StrategyScript } from '../../ports/strategy-process.ts';
import type { RunConditions } from '../../ports/research-store.ts';

/** What all trials of a search have in common; the columns lie in shared memory. */
export interface TrialBase {
  readonly conditions: RunConditions;
  readonly candles: CandleColumns;
  /** Stored rates of funding, where the conditions name them. */
  readonly funding?: FundingRates | null;
  /** The files of a strategy of the user's own; nothing for a built-in one. */
  readonly script?: StrategyScript;
}

/** One trial to be run: parameters over rows `from` to `to` (excluded). */
export interface TrialTask {
  readonly parameters: StrategyParameters;
  readonly from: number;
  readonly to: number;
  /** Where it is set, the rows are of bars drawn anew from those of the search. */
  readonly drawn?: BarDraw;
}

/** What came of a trial. */
export interface TrialResult {
  readonly state: TrialState;
  readonly figures: RunFigures;
  readonly dailyReturns: Float64Array;
  /** Why it is not ok; null when it is. */
  readonly problem: string | null;
}

/** To a thread that runs trials. */
export interface ToTrials {
  readonly kind: 'run';
  readonly task: TrialTask;
}

/** From a thread that runs trials, one trial at a time. */
export type FromTrials = { readonly kind: 'ready' } | { readonly kind: 'result'; readonly result: TrialResult };

/** A trial that did not come to an end. */
export function failedTrial(problem: string): TrialResult {
  return { state: 'failed', figures: {}, dailyReturns: new Float64Array(0), problem };
}

import type { StrategyParameters } from './strategy-spec.ts';

/** How a search chooses what to try next. */
export type SearchMethod = 'grid' | 'random' | 'tpe' | 'nsga2';

/** One parameter that a search varies: the values `from`, `from + step`, … up to `to`, or every value between them where `step` is null. */
export interface SearchDimension {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** Above 0; null for a continuous parameter. */
  readonly step: number | null;
}

/** A figure of a run that a search wants large or small. */
export interface SearchObjective {
  /** Id of a figure, `sharpe`. */
  readonly figure: string;
  readonly direction: 'max' | 'min';
}

/** A bound that a run must keep to be accepted. */
export interface SearchConstraint {
  /** Id of a figure, `trades`. */
  readonly figure: string;
  readonly relation: '>=' | '<=';
  readonly bound: number;
}

/** The figures of one run by id: every metric of the catalogue, and `finalEquity`, `fees`, `funding`, `liquidations`, `trades`, `days`; of bars that were drawn anew also `holdReturn`. null where a figure has no value. */
export type RunFigures = Readonly<Record<string, number | null>>;

/** How a trial ended: run, not run to its end, or not run at all because the strategy refuses its values together. */
export type TrialState = 'ok' | 'failed' | 'pruned';

/** The values of one trial, numbered from 0 in the order in which the search asked for them. */
export interface Proposal {
  readonly number: number;
  /** Complete: what is varied and what is fixed. */
  readonly parameters: StrategyParameters;
}

/** The outcome of a trial as a search learns from it. */
export interface TrialOutcome extends Proposal {
  readonly state: TrialState;
  readonly figures: RunFigures;
}

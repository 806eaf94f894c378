import type {
  FamilyResult,
  RunConditions,
  RunSummary,
  SearchEntry,
  SearchState,
  SearchSummary,
  Trial,
} from '../../ports/research-store.ts';
import type { RunFigures, TrialState } from '../../../src-shared/domain/search.ts';
import type { StrategyParameters } from '../../../src-shared/domain/strategy-spec.ts';
import { unpackFloats } from './float-column.ts';

/** What lists of runs read. */
export interface RunRow {
  readonly id: string;
  readonly at: number;
  readonly conditions: string;
  readonly parameters: string;
  readonly figures: string;
}

/** A whole run. */
export interface StoredRunRow extends RunRow {
  readonly assumptions: string;
  readonly returns: Uint8Array;
  readonly times: Uint8Array;
  readonly equity: Uint8Array;
  readonly book: Uint8Array;
}

/** A search with its newest state. */
export interface SearchRow {
  readonly id: string;
  readonly at: number;
  readonly conditions: string;
  readonly plan: string;
  readonly state: string;
  readonly stateAt: number;
  readonly recorded: number;
}

/** A trial. */
export interface TrialRow {
  readonly window: number;
  readonly part: string;
  readonly number: number;
  readonly state: string;
  readonly parameters: string;
  readonly objectives: string;
  readonly figures: string;
  readonly returns: Uint8Array;
  readonly problem: string | null;
}

/** One try of a family. */
export interface FamilyResultRow {
  readonly conditions: string;
  readonly parameters: string;
  readonly figures: string;
  readonly returns: Uint8Array;
}

/** A run as lists show it. */
export function runSummaryOf({ id, at, conditions, parameters, figures }: RunRow): RunSummary {
  return {
    id,
    at,
    conditions: JSON.parse(conditions) as RunConditions,
    parameters: JSON.parse(parameters) as StrategyParameters,
    figures: JSON.parse(figures) as RunFigures,
  };
}

/** A search with its state. */
export function searchSummaryOf({ id, at, conditions, plan, state, stateAt, recorded }: SearchRow): SearchSummary {
  const kept = JSON.parse(plan) as Omit<SearchEntry, 'id' | 'at' | 'conditions'>;
  return { ...kept, id, at, conditions: JSON.parse(conditions) as RunConditions, state: state as SearchState, stateAt, recorded };
}

/** A trial as it was kept. */
export function trialOf(row: TrialRow): Trial {
  return {
    window: row.window,
    part: row.part as Trial['part'],
    number: row.number,
    state: row.state as TrialState,
    parameters: JSON.parse(row.parameters) as StrategyParameters,
    objectives: JSON.parse(row.objectives) as (number | null)[],
    figures: JSON.parse(row.figures) as RunFigures,
    dailyReturns: row.returns.length === 0 ? new Float64Array(0) : unpackFloats(row.returns),
    problem: row.problem,
  };
}

/** The conditions of a run or a search as they were kept. */
export function conditionsOf(conditions: string): RunConditions {
  return JSON.parse(conditions) as RunConditions;
}

/** One try of a family as evidence. */
export function familyResultOf({ parameters, figures, returns }: FamilyResultRow, conditions: RunConditions): FamilyResult {
  return {
    conditions,
    parameters: JSON.parse(parameters) as StrategyParameters,
    figures: JSON.parse(figures) as RunFigures,
    dailyReturns: unpackFloats(returns),
  };
}

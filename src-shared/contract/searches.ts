import { type } from '@orpc/contract';
import * as z from 'zod/mini';
import type { MetricResult, MetricUnit } from '../domain/metric.ts';
import type { RunFigures, SearchDimension, SearchMethod, SearchObjective, TrialState } from '../domain/search.ts';
import type { StrategyParameters } from '../domain/strategy-spec.ts';
import { call } from './base.ts';
import { type BarsRequest, barsRequest } from './research.ts';
import { commandId } from './scalars.ts';

const name = z.string().check(z.maxLength(40));
const days = z.nullable(z.int().check(z.gte(1), z.lte(100_000)));

/** How the bars of a walk-forward are cut. Null days are worked out so that the windows fill the bars, in-sample three times as long as out of sample. */
export const windowPlan = z.object({
  inSampleDays: days,
  outOfSampleDays: days,
  /** Windows; null for as many as fit. */
  count: z.nullable(z.int().check(z.gte(1), z.lte(1_000))),
  /** Every window begins with the first one instead of rolling along. */
  anchored: z.boolean(),
});

/** How the bars of a walk-forward are cut. */
export type WindowPlanAsk = z.infer<typeof windowPlan>;

/** A search over parameters of one run: what is varied, how, and what is wanted. */
export const searchRequest = z.object({
  /** Bars, strategy, size, cash and costs; its parameters hold for what is not varied. */
  run: barsRequest,
  space: z.array(z.object({ name, from: z.number(), to: z.number(), step: z.nullable(z.number()) })).check(z.minLength(1), z.maxLength(8)),
  method: z.enum(['grid', 'random', 'tpe', 'nsga2']),
  /** Most trials; a grid tries every combination. */
  trials: z.int().check(z.gte(1), z.lte(100_000)),
  objectives: z.array(z.object({ figure: name, direction: z.enum(['max', 'min']) })).check(z.minLength(1), z.maxLength(3)),
  constraints: z.array(z.object({ figure: name, relation: z.enum(['>=', '<=']), bound: z.number() })).check(z.maxLength(8)),
  /** Of a walk-forward; null searches all bars at once. */
  windows: z.nullable(windowPlan),
});

/** A search as it is asked for. */
export type SearchAsk = z.infer<typeof searchRequest>;

/** A search as the list shows it. */
export interface SearchRow {
  readonly search: string;
  readonly state: 'running' | 'paused' | 'done' | 'cancelled' | 'failed';
  /** Wall time of its beginning, ms UTC. */
  readonly at: number;
  readonly strategy: string;
  /** Of a perpetual the coin that it is on. */
  readonly instrument: string;
  /** Absent where the bars are traded as spot. */
  readonly perpetual?: BarsRequest['perpetual'];
  readonly timeframe: string;
  /** Bars from and to, ms UTC. */
  readonly from: number;
  readonly to: number;
  readonly method: SearchMethod;
  readonly space: readonly SearchDimension[];
  readonly objectives: readonly SearchObjective[];
  /** Windows of a walk-forward; null for a search over all bars at once. */
  readonly windows: number | null;
  /** Trials known of those planned. */
  readonly done: number;
  readonly total: number;
  readonly failed: number;
  /** Trials a second and ms left while it runs; null before they can be told. */
  readonly rate: number | null;
  readonly left: number | null;
  readonly best: { readonly parameters: StrategyParameters; readonly objective: number | null } | null;
  /** Whether the window can go on with it: it knows its bars. */
  readonly resumable: boolean;
  /** What went wrong, a sentence; '' when nothing did. */
  readonly problem: string;
}

/** A trial as the table shows it. */
export interface SearchTrialRow {
  readonly number: number;
  readonly state: TrialState;
  readonly parameters: StrategyParameters;
  readonly figures: RunFigures;
  /** Whether nothing else tried is better in every objective (of those that keep every constraint). */
  readonly front: boolean;
  readonly problem: string;
}

/** One check of the gate in words. */
export interface JudgedCheck {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'not-judged';
  readonly sentence: string;
}

/** Whether the best of everything that was ever tried of a family is more than luck. Sharpe ratios annualised, shares as fractions. */
export interface OverfitView {
  readonly passed: boolean;
  readonly sentence: string;
  readonly checks: readonly JudgedCheck[];
  /** Every try that counts: single backtests and trials of all searches. */
  readonly tries: number;
  /** Results with other leverage, sides or funding: they count as tries, and are not compared. */
  readonly otherContracts: number;
  readonly best: StrategyParameters;
  readonly sharpe: number | null;
  readonly luckySharpe: number | null;
  readonly probabilistic: number | null;
  readonly deflated: number | null;
  readonly overfitting: number | null;
  readonly yearsNeeded: number | null;
  /** Combinatorial purged cross-validation of the choice: a sentence, and the Sharpe ratios of its histories, rising; null where there are too few trials or days. */
  readonly crossValidation: {
    readonly sentence: string;
    readonly splits: number;
    readonly losing: number;
    readonly sharpes: readonly number[];
    /** The same by purged k-fold cross-validation, in one history. */
    readonly folded: number;
  } | null;
  readonly resampledSharpe: readonly [low: number, high: number];
  readonly medianDrawdown: number;
  readonly deepDrawdown: number;
}

/** One window of a walk-forward. Instants in ms UTC, returns as fractions. */
export interface WalkWindowRow {
  readonly inSampleFrom: number;
  readonly outOfSampleFrom: number;
  readonly outOfSampleTo: number;
  /** Whether its choice was tried, or nothing in it could be chosen. */
  readonly complete: boolean;
  /** Null where nothing was accepted, and while it is not complete. */
  readonly chosen: StrategyParameters | null;
  /** The figure that is searched for, where it was chosen and behind it. */
  readonly inSampleFigure: number | null;
  readonly outOfSampleFigure: number | null;
  readonly inSampleReturn: number | null;
  readonly outOfSampleReturn: number | null;
  readonly trades: number | null;
}

/** How far the choice of a parameter moved from window to window. */
export interface ParameterMoves {
  readonly name: string;
  /** One per window; null where nothing was chosen. */
  readonly values: readonly (number | null)[];
  readonly distinct: number;
  /** Mean change from window to window as a share of the range that was searched; null with fewer than two choices. */
  readonly meanMove: number | null;
}

/** A figure of the stitched out-of-sample curve. */
export interface WalkFigure {
  readonly id: string;
  readonly label: string;
  readonly unit: MetricUnit;
  readonly definition: string;
  readonly value: MetricResult;
}

/** What a walk-forward came to so far. Fractions a year where it says annual. */
export interface WalkForwardView {
  /** One sentence; '' before a window is complete. */
  readonly verdict: string;
  readonly windows: readonly WalkWindowRow[];
  readonly complete: number;
  /** Windows that made money out of sample. */
  readonly profitable: number;
  readonly inSampleAnnual: number | null;
  readonly outOfSampleAnnual: number | null;
  /** Annual return out of sample over that in-sample; null unless the latter is above 0. */
  readonly efficiency: number | null;
  readonly stability: readonly ParameterMoves[];
  /** The out-of-sample runs one after the other: equity in the quote asset and the fall from its peak, a fraction up to 0, per UTC day. */
  readonly curve: { readonly times: Float64Array; readonly equity: Float64Array; readonly drawdown: Float64Array };
  readonly quote: string;
  readonly figures: readonly WalkFigure[];
  /** Closed trades out of sample. */
  readonly trades: number;
  /** Every try of the family, those of other runs and searches among them. */
  readonly tries: number;
}

/** The cash of a walk-forward, bought at the first open out of sample and held to the end of its last window: equity in the quote asset and the fall from its peak, a fraction up to 0, per UTC day. */
export interface WalkHoldView {
  readonly times: Float64Array;
  readonly equity: Float64Array;
  readonly drawdown: Float64Array;
}

const change = call.$meta({ privilege: 'unlocked', ratePerSecond: 10 });
const searchId = z.string().check(z.regex(/^[0-9a-z]{16}$/u));
const one = z.object({ command: commandId, search: searchId });

/** Searches for parameters: started, paused, gone on with, and everything they tried. */
export const searchesContract = {
  list: call.input(z.object({})).output(type<{ readonly searches: readonly SearchRow[] }>()),
  start: call
    .$meta({ privilege: 'unlocked', ratePerSecond: 10, shutInReplay: true })
    .input(z.object({ command: commandId, request: searchRequest }))
    .output(type<{ readonly search: string }>()),
  pause: change.input(one).output(type<{ readonly accepted: boolean }>()),
  resume: change.input(one).output(type<{ readonly accepted: boolean }>()),
  cancel: change.input(one).output(type<{ readonly accepted: boolean }>()),
  /** The trials of a search, the newest 5,000 at most, in the order of their numbers. */
  trials: call
    .$meta({ privilege: 'open', ratePerSecond: 20, shutInReplay: true })
    .input(z.object({ search: searchId }))
    .output(type<{ readonly trials: readonly SearchTrialRow[]; readonly total: number }>()),
  /** What a walk-forward came to so far. Fails with `search.unknown` for another search. */
  walk: call
    .$meta({ privilege: 'open', ratePerSecond: 20, shutInReplay: true })
    .input(z.object({ search: searchId }))
    .output(type<WalkForwardView>()),
  /** The same cash held over all windows of a walk-forward, under its costs. Fails where its bars are not there any more. */
  walkHold: call
    .$meta({ privilege: 'open', ratePerSecond: 10, shutInReplay: true })
    .input(z.object({ search: searchId }))
    .output(type<WalkHoldView>()),
  /** Judges everything that was ever tried of the family that a search belongs to. */
  judge: call
    .$meta({ privilege: 'open', ratePerSecond: 2, shutInReplay: true })
    .input(z.object({ search: searchId }))
    .output(type<OverfitView>()),
};

import type { Timeframe } from '../../src-shared/domain/candle.ts';
import type { CostProfile } from '../../src-shared/domain/costs.ts';
import type { HeldAs } from '../../src-shared/domain/arming.ts';
import type { FundingNote } from '../../src-shared/domain/funding.ts';
import type { InstrumentSpec } from '../../src-shared/domain/instrument.ts';
import type { RiskLimits } from '../../src-shared/domain/limits.ts';
import type { RunRecord } from '../../src-shared/domain/report.ts';
import type {
  RunFigures,
  SearchConstraint,
  SearchDimension,
  SearchMethod,
  SearchObjective,
  TrialOutcome,
} from '../../src-shared/domain/search.ts';
import type { SizeRule, StrategyParameters, Ways } from '../../src-shared/domain/strategy-spec.ts';

/** What counts as the same question: one strategy on the same bars. Every trial of a family is evidence against the best of it. */
export interface TrialFamily {
  readonly strategy: string;
  /** Id of the instrument, `BTC/USD.FILE`. */
  readonly instrument: string;
  readonly timeframe: Timeframe;
  /** SHA-256 of the bars, 64 hexadecimal digits. */
  readonly data: string;
}

/** The bars of a run as a person knows them. */
export interface DataNote {
  /** Id in the candle store; null for a file. */
  readonly id: string | null;
  /** File name, or the store's own name. */
  readonly label: string;
  readonly bars: number;
  /** Open of the first bar and close of the last, ms UTC. */
  readonly from: number;
  readonly to: number;
}

/** The recorded order book that a run was played over. */
export interface BookNote {
  /** Id of the recording, `SIM/BTC-USD/2026-11-21`. */
  readonly recording: string;
  /** What orders cancelled at a level did to one that waited there. */
  readonly queue: 'conservative' | 'proportional';
  /** SHA-256 over every message received up to the close of the last bar, hexadecimal. */
  readonly hash: string;
}

/** Everything beside the parameters that a result depends on. */
export interface RunConditions {
  readonly family: TrialFamily;
  readonly data: DataNote;
  readonly instrument: InstrumentSpec;
  /** Starting money, decimal text in the settle asset. */
  readonly cash: string;
  readonly size: SizeRule;
  readonly costs: CostProfile;
  readonly limits: RiskLimits;
  readonly seed: number;
  /** The sides that the strategy was let hold; long where absent. */
  readonly ways?: Ways;
  /** What holding the instrument cost, where it is a perpetual. */
  readonly funding?: FundingNote;
  /** The recorded book that orders were filled from; absent over bars. */
  readonly book?: BookNote;
  /** Version of the program that ran it. */
  readonly engineVersion: string;
  /** SHA-256 of the files of a strategy of the user's own that is searched; absent for a built-in one. */
  readonly strategyHash?: string;
}

/** A single backtest as the store lists it. */
export interface RunSummary {
  /** 16 characters of [0-9a-z]. */
  readonly id: string;
  /** Wall time, ms UTC. */
  readonly at: number;
  readonly conditions: RunConditions;
  readonly parameters: StrategyParameters;
  readonly figures: RunFigures;
}

/** A single backtest with the number that it has for good. */
export interface NumberedRun extends RunSummary {
  /** From 1, never given twice, not even where a run was cancelled. */
  readonly number: number;
  /** Whether it left a report that can be shown again: those of the window did. */
  readonly isReported: boolean;
}

/** A single backtest with all that its report is made from. */
export interface StoredRun extends RunSummary {
  /** What the report says it assumed: plain data. */
  readonly assumptions: unknown;
  /** Return of each UTC day that has a bar. */
  readonly dailyReturns: Float64Array;
  /** Input of `runReport`, exact: curve, fills and cash. */
  readonly record: RunRecord;
}

/** A portfolio's run: what was asked for, what it came to in a few figures, and its report; the latter two are plain data of the window. */
export interface StoredPortfolio {
  /** 16 characters of [0-9a-z]. */
  readonly id: string;
  /** Wall time, ms UTC. */
  readonly at: number;
  readonly request: unknown;
  readonly figures: RunFigures;
  readonly report: unknown;
}

/** What a check of a run came to, as it is kept. */
export interface StoredCheck {
  /** Id of the run. */
  readonly run: string;
  /** `luck`, `leaks`. */
  readonly kind: string;
  /** Wall time of its beginning, ms UTC. */
  readonly at: number;
  /** Version of the program that made it. */
  readonly engine: string;
  /** How it was asked for: plain data. */
  readonly ask: unknown;
  /** What it came to, as its maker wrote it. */
  readonly view: Uint8Array;
}

/** A kept check as the list has it, with the number of its run. */
export interface ListedCheck extends Omit<StoredCheck, 'ask' | 'view'> {
  readonly number: number;
}

/** What the overfit gate said of the best of a family, as it is kept. */
export interface StoredVerdict {
  /** Wall time, ms UTC. */
  readonly at: number;
  readonly family: TrialFamily;
  /** Parameters of the trial that was judged, all of them. */
  readonly parameters: StrategyParameters;
  /** How a perpetual was held; absent of spot. */
  readonly held?: HeldAs;
  /** SHA-256 of the files of a strategy of the user's own, as it was when the trial was run; null for a built-in one. */
  readonly strategyHash: string | null;
  /** Version of the program that ran the trial. */
  readonly engine: string;
  readonly passed: boolean;
  /** The verdict, and of a failed one the checks that failed: sentences. */
  readonly sentence: string;
  /** How often the family had been tried by then. */
  readonly tries: number;
  /** Open of the first bar and close of the last, ms UTC. */
  readonly from: number;
  readonly to: number;
}

/** One window of a walk-forward: instants in ms UTC, `to` excluded. */
export interface SearchWindow {
  readonly inSampleFrom: number;
  readonly inSampleTo: number;
  readonly outOfSampleFrom: number;
  readonly outOfSampleTo: number;
}

/** Why a search is not running: asked to wait, complete, ended for good by a person, or broken by a fault. */
export type SearchState = 'running' | 'paused' | 'done' | 'cancelled' | 'failed';

/** An optimiser job as it was asked for; with its trials it can be gone on with at any time. */
export interface SearchEntry {
  /** 16 characters of [0-9a-z]. */
  readonly id: string;
  /** Wall time of its beginning, ms UTC. */
  readonly at: number;
  readonly conditions: RunConditions;
  readonly space: readonly SearchDimension[];
  /** Values of the parameters that are not varied. */
  readonly fixed: StrategyParameters;
  readonly method: SearchMethod;
  /** Most trials (of each window). */
  readonly trials: number;
  readonly objectives: readonly SearchObjective[];
  readonly constraints: readonly SearchConstraint[];
  /** Windows of a walk-forward; null for a search over all bars. */
  readonly windows: readonly SearchWindow[] | null;
}

/** A search as the store lists it. */
export interface SearchSummary extends SearchEntry {
  readonly state: SearchState;
  /** Wall time since which it is in that state. */
  readonly stateAt: number;
  /** Trials that are recorded, whatever became of them. */
  readonly recorded: number;
}

/** One trial of a search, as it is kept. */
export interface Trial extends TrialOutcome {
  /** Index into the search's windows; 0 without windows. Numbers count from 0 in each window. */
  readonly window: number;
  /** An out-of-sample run of a window's choice has number 0. */
  readonly part: 'in-sample' | 'out-of-sample';
  /** Values of the search's objectives, in their order; null where a figure has no value. */
  readonly objectives: readonly (number | null)[];
  /** Return of each UTC day that has a bar; empty unless the trial is ok. */
  readonly dailyReturns: Float64Array;
  /** Why it is not ok, as a sentence; null when it is. */
  readonly problem: string | null;
}

/** How often a family has been tried. What was pruned was never run and does not count. */
export interface TrialCount {
  /** Single backtests. */
  readonly runs: number;
  /** Trials of searches, in-sample and out-of-sample, failed ones among them. */
  readonly trials: number;
  /** Both together. */
  readonly total: number;
}

/** The result of one try of a family: a single backtest or an in-sample trial of a search over all bars. */
export interface FamilyResult {
  readonly conditions: RunConditions;
  readonly parameters: StrategyParameters;
  readonly figures: RunFigures;
  readonly dailyReturns: Float64Array;
}

/**
 * Everything that was ever tried, kept for ever: rows are only added. Several processes may write at once.
 * Every call throws `disk.full` or `disk.failed` when the file cannot be read or written.
 */
export interface ResearchStore {
  /** Keeps a single backtest. */
  addRun(run: StoredRun): void;
  /** Gives a run its number before it begins; a run that is kept without one is given the next. The same run has the same number. */
  numberRun(id: string, at: number): number;
  /** Single backtests, newest first. */
  runs(count: number): readonly NumberedRun[];
  /** A single backtest by its whole id, or null. */
  run(id: string): StoredRun | null;
  /** Keeps a portfolio's run. It is no try of a family: its strategies share an account. */
  addPortfolio(portfolio: StoredPortfolio): void;
  /** Portfolios' runs without their reports, newest first. */
  portfolios(count: number): readonly (Omit<StoredPortfolio, 'report'> & { readonly number: number })[];
  /** A portfolio's run by its whole id, or null. */
  portfolio(id: string): StoredPortfolio | null;
  /** Keeps what a check of a run came to; those before it stay. */
  addCheck(check: StoredCheck): void;
  /** The newest check of each run and kind, without what it came to. */
  checks(): readonly ListedCheck[];
  /** The newest check of a kind of a run, or null. */
  check(run: string, kind: string): StoredCheck | null;
  /** Keeps what the overfit gate said; what it said before stays. */
  addVerdict(verdict: StoredVerdict): void;
  /** What the overfit gate ever said of a strategy on an instrument and timeframe, over whatever bars, newest first. */
  verdicts(of: Omit<TrialFamily, 'data'>): readonly StoredVerdict[];
  /** Keeps a search before its first trial; its state is `running`. */
  addSearch(search: SearchEntry): void;
  /** Notes what has become of a search; a state that it already has is not noted again. */
  setSearchState(id: string, state: SearchState, at: number): void;
  /** Searches, newest first. */
  searches(count: number): readonly SearchSummary[];
  /** The search whose id is, or alone begins with, `id`; null when there is none or several begin so. */
  search(id: string): SearchSummary | null;
  /** Keeps trials of a search, all or none; a trial that is already there stays as it is. */
  addTrials(search: string, trials: readonly Trial[]): void;
  /** Every trial of a search: by window, in-sample first, by number. */
  trials(search: string): readonly Trial[];
  /** The same, the daily returns of in-sample trials left empty: they are most of what a search weighs. */
  outcomes(search: string): readonly Trial[];
  /** How often a family has been tried, over all runs and searches. */
  trialCount(family: TrialFamily): TrialCount;
  /** Every ok result of a family over all of its bars, oldest first, read as the caller asks for it; until it has read them all the store answers nothing else. */
  familyResults(family: TrialFamily): IterableIterator<FamilyResult>;
  close(): void;
}

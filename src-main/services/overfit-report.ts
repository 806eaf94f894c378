import { heldAs, type HeldAs } from '../../src-shared/domain/arming.ts';
import type { StrategyParameters } from '../../src-shared/domain/strategy-spec.ts';
import { endsInRuin } from '../../src-shared/domain/daily-returns.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import { Sfc32 } from '../../src-shared/kernel/random.ts';
import { DAYS_PER_YEAR } from '../../src-shared/kernel/time.ts';
import { backtestOverfitting } from '../core/research/backtest-overfitting.ts';
import { choicesSentence, combinatorialPaths, foldedSharpe } from '../core/research/combinatorial-paths.ts';
import { isSameContract } from '../core/research/same-contract.ts';
import { choices } from '../core/research/cross-validation.ts';
import { type GateVerdict, judgeOverfit } from '../core/research/gate.ts';
import { sharpeOfReturns } from '../core/research/moments.ts';
import { bootstrapReturns, intervalOf, quantileOf } from '../core/research/resampling.ts';
import { type Rerun, type RerunEvidence, rerunEvidence } from './rerun-evidence.ts';
import type { FamilyResult, ResearchStore, RunConditions, TrialCount, TrialFamily } from '../ports/research-store.ts';

/** What choosing the best of a family's trials on one half of the days was worth on the other. */
export interface SelectionFigures {
  readonly blocks: number;
  readonly splits: number;
  readonly probability: number;
  readonly degradation: number;
  readonly lossProbability: number;
}

/** What choosing among the trials came to on days that had no say in the choice; Sharpe ratios annualised, returns as fractions. */
export interface CrossValidation {
  readonly groups: number;
  readonly tested: number;
  readonly splits: number;
  /** Days that are purged before a tested group, and behind it beside the embargo. */
  readonly span: number;
  readonly embargo: number;
  /** One per whole history, rising. */
  readonly sharpes: readonly number[];
  readonly returns: readonly number[];
  readonly losing: number;
  readonly chosen: number;
  /** Of purged and embargoed k-fold cross-validation with as many folds as groups. */
  readonly folded: number;
  readonly sentence: string;
}

/** What the best trial's days come to when blocks of them are drawn anew; Sharpe ratios annualised, drawdowns as fractions. */
export interface ResampledFigures {
  readonly runs: number;
  readonly blockDays: number;
  /** Middle 95 % of the Sharpe ratios. */
  readonly sharpe: readonly [low: number, high: number];
  readonly medianDrawdown: number;
  /** Exceeded by one resample in twenty. */
  readonly deepDrawdown: number;
}

/** The overfit page of a family. */
export interface OverfitReport {
  readonly family: TrialFamily;
  readonly tries: TrialCount;
  /** Results over all of the family's bars that the figures are of. */
  readonly results: number;
  /** Results of the family with other leverage, sides or funding: they count as tries, and are no evidence. */
  readonly otherContracts: number;
  readonly best: {
    readonly parameters: StrategyParameters;
    readonly days: number;
    readonly trades: number;
    /** Over all bars, a fraction. */
    readonly totalReturn: number;
    /** SHA-256 of the files of a strategy of the user's own, as it was then; null for a built-in one. */
    readonly strategyHash: string | null;
    /** How a perpetual was held; absent of spot. */
    readonly held?: HeldAs;
    /** Version of the program that ran it. */
    readonly engine: string;
    /** Open of the first bar and close of the last, ms UTC. */
    readonly from: number;
    readonly to: number;
  };
  readonly verdict: GateVerdict;
  /** null where fewer than two trials traded, the days are too few, or the trials too many to be held in memory. */
  readonly selection: SelectionFigures | null;
  /** null where the same holds. */
  readonly crossValidation: CrossValidation | null;
  readonly resampled: ResampledFigures;
  /** What the best trial's own trades show; null where it was not run again. */
  readonly rerun: RerunEvidence | null;
}

/** How a report is made. */
export interface OverfitPlan {
  /** Of a run or search of the family: what is judged are results with its leverage, sides and funding. */
  readonly conditions: RunConditions;
  readonly seed: number;
  readonly resamples: number;
  /** Runs the best trial again on the family's bars, so that its entries can be judged; null where that cannot be done. */
  readonly runAgain: ((parameters: StrategyParameters) => Rerun) | null;
}

/** Numbers of blocks that are tried, and the most work a selection may be: splits times trials. */
const BLOCKS = [16, 14, 12, 10, 8, 6] as const;
const MOST_WORK = 10_000_000;
const DAYS_PER_BLOCK = 5;

/** Most daily returns that are held at once: about 160 MB. */
const MOST_RETURNS = 20_000_000;

/** Results that traded, and what is needed of all of them. */
class FamilyRead {
  results = 0;
  ruined = 0;
  readonly sharpes: number[] = [];
  /** Mean days that a trade was held, of each trial that says so. */
  readonly holdings: number[] = [];
  returns: Float64Array[] | null = [];
  best: FamilyResult | null = null;

  private bestSharpe = Number.NEGATIVE_INFINITY;
  private held = 0;

  add(result: FamilyResult): void {
    this.results += 1;
    const sharpe = sharpeOfReturns(result.dailyReturns);
    // Exactly 0 is a trial that stood still: it is counted as a try, but says nothing of how far luck spreads.
    if (sharpe === 0) return;
    this.sharpes.push(sharpe);
    // Whoever lost everything may have looked well for long; nobody would choose that.
    const ruined = endsInRuin(result.dailyReturns);
    if (ruined) this.ruined += 1;
    if (!ruined && sharpe > this.bestSharpe) {
      this.bestSharpe = sharpe;
      this.best = result;
    }
    const [exposure, trades] = [result.figures['exposure'] ?? 0, result.figures['trades'] ?? 0];
    if (exposure > 0 && trades > 0) this.holdings.push((exposure * result.dailyReturns.length) / trades);
    this.held += result.dailyReturns.length;
    if (this.held > MOST_RETURNS) this.returns = null;
    else this.returns?.push(result.dailyReturns);
  }
}

/** Returns that ended in ruin go on as nothing, so that all have the same days. */
function sameLength(trials: readonly Float64Array[], days: number): Float64Array[] {
  return trials.map((each) => {
    if (each.length === days) return each;
    const padded = new Float64Array(days);
    padded.set(each);
    return padded;
  });
}

function selectionOf({ returns }: FamilyRead): SelectionFigures | null {
  if (returns === null || returns.length < 2) return null;
  const days = returns.reduce((most, each) => Math.max(most, each.length), 0);
  const blocks = BLOCKS.find((each) => days >= each * DAYS_PER_BLOCK && choices(each, each / 2) * returns.length <= MOST_WORK);
  if (blocks === undefined) return null;
  const { probability, degradation, lossProbability, logits } = backtestOverfitting(sameLength(returns, days), blocks);
  return { blocks, splits: logits.length, probability, degradation, lossProbability };
}

/** Groups of days, those tested at a time, and the share of the days under embargo: as in the book. */
const GROUPS = 10;
const TESTED = 2;
const EMBARGO = 0.01;
/** A trade is taken to last at most this share of a group, or too little would be left to choose by. */
const LONGEST_SPAN = 0.25;

function crossValidationOf({ returns, holdings }: FamilyRead, best: number): CrossValidation | null {
  if (returns === null || returns.length < 2) return null;
  const days = returns.reduce((most, each) => Math.max(most, each.length), 0);
  if (days < GROUPS * DAYS_PER_BLOCK) return null;
  const middle = holdings.toSorted((a, b) => a - b)[Math.floor(holdings.length / 2)] ?? 1;
  const span = Math.max(1, Math.min(Math.ceil(middle), Math.floor((days / GROUPS) * LONGEST_SPAN)));
  const plan = { groups: GROUPS, tested: TESTED, span, embargo: Math.ceil(EMBARGO * days) };
  const all = sameLength(returns, days);
  const found = combinatorialPaths(all, plan);
  const folded = foldedSharpe(all, plan);
  if (found === null || folded === null) return null;
  const perYear = Math.sqrt(DAYS_PER_YEAR);
  const { splits, losing, chosen } = found;
  return {
    ...plan,
    ...{ splits, losing, chosen },
    sharpes: Array.from(found.sharpes, (sharpe) => sharpe * perYear),
    returns: [...found.returns],
    folded: folded * perYear,
    sentence: choicesSentence(found, perYear, best * perYear),
  };
}

function resampledOf(returns: Float64Array, { seed, resamples }: OverfitPlan): ResampledFigures {
  const { sharpes, drawdowns, blockLength } = bootstrapReturns(returns, { runs: resamples, random: new Sfc32(seed) });
  const [low, high] = intervalOf(sharpes, 0.95);
  const perYear = Math.sqrt(DAYS_PER_YEAR);
  return {
    runs: resamples,
    blockDays: blockLength,
    sharpe: [low * perYear, high * perYear],
    medianDrawdown: quantileOf(drawdowns, 0.5),
    deepDrawdown: quantileOf(drawdowns, 0.95),
  };
}

/**
 * Judges the best of everything that was ever tried of a family, by its UTC-daily returns. Fails with `research.nothing-tried` where no
 * result of it traded, with `research.all-ruined` where every one that did lost all its money.
 */
export function overfitReport(store: Pick<ResearchStore, 'trialCount' | 'familyResults'>, plan: OverfitPlan): OverfitReport {
  const { family } = plan.conditions;
  const tries = store.trialCount(family);
  const read = new FamilyRead();
  let otherContracts = 0;
  for (const result of store.familyResults(family)) {
    if (isSameContract(result.conditions, plan.conditions)) read.add(result);
    else otherContracts += 1;
  }
  const { best } = read;
  const { strategy, instrument } = family;
  if (best === null) throw new Fault(read.ruined > 0 ? 'research.all-ruined' : 'research.nothing-tried', { strategy, instrument });
  const selection = selectionOf(read);
  const trades = best.figures['trades'] ?? 0;
  const { runAgain, seed, resamples } = plan;
  const rerun = runAgain === null ? null : rerunEvidence(runAgain(best.parameters), { seed, runs: resamples });
  const verdict = judgeOverfit({
    returns: best.dailyReturns,
    periodsPerYear: DAYS_PER_YEAR,
    trades,
    trials: tries.total,
    trialSharpes: Float64Array.from(read.sharpes),
    overfitting: selection?.probability ?? null,
    entryPValue: rerun?.entries?.pValue ?? null,
  });
  return {
    family,
    tries,
    results: read.results,
    otherContracts,
    best: {
      ...{ parameters: best.parameters, days: best.dailyReturns.length, trades, totalReturn: best.figures['totalReturn'] ?? 0 },
      ...{ strategyHash: best.conditions.strategyHash ?? null, engine: best.conditions.engineVersion },
      ...{ from: best.conditions.data.from, to: best.conditions.data.to },
      ...heldAs(best.conditions.instrument, best.conditions.ways),
    },
    verdict,
    selection,
    crossValidation: crossValidationOf(read, sharpeOfReturns(best.dailyReturns)),
    resampled: resampledOf(best.dailyReturns, plan),
    rerun,
  };
}

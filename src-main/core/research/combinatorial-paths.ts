import { invariant, unwrap } from '../../../src-shared/kernel/result.ts';
import { combinatorialSplits, type LabelSpans, purgedFolds, type PurgedSplit } from './cross-validation.ts';
import { sharpeOfReturns } from './moments.ts';
import type { Distribution } from './resampling.ts';

/** How a family's days are split. */
export interface PathPlan {
  /** Contiguous groups of days, and how many are tested in each split. */
  readonly groups: number;
  readonly tested: number;
  /** Days that a trade lasts: what a day's return may hang on. */
  readonly span: number;
  /** Days behind a tested group that nothing is chosen by. */
  readonly embargo: number;
}

/** What choosing among a family's trials comes to on days that had no say in the choice. */
export interface PathChoices {
  readonly splits: number;
  /** Sharpe ratios per period of the whole histories, rising. */
  readonly sharpes: Distribution;
  /** Their compounded returns, rising. */
  readonly returns: Distribution;
  /** Histories that lost. */
  readonly losing: number;
  /** Different trials that were chosen over all splits. */
  readonly chosen: number;
}

/** The trial with the best Sharpe ratio over some days; of equals the first. */
function bestOver(trials: readonly Float64Array[], days: readonly number[]): number {
  const seen = new Float64Array(days.length);
  let best = 0;
  let highest = Number.NEGATIVE_INFINITY;
  for (const [trial, returns] of trials.entries()) {
    for (let i = 0; i < days.length; i += 1) seen[i] = returns[days[i]!]!;
    const sharpe = sharpeOfReturns(seen);
    if (sharpe <= highest) continue;
    highest = sharpe;
    best = trial;
  }
  return best;
}

/**
 * Combinatorial purged cross-validation of a choice (M. Lopez de Prado, "Advances in Financial Machine Learning", 2018, chapter 12): in
 * every split the trial with the best Sharpe ratio on the days that are neither tested nor purged nor under embargo is taken, and its
 * returns on the tested days stand for it there. The tested groups of all splits make up whole histories in which no day had a say in the
 * choice that it judges. `trials` hold the returns per day of every trial, all over the same days. Null where a split has too few days left.
 */
export function combinatorialPaths(trials: readonly Float64Array[], { groups, tested, span, embargo }: PathPlan): PathChoices | null {
  const days = daysOf(trials);
  const { splits, paths } = unwrap(combinatorialSplits(spansOf(days, span), { groups, tested, embargo }));
  const chosen = chosenIn(splits, trials);
  if (chosen === null) return null;
  const histories = paths.map((path) => historyOf(path, { trials, chosen, days, groups }));
  const returns = Float64Array.from(histories, (history) => compounded(history) - 1);
  return {
    splits: splits.length,
    sharpes: Float64Array.from(histories, sharpeOfReturns).sort(),
    losing: returns.filter((each) => each < 0).length,
    returns: returns.sort(),
    chosen: new Set(chosen).size,
  };
}

/** What one unit of money comes to; what is lost is not earned back. */
function compounded(returns: Float64Array): number {
  return returns.reduce((worth, each) => (worth > 0 ? worth * (1 + each) : worth), 1);
}

/**
 * The same by purged and embargoed k-fold cross-validation (the same book, chapter 7): each group is tested once, and the Sharpe ratio per
 * day of the one history that this makes is given. Null where a fold has too few days left.
 */
export function foldedSharpe(trials: readonly Float64Array[], { groups, span, embargo }: Omit<PathPlan, 'tested'>): number | null {
  const days = daysOf(trials);
  const splits = unwrap(purgedFolds(spansOf(days, span), groups, embargo));
  const chosen = chosenIn(splits, trials);
  if (chosen === null) return null;
  const path = splits.map((_, fold) => fold);
  return sharpeOfReturns(historyOf(path, { trials, chosen, days, groups }));
}

/** Days that a choice is made by at least. */
const LEAST_DAYS = 20;

function daysOf(trials: readonly Float64Array[]): number {
  const days = trials[0]?.length ?? 0;
  invariant(
    trials.every((each) => each.length === days),
    'all trials of a family have the same days',
  );
  return days;
}

/** Each day hangs on itself and on those after it that a trade lasts. */
function spansOf(days: number, span: number): LabelSpans {
  const from = Float64Array.from({ length: days }, (_, day) => day);
  return { from, to: from.map((day) => day + span - 1) };
}

/** Per split the trial that it chooses; null where one has too few days to choose by. */
function chosenIn(splits: readonly PurgedSplit[], trials: readonly Float64Array[]): readonly number[] | null {
  if (splits.some(({ train }) => train.length < LEAST_DAYS)) return null;
  return splits.map(({ train }) => bestOver(trials, train));
}

interface Choice {
  readonly trials: readonly Float64Array[];
  /** Per split the trial that it chose. */
  readonly chosen: readonly number[];
  readonly days: number;
  readonly groups: number;
}

/** The daily returns of one history: group by group those of the trial that its split chose. */
function historyOf(path: readonly number[], { trials, chosen, days, groups }: Choice): Float64Array {
  const history = new Float64Array(days);
  for (const [group, split] of path.entries()) {
    const returns = trials[chosen[split]!]!;
    const end = Math.floor(((group + 1) * days) / groups);
    for (let day = Math.floor((group * days) / groups); day < end; day += 1) history[day] = returns[day]!;
  }
  return history;
}

/** What the histories say in one sentence. `perYear` turns a Sharpe ratio into one a year, `best` is the best trial's on all days, a year. */
export function choicesSentence({ splits, sharpes, losing, chosen }: PathChoices, perYear: number, best: number): string {
  const ratio = (at: number): string => (sharpes[at]! * perYear).toFixed(2);
  const count = sharpes.length;
  const middle = ratio(Math.floor((count - 1) / 2));
  const lost = losing === 0 ? 'none of them lost' : `${String(losing)} of them lost`;
  const told =
    `chosen ${String(splits)} times without the days it was then tried on, it came to a Sharpe ratio of ${middle} a year in the middle of ` +
    `${String(count)} histories (${ratio(0)} to ${ratio(count - 1)}); ${lost}. The best trial shows ${best.toFixed(2)} on the days that chose it; ` +
    `${chosen === 1 ? 'it was chosen every time' : `${String(chosen)} different ones were chosen`}.`;
  if (losing * 2 > count) return `The choice does not hold: ${told}`;
  return losing > 0 ? `The choice holds in part: ${told}` : `The choice holds: ${told}`;
}

import { type Result, err, ok } from '../../../src-shared/kernel/result.ts';

/** When each observation's label begins and is known, ms UTC or bar numbers; starts do not fall, and no end is before its start. */
export interface LabelSpans {
  readonly from: Float64Array;
  readonly to: Float64Array;
}

/** One split: what is tested, and what may be learned from without having seen anything of it. */
export interface PurgedSplit {
  /** Groups that are tested, rising. */
  readonly groups: readonly number[];
  /** Indices of observations, rising. */
  readonly test: readonly number[];
  readonly train: readonly number[];
}

/** How observations are split. */
export interface SplitPlan {
  /** Contiguous groups that the observations are cut into. */
  readonly groups: number;
  /** Groups that are tested in each split. */
  readonly tested: number;
  /** Time after a tested group during which nothing is learned from, in the unit of the spans. */
  readonly embargo: number;
}

/** Splits, and how their tested groups are put together to whole histories. */
export interface CombinatorialSplits {
  readonly splits: readonly PurgedSplit[];
  /** Per path the split that each group's test is taken from: every path holds every observation once. */
  readonly paths: readonly (readonly number[])[];
}

/** Most splits that a plan may come to. */
const MOST_SPLITS = 20_000;

/** Number of ways to choose k of n. */
export function choices(n: number, k: number): number {
  let product = 1;
  for (let i = 1; i <= k; i += 1) product = (product * (n - k + i)) / i;
  return Math.round(product);
}

function combinations(n: number, k: number): number[][] {
  const chosen: number[][] = [];
  const grow = (from: number, head: readonly number[]): void => {
    if (head.length === k) {
      chosen.push([...head]);
      return;
    }
    for (let i = from; i <= n - (k - head.length); i += 1) grow(i + 1, [...head, i]);
  };
  grow(0, []);
  return chosen;
}

/** From the first label of a group to its last end, which need not be the last label's. */
function hull({ from, to }: LabelSpans, first: number, end: number): { readonly from: number; readonly to: number } {
  let latest = to[first]!;
  for (let i = first + 1; i < end; i += 1) latest = Math.max(latest, to[i]!);
  return { from: from[first]!, to: latest };
}

function planProblem({ groups, tested, embargo }: SplitPlan, count: number): string | null {
  if (!Number.isInteger(groups) || groups < 2) return 'at least two groups are needed.';
  if (groups > count) return `there are ${count} observations for ${groups} groups.`;
  if (!Number.isInteger(tested) || tested < 1 || tested >= groups) return `from 1 to ${groups - 1} groups can be tested at a time.`;
  if (!(embargo >= 0)) return 'an embargo is not negative.';
  if (choices(groups, tested) > MOST_SPLITS) return `that makes more than ${MOST_SPLITS} splits.`;
  return null;
}

/**
 * Combinatorial purged cross-validation: every choice of `tested` groups is a split, and the tests make up C(groups, tested) * tested /
 * groups whole paths. What overlaps a tested group's labels in time is not learned from (purged), nor is what begins within the
 * embargo after them (M. Lopez de Prado, "Advances in Financial Machine Learning", 2018, chapters 7 and 12). Fails with `input.invalid`
 * for a plan that cannot be.
 */
export function combinatorialSplits(spans: LabelSpans, plan: SplitPlan): Result<CombinatorialSplits> {
  const count = spans.from.length;
  const problem = planProblem(plan, count);
  if (problem !== null) return err('input.invalid', { field: 'cross-validation', problem });
  const bounds = Array.from({ length: plan.groups + 1 }, (_, group) => Math.floor((group * count) / plan.groups));
  const hulls = bounds.slice(1).map((end, group) => hull(spans, bounds[group]!, end));
  const splits = combinations(plan.groups, plan.tested).map((groups): PurgedSplit => {
    const test: number[] = [];
    const train: number[] = [];
    for (let group = 0; group < plan.groups; group += 1) {
      const tested = groups.includes(group);
      for (let i = bounds[group]!; i < bounds[group + 1]!; i += 1) {
        if (tested) test.push(i);
        else if (groups.every((each) => apart(spans, i, hulls[each]!, plan.embargo))) train.push(i);
      }
    }
    return { groups, test, train };
  });
  return ok({ splits, paths: pathsOf(splits, plan) });
}

function apart(spans: LabelSpans, i: number, tested: { readonly from: number; readonly to: number }, embargo: number): boolean {
  return spans.to[i]! < tested.from || spans.from[i]! > tested.to + embargo;
}

/** The j-th path takes of every group the j-th split that tests it. */
function pathsOf(splits: readonly PurgedSplit[], plan: SplitPlan): number[][] {
  const testing = Array.from({ length: plan.groups }, (_, group) =>
    splits.flatMap((split, index) => (split.groups.includes(group) ? [index] : [])),
  );
  return testing[0]!.map((_, path) => testing.map((indices) => indices[path]!));
}

/** Purged and embargoed k-fold cross-validation (the same book, chapter 7): each of `folds` contiguous groups is tested once. */
export function purgedFolds(spans: LabelSpans, folds: number, embargo: number): Result<readonly PurgedSplit[]> {
  const made = combinatorialSplits(spans, { groups: folds, tested: 1, embargo });
  return made.ok ? ok(made.value.splits) : made;
}

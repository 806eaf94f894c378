import type { SearchConstraint, SearchObjective, TrialOutcome } from '../../../../src-shared/domain/search.ts';

/** How good a trial is: first by what it breaks, then by its costs. */
export interface Score {
  /** 0 when every constraint is kept; without a value of an objective the largest double, infinite when the trial did not run. */
  readonly violation: number;
  /** The objectives, each turned so that less is better. */
  readonly costs: readonly number[];
}

/** What a search wants. */
export interface Goal {
  readonly objectives: readonly SearchObjective[];
  readonly constraints: readonly SearchConstraint[];
}

/** The score of a trial. A broken constraint counts with its distance as a share of its bound (of 1 where the bound is smaller), summed. */
export function scoreOf({ state, figures }: Pick<TrialOutcome, 'state' | 'figures'>, { objectives, constraints }: Goal): Score {
  const values = objectives.map(({ figure, direction }) => {
    const value = figures[figure] ?? null;
    return value === null || direction === 'min' ? value : -value;
  });
  const costs = values.map((value) => value ?? 0);
  if (state !== 'ok') return { violation: Number.POSITIVE_INFINITY, costs };
  if (values.includes(null)) return { violation: Number.MAX_VALUE, costs };
  let violation = 0;
  for (const { figure, relation, bound } of constraints) {
    const value = figures[figure] ?? null;
    if (value === null) return { violation: Number.MAX_VALUE, costs };
    const short = relation === '>=' ? bound - value : value - bound;
    if (short > 0) violation += short / Math.max(1, Math.abs(bound));
  }
  return { violation, costs };
}

/** Whether one score is better than another in something and worse in nothing; what breaks less goes before everything (Deb et al., 2002, section VI). */
export function dominates(a: Score, b: Score): boolean {
  if (a.violation !== b.violation) return a.violation < b.violation;
  if (a.violation > 0) return false;
  let better = false;
  for (let i = 0; i < a.costs.length; i += 1) {
    if (a.costs[i]! > b.costs[i]!) return false;
    if (a.costs[i]! < b.costs[i]!) better = true;
  }
  return better;
}

/** Order by violation, then by the first objective: the best first. */
export function compareScores(a: Score, b: Score): number {
  if (a.violation !== b.violation) return a.violation < b.violation ? -1 : 1;
  return a.costs[0]! - b.costs[0]!;
}

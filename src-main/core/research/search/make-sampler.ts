import type { SearchMethod } from '../../../../src-shared/domain/search.ts';
import { err, ok, type Result } from '../../../../src-shared/kernel/result.ts';
import { Sfc32 } from '../../../../src-shared/kernel/random.ts';
import { GridSampler } from './grid-sampler.ts';
import { Nsga2Sampler } from './nsga2-sampler.ts';
import { RandomSampler } from './random-sampler.ts';
import type { Sampler, SamplerPlan } from './sampler.ts';
import type { Goal } from './scores.ts';
import { type SearchSpace, Unseen } from './search-space.ts';
import { TpeSampler } from './tpe-sampler.ts';

/** Most combinations of a grid. */
const LARGEST_GRID = 1_000_000;

/** The sampler of a method, fresh. Fails with `search.invalid` where a method cannot search a space or for a goal. */
export function makeSampler(method: SearchMethod, space: SearchSpace, goal: Goal, plan: SamplerPlan): Result<Sampler> {
  if (space.dimensions.length === 0)
    return err('search.invalid', { problem: 'no parameter is varied; give a range such as --range fast=5:50:5.' });
  if (method === 'grid') {
    if (space.size === Number.POSITIVE_INFINITY)
      return err('search.invalid', { problem: 'a grid needs a step for every range, such as --range k=1:3:0.5.' });
    if (space.size > LARGEST_GRID)
      return err('search.invalid', {
        problem: `the grid has ${String(space.size)} combinations, more than ${String(LARGEST_GRID)}; take larger steps or another method.`,
      });
    const grid = new GridSampler(space);
    return grid.total === 0 ? err('search.invalid', { problem: 'the strategy refuses every combination of these ranges.' }) : ok(grid);
  }
  const allowed = new Unseen(space).next(new Sfc32(plan.seed), () => space.middle());
  if (allowed === null) return err('search.invalid', { problem: 'the strategy refuses every combination of these ranges that was tried.' });
  if (method === 'tpe' && goal.objectives.length > 1)
    return err('search.invalid', { problem: 'tpe takes one objective; nsga2, random and grid take several.' });
  if (method === 'random') return ok(new RandomSampler(space, plan));
  return ok(method === 'tpe' ? new TpeSampler(space, goal, plan) : new Nsga2Sampler(space, goal, plan));
}

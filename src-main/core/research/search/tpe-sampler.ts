import type { Proposal, TrialOutcome } from '../../../../src-shared/domain/search.ts';
import { mixSeed, type Random, Sfc32 } from '../../../../src-shared/kernel/random.ts';
import { Parzen } from './parzen.ts';
import type { Sampler, SamplerPlan } from './sampler.ts';
import { compareScores, type Goal, type Score, scoreOf } from './scores.ts';
import { type Point, type SearchSpace, Unseen } from './search-space.ts';

/** Trials drawn by chance before anything is learnt. */
const STARTING = 20;
/** A trial is chosen by all that were asked for at least so many trials before it: that many may run at once, whatever their order. */
export const TPE_LAG = 8;
/** Candidates drawn for each parameter. */
const CANDIDATES = 24;
/** The share of trials that counts as good, and the most of them. */
const GOOD_SHARE = 0.1;
const MOST_GOOD = 25;
/** Draws from the good ones before chance is asked for what is new. */
const DRAWS = 50;

/**
 * Tree-structured Parzen estimator for one objective (J. Bergstra et al., "Algorithms for Hyper-Parameter Optimization", 2011): what is tried next is drawn where
 * good trials are dense and takes, parameter by parameter, the candidate with the largest ratio of the good density to the other. What breaks a constraint is never good before what keeps it.
 */
export class TpeSampler implements Sampler {
  readonly total: number;
  private readonly space: SearchSpace;
  private readonly goal: Goal;
  private readonly seed: number;
  private readonly unseen: Unseen;
  private readonly points: Point[] = [];
  private readonly scores: (Score | undefined)[] = [];

  constructor(space: SearchSpace, goal: Goal, { trials, seed }: SamplerPlan) {
    this.total = Math.min(trials, space.size);
    this.space = space;
    this.goal = goal;
    this.seed = seed;
    this.unseen = new Unseen(space);
  }

  ask(): Proposal | null {
    const number = this.points.length;
    if (number >= this.total) return null;
    const known = Math.max(0, number + 1 - TPE_LAG);
    for (let i = 0; i < known; i += 1) if (this.scores[i] === undefined) return null;
    const random = new Sfc32(mixSeed(this.seed, number));
    const point =
      number < STARTING
        ? this.unseen.next(random, () => this.space.anywhere(random))
        : this.unseen.next(random, this.chooser(known, random), DRAWS);
    if (point === null) return null;
    this.points.push(point);
    return { number, parameters: this.space.parametersAt(point) };
  }

  tell(outcome: Pick<TrialOutcome, 'number' | 'state' | 'figures'>): void {
    this.scores[outcome.number] = scoreOf(outcome, this.goal);
  }

  private chooser(known: number, random: Random): () => Point {
    const order = Array.from({ length: known }, (_, i) => i).sort((a, b) => compareScores(this.scores[a]!, this.scores[b]!) || a - b);
    const good = Math.min(MOST_GOOD, Math.ceil(GOOD_SHARE * known));
    const estimators = this.space.dimensions.map((_, dimension) => {
      const [low, high] = this.space.bounds(dimension);
      const coordinates = order.map((i) => this.points[i]![dimension]!);
      return { good: new Parzen(coordinates.slice(0, good), low, high), rest: new Parzen(coordinates.slice(good), low, high) };
    });
    return () => estimators.map((pair, dimension) => this.candidate(pair, dimension, random));
  }

  private candidate(pair: { readonly good: Parzen; readonly rest: Parzen }, dimension: number, random: Random): number {
    let best = 0;
    let most = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < CANDIDATES; i += 1) {
      const value = this.space.snap(dimension, pair.good.draw(random));
      const gain = pair.good.logDensity(value) - pair.rest.logDensity(value);
      if (gain <= most) continue;
      most = gain;
      best = value;
    }
    return best;
  }
}

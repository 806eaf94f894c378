import type { Proposal, TrialOutcome } from '../../../../src-shared/domain/search.ts';
import { mixSeed, type Random, Sfc32 } from '../../../../src-shared/kernel/random.ts';
import { crowdingDistances, nonDominatedFronts } from './pareto.ts';
import type { Sampler, SamplerPlan } from './sampler.ts';
import { type Goal, type Score, scoreOf } from './scores.ts';
import { type Point, type SearchSpace, Unseen } from './search-space.ts';
import { crossed, mutated } from './variation.ts';

/** Fewest and most members of a generation. */
const SMALLEST = 12;
const LARGEST = 100;
const CROSSOVER_SHARE = 0.9;
/** Children made before chance is asked for what is new. */
const DRAWS = 50;

/** A member of the population with its place. */
interface Member {
  readonly point: Point;
  readonly score: Score;
  readonly front: number;
  readonly crowding: number;
}

/** Members of a generation: about the square root of twice the trials, even. */
export function generationSize(trials: number): number {
  const wanted = Math.round(Math.sqrt(2 * trials) / 2) * 2;
  return Math.min(LARGEST, Math.max(SMALLEST, wanted));
}

/**
 * NSGA-II for one or more objectives (K. Deb et al., 2002): of parents and children together the better half survives by front and crowding; children come of
 * binary tournaments, simulated binary crossover and polynomial mutation, and are put on the nearest step. A generation is asked for when all before it are told.
 */
export class Nsga2Sampler implements Sampler {
  readonly total: number;
  private readonly space: SearchSpace;
  private readonly goal: Goal;
  private readonly seed: number;
  private readonly perGeneration: number;
  private readonly unseen: Unseen;
  private readonly points: Point[] = [];
  private readonly scores: (Score | undefined)[] = [];
  private parents: readonly Member[] = [];
  private random: Random;

  constructor(space: SearchSpace, goal: Goal, { trials, seed }: SamplerPlan) {
    this.total = Math.min(trials, space.size);
    this.space = space;
    this.goal = goal;
    this.seed = seed;
    this.perGeneration = generationSize(trials);
    this.unseen = new Unseen(space);
    this.random = new Sfc32(mixSeed(seed, 0));
  }

  ask(): Proposal | null {
    const number = this.points.length;
    if (number >= this.total) return null;
    if (number > 0 && number % this.perGeneration === 0) {
      for (let i = 0; i < number; i += 1) if (this.scores[i] === undefined) return null;
      this.random = new Sfc32(mixSeed(this.seed, number));
      this.parents = this.survivors(number);
    }
    const { random } = this;
    const point =
      this.parents.length === 0
        ? this.unseen.next(random, () => this.space.anywhere(random))
        : this.unseen.next(random, () => this.child(random), DRAWS);
    if (point === null) return null;
    this.points.push(point);
    return { number, parameters: this.space.parametersAt(point) };
  }

  tell(outcome: Pick<TrialOutcome, 'number' | 'state' | 'figures'>): void {
    this.scores[outcome.number] = scoreOf(outcome, this.goal);
  }

  /** The better half of the parents and of the generation that ends before `number`. */
  private survivors(number: number): readonly Member[] {
    const children = this.points
      .slice(number - this.perGeneration)
      .map((point, i) => ({ point, score: this.scores[number - this.perGeneration + i]! }));
    const all = [...this.parents.map(({ point, score }) => ({ point, score })), ...children];
    const scores = all.map(({ score }) => score);
    const kept: Member[] = [];
    for (const [rank, front] of nonDominatedFronts(scores).entries()) {
      const distances = crowdingDistances(front, scores);
      const members = front.map((i, place) => ({ ...all[i]!, front: rank, crowding: distances[place]! }));
      members.sort((a, b) => b.crowding - a.crowding || 0);
      kept.push(...members.slice(0, this.perGeneration - kept.length));
      if (kept.length >= this.perGeneration) break;
    }
    return kept;
  }

  private child(random: Random): Point {
    const mother = this.winner(random).point;
    const father = this.winner(random).point;
    const crossing = random.next() < CROSSOVER_SHARE;
    return this.space.dimensions.map((_, i) => {
      const [low, high] = this.space.bounds(i);
      const span = { low, high };
      let coordinate = mother[i]!;
      if (crossing && random.next() < 0.5) coordinate = crossed(coordinate, father[i]!, span, random)[0];
      if (random.next() * this.space.dimensions.length < 1) coordinate = mutated(coordinate, span, random);
      return this.space.snap(i, coordinate);
    });
  }

  /** The better of two by front, then by crowding. */
  private winner(random: Random): Member {
    const a = this.parents[random.below(this.parents.length)]!;
    const b = this.parents[random.below(this.parents.length)]!;
    if (a.front !== b.front) return a.front < b.front ? a : b;
    return a.crowding >= b.crowding ? a : b;
  }
}

import { dominates, type Score } from './scores.ts';

/**
 * Indices by front: the first holds what nothing dominates, each further one what only earlier fronts dominate
 * (fast non-dominated sort; K. Deb et al., "A Fast and Elitist Multiobjective Genetic Algorithm: NSGA-II", 2002).
 */
export function nonDominatedFronts(scores: readonly Score[]): readonly (readonly number[])[] {
  const beats: number[][] = scores.map(() => []);
  const beatenBy = new Int32Array(scores.length);
  for (let a = 0; a < scores.length; a += 1) {
    for (let b = a + 1; b < scores.length; b += 1) {
      if (dominates(scores[a]!, scores[b]!)) {
        beats[a]!.push(b);
        beatenBy[b]! += 1;
      } else if (dominates(scores[b]!, scores[a]!)) {
        beats[b]!.push(a);
        beatenBy[a]! += 1;
      }
    }
  }
  const fronts: number[][] = [];
  let front = scores.map((_, i) => i).filter((i) => beatenBy[i] === 0);
  while (front.length > 0) {
    fronts.push(front);
    const next: number[] = [];
    for (const a of front) {
      for (const b of beats[a]!) {
        beatenBy[b]! -= 1;
        if (beatenBy[b] === 0) next.push(b);
      }
    }
    front = next.sort((a, b) => a - b);
  }
  return fronts;
}

/** Crowding distance of each member of a front, in its order: the sum over the objectives of the gap between its neighbours as a share of the front's range; infinite at the ends. */
export function crowdingDistances(front: readonly number[], scores: readonly Score[]): Float64Array {
  const distances = new Float64Array(front.length);
  const objectives = scores[front[0] ?? 0]?.costs.length ?? 0;
  for (let objective = 0; objective < objectives; objective += 1) {
    const cost = (place: number): number => scores[front[place]!]!.costs[objective]!;
    const order = front.map((_, place) => place).sort((a, b) => cost(a) - cost(b) || a - b);
    const first = order[0]!;
    const last = order.at(-1)!;
    const range = cost(last) - cost(first);
    distances[first] = Number.POSITIVE_INFINITY;
    distances[last] = Number.POSITIVE_INFINITY;
    if (range === 0) continue;
    for (let i = 1; i < order.length - 1; i += 1) distances[order[i]!]! += (cost(order[i + 1]!) - cost(order[i - 1]!)) / range;
  }
  return distances;
}

/** Indices of the best trial by one objective, or of the whole Pareto front by several, among what keeps every constraint; by the first objective. */
export function bestOf(scores: readonly Score[]): readonly number[] {
  let front: number[] = [];
  for (let i = 0; i < scores.length; i += 1) {
    const score = scores[i]!;
    if (score.violation > 0 || front.some((other) => dominates(scores[other]!, score))) continue;
    front = front.filter((other) => !dominates(score, scores[other]!));
    // By one objective equal trials are none better: the first one stands.
    if (score.costs.length > 1 || front.length === 0) front.push(i);
  }
  return front.sort((a, b) => scores[a]!.costs[0]! - scores[b]!.costs[0]! || a - b);
}

import type { Random } from '../../../../src-shared/kernel/random.ts';

/** Distribution indices of crossover and mutation as in Deb et al., 2002. */
const CROSSOVER_INDEX = 20;
const MUTATION_INDEX = 20;

/** An interval that coordinates are kept in. */
export interface Span {
  readonly low: number;
  readonly high: number;
}

/**
 * Simulated binary crossover of two coordinates, each child as near to its parent as the parents are to each other
 * (K. Deb and R. Agrawal, "Simulated Binary Crossover for Continuous Search Space", 1995), bounded: a child beyond the interval is drawn no farther than its end.
 */
export function crossed(a: number, b: number, { low, high }: Span, random: Random): readonly [number, number] {
  const draw = random.next();
  if (Math.abs(a - b) < 1e-14) return [a, b];
  const [small, large] = a < b ? [a, b] : [b, a];
  const gap = large - small;
  const spread = (room: number): number => {
    const alpha = 2 - (1 + (2 * room) / gap) ** -(CROSSOVER_INDEX + 1);
    const share = draw * alpha;
    return (share <= 1 ? share : 1 / (2 - share)) ** (1 / (CROSSOVER_INDEX + 1));
  };
  const lower = Math.max(low, (small + large - spread(small - low) * gap) / 2);
  const upper = Math.min(high, (small + large + spread(high - large) * gap) / 2);
  return random.next() < 0.5 ? [lower, upper] : [upper, lower];
}

/** Polynomial mutation of a coordinate within its interval (K. Deb, "Multi-Objective Optimization using Evolutionary Algorithms", 2001). */
export function mutated(value: number, { low, high }: Span, random: Random): number {
  const range = high - low;
  if (range <= 0) return value;
  const draw = random.next();
  const power = 1 / (MUTATION_INDEX + 1);
  if (draw < 0.5) {
    const near = 1 - (value - low) / range;
    return value + ((2 * draw + (1 - 2 * draw) * near ** (MUTATION_INDEX + 1)) ** power - 1) * range;
  }
  const near = 1 - (high - value) / range;
  return value + (1 - (2 * (1 - draw) + 2 * (draw - 0.5) * near ** (MUTATION_INDEX + 1)) ** power) * range;
}

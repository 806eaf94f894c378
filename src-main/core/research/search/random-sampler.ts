import type { Proposal } from '../../../../src-shared/domain/search.ts';
import { Sfc32 } from '../../../../src-shared/kernel/random.ts';
import type { Sampler, SamplerPlan } from './sampler.ts';
import { type SearchSpace, Unseen } from './search-space.ts';

/** Independent uniform draws without repetition (J. Bergstra and Y. Bengio, "Random Search for Hyper-Parameter Optimization", 2012). */
export class RandomSampler implements Sampler {
  readonly total: number;
  private readonly space: SearchSpace;
  private readonly random: Sfc32;
  private readonly unseen: Unseen;
  private asked = 0;

  constructor(space: SearchSpace, { trials, seed }: SamplerPlan) {
    this.total = Math.min(trials, space.size);
    this.space = space;
    this.random = new Sfc32(seed);
    this.unseen = new Unseen(space);
  }

  ask(): Proposal | null {
    if (this.asked >= this.total) return null;
    const point = this.unseen.next(this.random, () => this.space.anywhere(this.random));
    if (point === null) return null;
    this.asked += 1;
    return { number: this.asked - 1, parameters: this.space.parametersAt(point) };
  }

  tell(): void {
    // Chance learns nothing.
  }
}

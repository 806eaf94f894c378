import type { Proposal } from '../../../../src-shared/domain/search.ts';
import type { Sampler } from './sampler.ts';
import type { Point, SearchSpace } from './search-space.ts';

/** Every combination that is allowed, in order. */
export class GridSampler implements Sampler {
  readonly total: number;
  private readonly space: SearchSpace;
  private readonly points: Generator<Point>;
  private asked = 0;

  constructor(space: SearchSpace) {
    this.space = space;
    this.points = space.inOrder();
    let total = 0;
    for (const point of space.inOrder()) if (space.allows(point)) total += 1;
    this.total = total;
  }

  ask(): Proposal | null {
    for (let step = this.points.next(); step.done !== true; step = this.points.next()) {
      if (!this.space.allows(step.value)) continue;
      this.asked += 1;
      return { number: this.asked - 1, parameters: this.space.parametersAt(step.value) };
    }
    return null;
  }

  tell(): void {
    // A grid learns nothing.
  }
}

import type { SearchDimension } from '../../../../src-shared/domain/search.ts';
import type { StrategyParameters } from '../../../../src-shared/domain/strategy-spec.ts';
import type { Random } from '../../../../src-shared/kernel/random.ts';

/** A point of a space: per dimension the index of a value, or the value itself where the dimension is continuous. */
export type Point = readonly number[];

/** How often chance is asked for a point that is allowed and new before it is looked for in order, or given up. */
const DRAWS = 1_000;
/** Digits to which stepped values are rounded, so that 0.1 + 2 x 0.1 is 0.3. */
const DIGITS = 12;

/** Everything that a search may try. */
export class SearchSpace {
  readonly dimensions: readonly SearchDimension[];
  /** Values of each dimension; null where it is continuous. */
  readonly levels: readonly (number | null)[];
  private readonly fixed: StrategyParameters;
  private readonly allowed: (parameters: StrategyParameters) => boolean;

  /** `allowed` says whether values fit together. */
  constructor(dimensions: readonly SearchDimension[], fixed: StrategyParameters, allowed: (parameters: StrategyParameters) => boolean) {
    this.dimensions = dimensions;
    this.fixed = fixed;
    this.allowed = allowed;
    this.levels = dimensions.map(({ from, to, step }) => (step === null ? null : Math.floor((to - from) / step + 1e-9) + 1));
  }

  /** Number of combinations, allowed or not; infinite with a continuous dimension. */
  get size(): number {
    return this.levels.reduce<number>((product, levels) => product * (levels ?? Number.POSITIVE_INFINITY), 1);
  }

  /** Lowest and highest coordinate of a dimension; a level reaches half a step to either side. */
  bounds(dimension: number): readonly [number, number] {
    const levels = this.levels[dimension]!;
    const { from, to } = this.dimensions[dimension]!;
    return levels === null ? [from, to] : [-0.5, levels - 0.5];
  }

  /** The nearest coordinate that a point may have. */
  snap(dimension: number, coordinate: number): number {
    const levels = this.levels[dimension]!;
    const { from, to } = this.dimensions[dimension]!;
    return levels === null ? Math.min(to, Math.max(from, coordinate)) : Math.min(levels - 1, Math.max(0, Math.round(coordinate)));
  }

  /** The complete parameters at a point. */
  parametersAt(point: Point): StrategyParameters {
    const values: Record<string, number> = { ...this.fixed };
    this.dimensions.forEach(({ name, from, step }, i) => {
      values[name] = step === null ? point[i]! : Number((from + point[i]! * step).toPrecision(DIGITS));
    });
    return values;
  }

  allows(point: Point): boolean {
    return this.allowed(this.parametersAt(point));
  }

  /** The point in the middle, allowed or not. */
  middle(): Point {
    return this.dimensions.map(({ from, to }, i) => this.snap(i, this.levels[i] === null ? (from + to) / 2 : (this.levels[i]! - 1) / 2));
  }

  /** A point anywhere, allowed or not. */
  anywhere(random: Random): Point {
    return this.dimensions.map(({ from, to }, i) => {
      const levels = this.levels[i]!;
      return levels === null ? from + random.next() * (to - from) : random.below(levels);
    });
  }

  /** Every point in order, the last dimension fastest; only where every dimension has steps. */
  *inOrder(): Generator<Point> {
    const total = this.size;
    for (let index = 0; index < total; index += 1) {
      let rest = index;
      const point = new Array<number>(this.levels.length);
      for (let i = point.length - 1; i >= 0; i -= 1) {
        const levels = this.levels[i]!;
        point[i] = rest % levels;
        rest = Math.floor(rest / levels);
      }
      yield point;
    }
  }
}

/** Most combinations that are gone through in order when chance finds nothing new. */
const MOST_IN_ORDER = 100_000;

/** The points that a search has asked for: none is asked for twice. */
export class Unseen {
  private readonly space: SearchSpace;
  private readonly seen = new Set<string>();

  constructor(space: SearchSpace) {
    this.space = space;
  }

  /** Takes a point when it is allowed and new. */
  take(point: Point): boolean {
    const key = point.join(' ');
    if (this.seen.has(key) || !this.space.allows(point)) return false;
    this.seen.add(key);
    return true;
  }

  /** The first new point of `draw`, else of chance, else in order; null when nothing is left. */
  next(random: Random, draw: () => Point, tries = DRAWS): Point | null {
    for (let i = 0; i < tries; i += 1) {
      const point = draw();
      if (this.take(point)) return point;
    }
    for (let i = 0; i < DRAWS; i += 1) {
      const point = this.space.anywhere(random);
      if (this.take(point)) return point;
    }
    if (this.space.size > MOST_IN_ORDER) return null;
    for (const point of this.space.inOrder()) if (this.take(point)) return point;
    return null;
  }
}

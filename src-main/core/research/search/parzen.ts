import type { Random } from '../../../../src-shared/kernel/random.ts';

/** Narrowest kernel as a share of the range, with many observations. */
const NARROWEST = 100;
const REDRAWS = 100;

/** One bell of the mixture, cut off at the bounds. */
interface Kernel {
  readonly centre: number;
  readonly width: number;
  /** Share of the bell that lies within the bounds. */
  readonly inside: number;
}

/**
 * A Parzen estimator on an interval: a mixture of equally weighted truncated normal bells, one at each observation and a wide one of the prior in
 * the middle; each as wide as the larger gap to its neighbours (J. Bergstra et al., "Algorithms for Hyper-Parameter Optimization", 2011, section 4.1).
 */
export class Parzen {
  private readonly low: number;
  private readonly high: number;
  private readonly kernels: readonly Kernel[];

  constructor(observed: readonly number[], low: number, high: number) {
    this.low = low;
    this.high = high;
    const range = high - low;
    const middle = (low + high) / 2;
    const centres = [...observed, middle].sort((a, b) => a - b);
    const prior = centres.indexOf(middle);
    const narrowest = range / Math.min(NARROWEST, 1 + centres.length);
    this.kernels = centres.map((centre, i) => {
      const before = i === 0 ? 0 : centre - centres[i - 1]!;
      const after = i === centres.length - 1 ? 0 : centres[i + 1]! - centre;
      const width = i === prior ? range : Math.min(range, Math.max(narrowest, before, after));
      return { centre, width, inside: normalShare((high - centre) / width) - normalShare((low - centre) / width) };
    });
  }

  /** A value within the bounds. */
  draw(random: Random): number {
    const { centre, width } = this.kernels[random.below(this.kernels.length)]!;
    for (let i = 0; i < REDRAWS; i += 1) {
      const value = centre + width * random.normal();
      if (value >= this.low && value <= this.high) return value;
    }
    return centre;
  }

  /** Logarithm of the density at a value, up to a constant that all estimators share. */
  logDensity(value: number): number {
    let sum = 0;
    for (const { centre, width, inside } of this.kernels) sum += Math.exp(-(((value - centre) / width) ** 2) / 2) / (width * inside);
    return Math.log(sum / this.kernels.length + Number.MIN_VALUE);
  }
}

/** Share of the standard normal below `z`, to 1e-7 (M. Abramowitz and I. Stegun, 1964, 26.2.17). */
function normalShare(z: number): number {
  const t = 1 / (1 + 0.231_641_9 * Math.abs(z));
  const series = t * (0.319_381_53 + t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))));
  const above = (Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return z < 0 ? above : 1 - above;
}

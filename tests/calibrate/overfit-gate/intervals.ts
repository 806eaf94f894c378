import { normalQuantile } from '../../../src-main/core/research/normal-distribution.ts';

/** A measured share or mean with the interval that holds the true one in 95 of 100 measurements. */
export interface Measured {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly of: number;
}

const Z = normalQuantile(0.975);

function written(value: number): number {
  return Math.round(value * 1e5) / 1e5;
}

/** A share of successes with Wilson's interval (E. B. Wilson, 1927). */
export function shareOf(successes: number, of: number): Measured {
  const share = successes / of;
  const width = 1 + (Z * Z) / of;
  const centre = (share + (Z * Z) / (2 * of)) / width;
  const half = (Z / width) * Math.sqrt((share * (1 - share)) / of + (Z * Z) / (4 * of * of));
  return { value: written(share), low: written(Math.max(0, centre - half)), high: written(Math.min(1, centre + half)), of };
}

/** A mean with its normal interval. */
export function meanOf(values: readonly number[]): Measured {
  const of = values.length;
  const mean = values.reduce((sum, each) => sum + each, 0) / of;
  const deviation = Math.sqrt(values.reduce((sum, each) => sum + (each - mean) ** 2, 0) / Math.max(1, of - 1));
  const half = (Z * deviation) / Math.sqrt(of);
  return { value: written(mean), low: written(mean - half), high: written(mean + half), of };
}

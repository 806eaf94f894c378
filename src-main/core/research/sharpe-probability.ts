import { normalCdf, normalQuantile } from './normal-distribution.ts';

/** What is known of an estimated Sharpe ratio; every figure per period, nothing annualised. */
export interface SharpeEstimate {
  readonly sharpe: number;
  /** Returns that it was estimated from; the number of independent ones where they depend on each other. */
  readonly count: number;
  readonly skewness: number;
  /** 3 for the normal distribution. */
  readonly kurtosis: number;
}

/** The part of the variance that does not shrink with the count: 1 - skew SR + (kurtosis - 1) / 4 SR^2. Kurtosis is never below 1 + skew^2, so it is positive. */
function shapeFactor({ sharpe, skewness, kurtosis }: SharpeEstimate): number {
  return 1 - skewness * sharpe + ((kurtosis - 1) / 4) * sharpe * sharpe;
}

/** Standard error of an estimated Sharpe ratio (E. Mertens, 2002, as used by Bailey and Lopez de Prado, 2012). */
export function sharpeError(estimate: SharpeEstimate): number {
  return Math.sqrt(shapeFactor(estimate) / (estimate.count - 1));
}

/**
 * Probabilistic Sharpe ratio: the probability that the true Sharpe ratio is above `benchmark`, also per period
 * (D. H. Bailey and M. Lopez de Prado, "The Sharpe Ratio Efficient Frontier", Journal of Risk 15(2), 2012, equation 11).
 * One half where fewer than two returns say nothing.
 */
export function probabilisticSharpe(estimate: SharpeEstimate, benchmark: number): number {
  if (estimate.count < 2) return 0.5;
  return normalCdf((estimate.sharpe - benchmark) / sharpeError(estimate));
}

/**
 * Minimum track record length: the number of returns from which on the Sharpe ratio, if it stays as it is, is above `benchmark` with
 * probability `confidence` (the same paper, equation 13). Infinite where it is not above the benchmark.
 */
export function minimumTrackRecord(estimate: SharpeEstimate, benchmark: number, confidence: number): number {
  if (estimate.sharpe <= benchmark) return Number.POSITIVE_INFINITY;
  return 1 + shapeFactor(estimate) * (normalQuantile(confidence) / (estimate.sharpe - benchmark)) ** 2;
}

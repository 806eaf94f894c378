import { sampleVariance } from './moments.ts';
import { normalQuantile } from './normal-distribution.ts';
import { type SharpeEstimate, probabilisticSharpe, sharpeError } from './sharpe-probability.ts';

const EULER_MASCHERONI = 0.5772156649015329;

/**
 * What the largest of `trials` independent standard normal figures comes to on average, after Bailey and Lopez de Prado ("The Deflated
 * Sharpe Ratio", Journal of Portfolio Management 40(5), 2014, equation 1); 0 for a single one.
 */
export function expectedMaximum(trials: number): number {
  if (trials <= 1) return 0;
  return (1 - EULER_MASCHERONI) * normalQuantile(1 - 1 / trials) + EULER_MASCHERONI * normalQuantile(1 - 1 / (trials * Math.E));
}

/** All trials of a family: the chosen one, the others, and those that were given up. */
export interface FamilyTrials {
  /** Trials that were made, at least as many as have a spread. */
  readonly count: number;
  /** Variance of the trials' Sharpe ratios per period. */
  readonly variance: number;
}

/** The Sharpe ratio per period that the best of a family's trials is expected to show although none has an edge. */
export function luckOfFamily({ count, variance }: FamilyTrials): number {
  return Math.sqrt(variance) * expectedMaximum(count);
}

/** Deflated Sharpe ratio: the probability that the true Sharpe ratio is above what luck alone shows in a family of so many trials (equation 2 of the same paper). */
export function deflatedSharpe(estimate: SharpeEstimate, trials: FamilyTrials): number {
  return probabilisticSharpe(estimate, luckOfFamily(trials));
}

/**
 * The part of a family's spread that can be luck. `sharpes` are the Sharpe ratios per period of all trials that have one. Trials without
 * an edge spread by the standard error of a Sharpe ratio at most, and by less where they are alike; what they spread beyond it are
 * differences between them, such as costs of trading more often, which make no trial's luck larger. Fewer than two figures say
 * nothing of a spread, so the standard error stands for it.
 */
export function varianceOfLuck(estimate: SharpeEstimate, sharpes: Float64Array): number {
  const sampling = sharpeError(estimate) ** 2;
  return sharpes.length < 2 ? sampling : Math.min(sampling, sampleVariance(sharpes));
}

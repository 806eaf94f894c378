/** The figures of a series of returns per period that the tests of a Sharpe ratio need. */
export interface ReturnMoments {
  readonly count: number;
  readonly mean: number;
  /** Standard deviation with n - 1 in the denominator. */
  readonly deviation: number;
  /** Mean over deviation per period, not annualised; 0 where the returns do not vary. */
  readonly sharpe: number;
  /** Third central moment over the deviation cubed (both over n); 0 for a symmetric series. */
  readonly skewness: number;
  /** Fourth central moment over the variance squared (both over n), not in excess: 3 for the normal distribution. */
  readonly kurtosis: number;
}

/** Mean and sample deviation in two passes; the deviation is 0 where it is nothing but rounding. */
function spread(returns: Float64Array): { readonly mean: number; readonly deviation: number } {
  const count = returns.length;
  let sum = 0;
  for (let i = 0; i < count; i += 1) sum += returns[i]!;
  const mean = count === 0 ? 0 : sum / count;
  let squares = 0;
  for (let i = 0; i < count; i += 1) {
    const off = returns[i]! - mean;
    squares += off * off;
  }
  const deviation = count < 2 ? 0 : Math.sqrt(squares / (count - 1));
  return { mean, deviation: deviation > 1e-14 * (1 + Math.abs(mean)) ? deviation : 0 };
}

/** Sharpe ratio per period, not annualised: mean over sample deviation; 0 where the returns do not vary. */
export function sharpeOfReturns(returns: Float64Array): number {
  const { mean, deviation } = spread(returns);
  return deviation === 0 ? 0 : mean / deviation;
}

/** Moments of returns per period, in three passes; of returns that do not vary, those of a normal series with Sharpe ratio 0. */
export function returnMoments(returns: Float64Array): ReturnMoments {
  const count = returns.length;
  const { mean, deviation } = spread(returns);
  if (deviation === 0) return { count, mean, deviation, sharpe: 0, skewness: 0, kurtosis: 3 };
  let third = 0;
  let fourth = 0;
  for (let i = 0; i < count; i += 1) {
    const off = (returns[i]! - mean) / deviation;
    const square = off * off;
    third += square * off;
    fourth += square * square;
  }
  // The deviation is the one over n - 1; both moments are those over n.
  const widened = count / (count - 1);
  return {
    count,
    mean,
    deviation,
    sharpe: mean / deviation,
    skewness: (third / count) * widened ** 1.5,
    kurtosis: (fourth / count) * widened ** 2,
  };
}

/** Sample variance, n - 1 in the denominator; 0 for fewer than two values. */
export function sampleVariance(values: Float64Array): number {
  return spread(values).deviation ** 2;
}

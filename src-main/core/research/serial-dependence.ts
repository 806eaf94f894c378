/** The span over which returns are held against each other: the cube root of their number, the rate that suits Bartlett's weights. */
export function dependenceSpan(count: number): number {
  return Math.max(1, Math.min(count - 1, Math.ceil(Math.cbrt(count))));
}

/** Standard error of the variance ratio of independent returns (Lo and MacKinlay, 1988, equation 14b). */
function ratioError(count: number, span: number): number {
  return Math.sqrt((2 * (2 * span - 1) * (span - 1)) / (3 * span * count));
}

/**
 * How many times larger the variance of the mean is than for independent returns: the variance ratio of sums of `span` returns
 * (A. W. Lo and A. C. MacKinlay, 1988), which is 1 + 2 sum of (1 - k/span) rho(k), the long-run variance with Bartlett's weights
 * (W. K. Newey and K. D. West, 1987). It is 1 unless the ratio is more than two of its standard errors above 1, so that independent
 * returns are not marked down for chance, and never below: returns that swing back are not taken as more evidence than there are.
 */
export function varianceInflation(returns: Float64Array): number {
  const count = returns.length;
  if (count < 3) return 1;
  const span = dependenceSpan(count);
  let sum = 0;
  for (let i = 0; i < count; i += 1) sum += returns[i]!;
  const centre = sum / count;
  let single = 0;
  let window = 0;
  let summed = 0;
  // Windows run over both ends, so that every return counts in `span` of them and the weights are exactly Bartlett's.
  for (let i = 0; i < count + span - 1; i += 1) {
    if (i < count) {
      const off = returns[i]! - centre;
      single += off * off;
      window += off;
    }
    if (i >= span) window -= returns[i - span]! - centre;
    summed += window * window;
  }
  if (single === 0) return 1;
  const ratio = summed / (span * single);
  return ratio > 1 + 2 * ratioError(count, span) ? ratio : 1;
}

const ROOT_TWO_PI = Math.sqrt(2 * Math.PI);

/** Where the series gives way to the continued fraction, which needs fewer terms the farther out. */
const SERIES_ENDS = 2.5;

/** Terms of the continued fraction: at 2.5 deviations 60 of them leave less than 1e-16. */
const FRACTION_TERMS = 80;

/** Beyond this the lower tail is below the smallest double. */
const NOTHING_BEYOND = 38.6;

/** Density of the standard normal distribution. */
export function normalDensity(x: number): number {
  return Math.exp(-0.5 * x * x) / ROOT_TWO_PI;
}

/** Phi(x) - 1/2 by the series phi(x) (x + x^3/3 + x^5/15 + ...) (G. Marsaglia, "Evaluating the Normal Distribution", 2004). */
function centralArea(x: number): number {
  let term = x;
  let sum = x;
  for (let odd = 3; Math.abs(term) > 1e-18; odd += 2) {
    term *= (x * x) / odd;
    sum += term;
  }
  return sum * normalDensity(x);
}

/** The upper tail beyond a positive x by Laplace's continued fraction (Abramowitz and Stegun 26.2.14): relative precision far out. */
function upperTail(x: number): number {
  if (x > NOTHING_BEYOND) return 0;
  let fraction = x;
  for (let k = FRACTION_TERMS; k >= 1; k -= 1) fraction = x + k / fraction;
  return normalDensity(x) / fraction;
}

/** The standard normal distribution function Phi, to about 1e-15; lower tails keep their relative precision. */
export function normalCdf(x: number): number {
  if (Math.abs(x) < SERIES_ENDS) return 0.5 + centralArea(x);
  return x < 0 ? upperTail(-x) : 1 - upperTail(x);
}

/**
 * The quantile of the standard normal distribution: the x with Phi(x) = p; minus and plus infinity at 0 and 1, NaN outside.
 * Abramowitz and Stegun 26.2.23 starts within 4.5e-4, and Halley's steps on Phi itself, which cube the error, end at its precision.
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (p === 0.5) return 0;
  if (p > 0.5) return -normalQuantile(1 - p);
  if (p === 0) return Number.NEGATIVE_INFINITY;
  const t = Math.sqrt(-2 * Math.log(p));
  let x = (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t;
  for (let step = 0; step < 3; step += 1) {
    const newton = (normalCdf(x) - p) / normalDensity(x);
    x -= newton / (1 + 0.5 * x * newton);
  }
  return x;
}

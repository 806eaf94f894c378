import { describe, expect, it } from 'vitest';
import { normalCdf, normalQuantile } from '../../../../src-main/core/research/normal-distribution.ts';

/** Simpson's rule on the density: nothing of the code under test. */
function integrated(from: number, to: number): number {
  const steps = 20_000;
  const width = (to - from) / steps;
  const density = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  let sum = density(from) + density(to);
  for (let i = 1; i < steps; i += 1) sum += (i % 2 === 1 ? 4 : 2) * density(from + i * width);
  return (sum * width) / 3;
}

describe('normal distribution', () => {
  // Values with 16 digits: Abramowitz and Stegun, table 26.1, and the tails of NIST's Digital Library of Mathematical Functions, 7.
  it.each([
    [0, 0.5],
    [1, 0.8413447460685429],
    [1.96, 0.9750021048517795],
    [-3, 0.0013498980316300946],
    [-5, 2.866515718791939e-7],
    [-8, 6.22096057427178e-16],
    [-20, 2.7536241186062337e-89],
  ])('has Phi(%f) = %f', (x, area) => {
    expect(Math.abs(normalCdf(x) / area - 1)).toBeLessThan(2e-14);
  });

  it('is the integral of its density, also where the series gives way to the fraction', () => {
    for (const x of [-4, -2.6, -2.5000001, -2.4999999, -1, 0.3, 2.4999999, 2.5, 3.7])
      expect(Math.abs(normalCdf(x) - 0.5 - integrated(0, x))).toBeLessThan(1e-13);
  });

  it('ends at 0 and 1', () => {
    expect([normalCdf(-40), normalCdf(40), normalCdf(-Infinity), normalCdf(Infinity)]).toEqual([0, 1, 0, 1]);
  });

  // R's qnorm, whose algorithm is AS 241.
  it.each([
    [0.975, 1.959963984540054],
    [0.99, 2.3263478740408408],
    [0.25, -0.6744897501960817],
    [1e-10, -6.361340902404056],
    [1e-300, -37.0471],
  ])('has the quantile of %f at %f', (p, x) => {
    expect(normalQuantile(p)).toBeCloseTo(x, p === 1e-300 ? 3 : 12);
  });

  it('has infinite quantiles at the ends, none outside, and one at the smallest double', () => {
    expect([normalQuantile(0), normalQuantile(1), normalQuantile(0.5)]).toEqual([-Infinity, Infinity, 0]);
    expect([normalQuantile(-0.1), normalQuantile(1.1), normalQuantile(Number.NaN)]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect(normalQuantile(Number.MIN_VALUE)).toBeCloseTo(-38.467, 1);
  });
});

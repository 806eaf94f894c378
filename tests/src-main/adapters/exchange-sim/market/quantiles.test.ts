import { expect, it } from 'vitest';
import { GAP, LEVEL_SIZE, NORMAL, PRINT_SIZE, QUANTILES } from '../../../../../src-main/adapters/exchange-sim/market/quantiles.ts';
import { mean, variance } from './statistics.ts';

it('has normal quantiles of mean 0 and variance 1 that agree with printed tables', () => {
  expect(mean([...NORMAL])).toBeCloseTo(0, 12);
  expect(variance([...NORMAL])).toBeCloseTo(1, 3);
  for (const [p, z] of [
    [0.5, 0],
    [0.975, 1.959964],
    [0.01, -2.326348],
    [0.999, 3.090232],
  ] as const) {
    const at = p * QUANTILES - 0.5;
    const below = Math.floor(at);
    const value = (NORMAL[below] ?? 0) + (at - below) * ((NORMAL[below + 1] ?? 0) - (NORMAL[below] ?? 0));
    expect(Math.abs(value - z)).toBeLessThan(3e-3);
  }
});

it('has sizes and gaps of mean 1', () => {
  expect(mean([...PRINT_SIZE])).toBeCloseTo(1, 12);
  expect(mean([...LEVEL_SIZE])).toBeCloseTo(1, 12);
  expect(mean([...GAP])).toBeCloseTo(1, 3);
});

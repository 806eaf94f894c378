import { expect, it } from 'vitest';
import { sparklinePath } from '../../../src-renderer/ui/sparkline.tsx';

it('runs from edge to edge, high values at the top', () => {
  expect(sparklinePath([0, 10], 64, 14)).toBe('M1.0 13.0L63.0 1.0');
});

it('draws a flat line in the middle and nothing for too little', () => {
  expect(sparklinePath([5, 5, 5], 64, 14)).toBe('M1.0 7.0L32.0 7.0L63.0 7.0');
  expect(sparklinePath([100_035.63, 100_035.63 + 1e-10], 64, 14)).toBe('M1.0 7.0L63.0 7.0');
  expect(sparklinePath([5], 64, 14)).toBe('');
  expect(sparklinePath([NaN, NaN], 64, 14)).toBe('');
});

it('leaves a gap where values are unknown', () => {
  expect(sparklinePath([0, NaN, 10, 0], 64, 14)).toBe('M1.0 13.0M42.3 1.0L63.0 13.0');
});

it('keeps the baseline inside', () => {
  expect(sparklinePath([5, 10], 64, 14, 0)).toBe('M1.0 7.0L63.0 1.0');
});

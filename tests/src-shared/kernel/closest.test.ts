import { expect, it } from 'vitest';
import { closest, editDistance, suggestion } from '../../../src-shared/kernel/closest.ts';

it.each([
  ['', '', 0],
  ['abc', 'abc', 0],
  ['abc', '', 3],
  ['kitten', 'sitting', 3],
  ['ca', 'ac', 1],
  ['ca', 'abc', 3],
  ['flaw', 'lawn', 2],
])('edit distance of %j and %j is %i', (a, b, distance) => {
  expect(editDistance(a, b)).toBe(distance);
  expect(editDistance(b, a)).toBe(distance);
});

it('suggests what is near, or begins alike, and nothing else', () => {
  const known = ['--candles', '--cash', '--slippage-bps'];
  expect(closest('--candel', known)).toBe('--candles');
  expect(closest('--slip', known)).toBe('--slippage-bps');
  expect(closest('--CASH', known)).toBe('--cash');
  expect(closest('--verbose', known)).toBeNull();
  expect(closest('x'.repeat(41), ['x'.repeat(42)])).toBeNull();
  expect(suggestion('--cahs', known, 'no idea')).toBe('Did you mean --cash?');
  expect(suggestion('--verbose', known, 'no idea')).toBe('no idea');
});

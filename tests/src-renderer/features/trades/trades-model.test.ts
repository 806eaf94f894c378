import { expect, it } from 'vitest';
import type { Print } from '../../../../src-renderer/state/desk-store.ts';
import { largeFrom, rowsInView } from '../../../../src-renderer/features/trades/trades-model.ts';

const prints = (sizes: readonly number[]): Print[] => sizes.map((size, at) => [at, 1, size, 'buy']);

it('calls the largest twentieth large, and nothing while there are too few', () => {
  const hundred = prints(Array.from({ length: 100 }, (_, at) => ((at * 37) % 100) + 1));
  const from = largeFrom(hundred);
  expect(hundred.filter((print) => print[2] >= from)).toHaveLength(5);
  expect(largeFrom(prints([1, 2, 3]))).toBe(Infinity);
});

it('draws the rows in view and two around', () => {
  expect(rowsInView(0, 140, { rowHeight: 20, count: 500 })).toEqual([0, 9]);
  expect(rowsInView(400, 140, { rowHeight: 20, count: 500 })).toEqual([18, 29]);
  expect(rowsInView(9_900, 140, { rowHeight: 20, count: 500 })).toEqual([493, 500]);
});

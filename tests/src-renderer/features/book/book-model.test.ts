import { describe, expect, it } from 'vitest';
import type { OrderRow } from '../../../../src-shared/contract/rows.ts';
import { groupTicks } from '../../../../src-shared/domain/book-grouping.ts';
import {
  bidShare,
  bookLevels,
  largestSum,
  ownRowKey,
  ownRows,
  sumDecimals,
  upToHere,
} from '../../../../src-renderer/features/book/book-model.ts';

const BIDS = [104_230.5, 0.5, 104_229.5, 0.25, 104_227.5, 1];
const ASKS = [104_231.5, 0.125, 104_232.0, 0.875];

describe('book levels', () => {
  it('cumulate from the best price', () => {
    const levels = bookLevels(BIDS, { side: 'bid', tickSize: 0.5, grouping: 1, rows: 8 });
    expect(levels).toEqual([
      { ticks: 208_461, size: 0.5, sum: 0.5 },
      { ticks: 208_459, size: 0.25, sum: 0.75 },
      { ticks: 208_455, size: 1, sum: 1.75 },
    ]);
  });

  it('group bids down and asks up, so that no row promises a better price than it holds', () => {
    expect(groupTicks(208_461, 'bid', 10)).toBe(208_460);
    expect(groupTicks(208_461, 'ask', 10)).toBe(208_470);
    expect(groupTicks(208_460, 'ask', 10)).toBe(208_460);
    const levels = bookLevels(BIDS, { side: 'bid', tickSize: 0.5, grouping: 10, rows: 8 });
    expect(levels).toEqual([
      { ticks: 208_460, size: 0.5, sum: 0.5 },
      { ticks: 208_450, size: 1.25, sum: 1.75 },
    ]);
  });

  it('take a whole last row before they stop', () => {
    const levels = bookLevels([10, 1, 9, 1, 9, 2, 8, 5], { side: 'bid', tickSize: 1, grouping: 1, rows: 2 });
    expect(levels).toEqual([
      { ticks: 10, size: 1, sum: 1 },
      { ticks: 9, size: 3, sum: 4 },
    ]);
  });

  it('scale to the larger side and share between both', () => {
    const bids = bookLevels(BIDS, { side: 'bid', tickSize: 0.5, grouping: 1, rows: 8 });
    const asks = bookLevels(ASKS, { side: 'ask', tickSize: 0.5, grouping: 1, rows: 8 });
    expect(largestSum(bids, asks)).toBe(1.75);
    expect(bidShare(bids, asks)).toBeCloseTo(1.75 / 2.75, 12);
    expect(bidShare([], [])).toBeNull();
  });

  it('say what taking everything up to a row comes to', () => {
    const asks = bookLevels([100, 1, 102, 3], { side: 'ask', tickSize: 1, grouping: 1, rows: 8 });
    expect(upToHere(asks, 1, 99)).toEqual({ averageTicks: 101.5, size: 4, distanceBps: (3 / 99) * 10_000 });
    expect(upToHere(asks, 5, 99)).toBeNull();
    expect(upToHere(asks, 0, null)?.distanceBps).toBeNull();
  });
});

it('keeps the column of sums at one number of decimals', () => {
  expect(sumDecimals(5.9, 5)).toBe(3);
  expect(sumDecimals(5.9, 1)).toBe(1);
  expect(sumDecimals(4_200, 5)).toBe(2);
  expect(sumDecimals(1_250_000, 5)).toBe(0);
});

it('marks the rows in which own limit orders rest', () => {
  const order = { instrument: 'BTC/USD.SIM', side: 'buy', type: 'limit', price: '104229.50', state: 'acknowledged' } as OrderRow;
  const rows = ownRows(
    [order, { ...order, state: 'filled', price: '1.00' }, { ...order, instrument: 'ETH/USD.SIM' }, { ...order, type: 'stop', price: null }],
    'BTC/USD.SIM',
    0.5,
    10,
  );
  expect([...rows]).toEqual([ownRowKey('bid', 208_450)]);
});

import { expect, test } from 'vitest';
import { candleColumns } from '../../../src-shared/domain/candle.ts';
import { candleGaps, candleQuality } from '../../../src-shared/domain/candle-quality.ts';
import { HOUR_MS } from '../../../src-shared/kernel/time.ts';

/** Bars of the given closes, with an open of the same price, and volumes of 1. */
function closes(...prices: readonly number[]) {
  const columns = candleColumns(prices.length);
  prices.forEach((price, i) => {
    columns.time[i] = i * HOUR_MS;
    for (const column of [columns.open, columns.high, columns.low, columns.close]) column[i] = price;
    columns.volume[i] = 1;
  });
  return columns;
}

test('spikes are moves of a fifth and more that the next bar takes back', () => {
  expect(candleQuality(closes(100, 125, 101), '1h')).toMatchObject({ spikes: 1, largestMove: 0.25, largestMoveAt: HOUR_MS });
  expect(candleQuality(closes(100, 70, 99), '1h').spikes).toBe(1);
  expect(candleQuality(closes(100, 130, 110), '1h').spikes).toBe(0);
  expect(candleQuality(closes(100, 119, 100), '1h').spikes).toBe(0);
  expect(candleQuality(closes(100, 130), '1h').spikes).toBe(0);
});

test('a feed that hung shows as its longest repeat', () => {
  const columns = closes(100, 101, 101, 101, 102, 102);
  columns.high[4] = 110;
  columns.volume[5] = 0;
  expect(candleQuality(columns, '1h')).toMatchObject({ longestRepeat: 2, flat: 5, withoutVolume: 1, bars: 6, expected: 6 });
});

test('one bar and none have no moves', () => {
  expect(candleQuality(closes(100), '1h')).toMatchObject({ largestMove: 0, largestMoveAt: null, spikes: 0, longestGap: 0 });
  expect(candleQuality(closes(), '1h')).toMatchObject({ bars: 0, expected: 0 });
});

test('a gap runs from the first missing open to the next bar', () => {
  const columns = closes(1, 1, 1);
  columns.time.set([0, 3 * HOUR_MS, 4 * HOUR_MS]);
  expect(candleGaps(columns, '1h')).toEqual([{ from: HOUR_MS, to: 3 * HOUR_MS, missing: 2 }]);
  expect(candleQuality(columns, '1h')).toMatchObject({ missing: 2, expected: 5, longestGap: 2 });
});

import { expect, test } from 'vitest';
import { excursions } from '../../../src-shared/domain/excursions.ts';
import type { CandleColumns } from '../../../src-shared/domain/candle.ts';

const column = (...values: number[]): Float64Array => Float64Array.from(values);
const bars: CandleColumns = {
  length: 4,
  time: column(0, 60_000, 120_000, 180_000),
  open: column(100, 100, 100, 100),
  high: column(101, 110, 105, 200),
  low: column(99, 95, 90, 1),
  close: column(100, 100, 100, 100),
  volume: column(1, 1, 1, 1),
};

test('a long position: the lowest low against it, the highest high for it, of the bars it was held in', () => {
  const found = excursions({ side: 'buy', entryTime: 60_000, exitTime: 180_000, entryPrice: 100 }, bars);
  expect(found.adverse).toBeCloseTo(0.1, 12);
  expect(found.favourable).toBeCloseTo(0.1, 12);
});

test('a short position: the other way round, and an entry inside a bar counts that bar whole', () => {
  const found = excursions({ side: 'sell', entryTime: 60_250, exitTime: 120_000, entryPrice: 100 }, bars);
  expect(found.adverse).toBeCloseTo(0.1, 12);
  expect(found.favourable).toBeCloseTo(0.05, 12);
});

test('the price of the entry itself is the least that can be', () => {
  expect(excursions({ side: 'buy', entryTime: 60_000, exitTime: 60_000, entryPrice: 100 }, bars)).toEqual({ adverse: 0, favourable: 0 });
});

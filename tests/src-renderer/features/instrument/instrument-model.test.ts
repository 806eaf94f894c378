import { expect, it } from 'vitest';
import { averageSize, depthWithin, placeInRange, spreadOf } from '../../../../src-renderer/features/instrument/instrument-model.ts';
import { dayVolatility } from '../../../../src-renderer/state/sparklines.ts';

it('places the last price within its day', () => {
  expect(placeInRange({ last: 105, low24h: 100, high24h: 120 })).toBe(0.25);
  expect(placeInRange({ last: 130, low24h: 100, high24h: 120 })).toBe(1);
  expect(placeInRange({ last: 100, low24h: 100, high24h: 100 })).toBeNull();
});

it('measures the spread against the middle', () => {
  expect(spreadOf({ bid: 99, ask: 101 })).toEqual({ spread: 2, bps: 200 });
  expect(spreadOf({ bid: 0, ask: 101 })).toBeNull();
});

it('adds the book up to a distance on both sides', () => {
  const book = { instrument: 'a', time: 0, bids: [9_999, 1, 9_995, 2, 9_980, 4], asks: [10_001, 8, 10_011, 16] };
  expect(depthWithin(book, 10)).toBe(11);
  expect(depthWithin({ ...book, asks: [] }, 10)).toBeNull();
});

it('knows a mean size only of prints', () => {
  expect(
    averageSize([
      [0, 1, 2, 'buy'],
      [1, 1, 4, 'sell'],
    ]),
  ).toBe(3);
  expect(averageSize([])).toBeNull();
});

it('scales the deviation of the steps to the day', () => {
  const up = Math.exp(0.01);
  // 64 steps of +1 % and -1 % in turn: deviation 0.01 a step, corrected for the sample.
  const closes = Array.from({ length: 65 }, (_, at) => (at % 2 === 0 ? 100 : 100 * up));
  expect(dayVolatility(closes)).toBeCloseTo(0.01 * Math.sqrt(64 / 63) * 8, 10);
  expect(dayVolatility([1, 2, 3])).toBeNull();
});

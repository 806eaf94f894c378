import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fallTicks, logTicks, nearestRow, timeTicks } from '../../../../src-renderer/features/research/chart-scale.ts';
import { DAY_MS } from '../../../../src-shared/kernel/time.ts';

test('a logarithmic axis has round values within its range, none too near another', () => {
  expect(logTicks(55_000, 160_000, 0.15)).toEqual([60_000, 80_000, 100_000, 120_000, 150_000]);
  fc.assert(
    fc.property(fc.double({ min: 1e-3, max: 1e9, noNaN: true }), fc.double({ min: 1.01, max: 1e4, noNaN: true }), (low, ratio) => {
      const high = low * ratio;
      const ticks = logTicks(low, high, 0.1);
      ticks.forEach((value, at) => {
        expect(value).toBeGreaterThanOrEqual(low);
        expect(value).toBeLessThanOrEqual(high);
        if (at > 0) expect(Math.log(value / ticks[at - 1]!)).toBeGreaterThanOrEqual(Math.log(ratio) * 0.1 - 1e-9);
      });
    }),
  );
  expect(logTicks(0, 1, 0.1)).toEqual([]);
  expect(logTicks(5, 5, 0.1)).toEqual([]);
});

test('falls are told in round steps from zero down', () => {
  expect(fallTicks(-0.63, 5)).toEqual([0, -0.2, -0.4, -0.6]);
  expect(fallTicks(-0.009, 4)).toEqual([0, -0.005]);
  expect(fallTicks(0, 4)).toEqual([0]);
});

test('long ranges are told by months, short ones by days', () => {
  const months = timeTicks(Date.UTC(2024, 0, 1), Date.UTC(2025, 11, 31), 8);
  expect(months.map((time) => new Date(time).toISOString().slice(0, 7))).toEqual([
    '2024-01',
    '2024-04',
    '2024-07',
    '2024-10',
    '2025-01',
    '2025-04',
    '2025-07',
    '2025-10',
  ]);
  const days = timeTicks(Date.UTC(2024, 0, 1, 4), Date.UTC(2024, 0, 9), 8);
  expect(days[0]).toBe(Date.UTC(2024, 0, 2));
  expect(days).toHaveLength(8);
  expect(days[1]! - days[0]!).toBe(DAY_MS);
});

test('the nearest instant is found', () => {
  const times = Float64Array.of(10, 20, 40);
  for (const [instant, row] of [
    [0, 0],
    [14, 0],
    [16, 1],
    [29, 1],
    [31, 2],
    [99, 2],
  ] as const)
    expect(nearestRow(times, instant), String(instant)).toBe(row);
});

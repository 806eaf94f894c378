import { expect, test } from 'vitest';
import { monthlyReturns } from '../../../src-shared/domain/monthly-returns.ts';

function curve(points: readonly (readonly [string, number])[]) {
  const times = Float64Array.from(points, ([time]) => Date.parse(time));
  return { start: 100, from: times[0] ?? 0, times, equity: Float64Array.from(points, ([, equity]) => equity) };
}

test('each month is measured from the close of the one before, the first from the starting cash', () => {
  const months = monthlyReturns(
    curve([
      ['2024-01-31T12:00:00Z', 110],
      ['2024-02-01T12:00:00Z', 120],
      ['2024-02-29T23:00:00Z', 99],
      ['2024-03-01T04:00:00Z', 99],
    ]),
  );
  expect(months.map(({ year, month, value }) => [year, month, Number(value.toFixed(12))])).toEqual([
    [2024, 1, 0.1],
    [2024, 2, -0.1],
    [2024, 3, 0],
  ]);
});

test('a close at midnight of the first belongs to the month that it ends', () => {
  const months = monthlyReturns(curve([['2024-02-01T00:00:00Z', 150]]));
  expect(months).toEqual([{ year: 2024, month: 1, value: 0.5 }]);
});

test('a month without a close is not made up, and years are told apart', () => {
  const months = monthlyReturns(
    curve([
      ['2023-12-15T00:00:00Z', 200],
      ['2024-12-15T00:00:00Z', 100],
    ]),
  );
  expect(months.map(({ year, month, value }) => [year, month, value])).toEqual([
    [2023, 12, 1],
    [2024, 12, -0.5],
  ]);
});

test('nothing is told of nothing, and returns end where equity does', () => {
  expect(monthlyReturns(curve([]))).toEqual([]);
  const ruined = monthlyReturns(
    curve([
      ['2024-01-10T00:00:00Z', 0],
      ['2024-02-10T00:00:00Z', 50],
    ]),
  );
  expect(ruined).toEqual([{ year: 2024, month: 1, value: -1 }]);
});

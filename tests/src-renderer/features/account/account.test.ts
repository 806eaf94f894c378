import { describe, expect, test } from 'vitest';
import type { AccountRow } from '../../../../src-shared/contract/rows.ts';
import { DAY_MS } from '../../../../src-shared/kernel/time.ts';
import { accountName, accountRoom, belowPeak } from '../../../../src-renderer/features/account/account-model.ts';
import { coversDay, withAccount } from '../../../../src-renderer/features/account/equity-track.ts';
import type { EquityTrack } from '../../../../src-renderer/features/account/equity-track.ts';

const row = (time: number, equity: number): AccountRow => ({ time, equity: String(equity) }) as unknown as AccountRow;

function track(rows: readonly (readonly [time: number, equity: number])[]): EquityTrack {
  const found = rows.reduce<EquityTrack | null>((before, [time, equity]) => withAccount(before, row(time, equity)), null);
  if (found === null) throw new Error('no rows');
  return found;
}

describe('the day’s equity', () => {
  test('a point a second, the last one following the newest figure', () => {
    expect(
      track([
        [0, 1],
        [400, 2],
        [1_000, 3],
        [1_500, 4],
      ]).values,
    ).toEqual([2, 4]);
  });

  test('a whole day stays under its number of points and keeps first and last', () => {
    const rows = Array.from({ length: 86_400 }, (_, second) => [second * 1_000, second] as const);
    const { values, since } = track(rows);
    expect(values.length).toBeLessThanOrEqual(512);
    expect(values.length).toBeGreaterThan(200);
    expect([values[0], values.at(-1), since]).toEqual([0, 86_399, 0]);
    expect([...values].sort((a, b) => a - b)).toEqual(values);
  });

  test('a new UTC day begins anew', () => {
    expect(
      track([
        [DAY_MS - 1_000, 1],
        [DAY_MS, 2],
        [DAY_MS + 2_000, 3],
      ]),
    ).toMatchObject({ day: 1, since: DAY_MS, values: [2, 3] });
  });

  test('it says whether it goes back to the day’s start', () => {
    expect(coversDay(track([[DAY_MS + 500, 1]]))).toBe(true);
    expect(coversDay(track([[DAY_MS + 3_600_000, 1]]))).toBe(false);
  });
});

describe('the block', () => {
  test.each([
    [180, 6, false],
    [92, 2, false],
    [56, 0, false],
    [360, 6, true],
    [0, 0, false],
  ])('at %i under its head %i facts fit, chart %s', (height, facts, chart) => {
    expect(accountRoom(height)).toEqual({ facts, chart });
  });

  test('names and falls', () => {
    expect(accountName('paper-1')).toBe('Paper 1');
    expect(belowPeak('99', '100').toString()).toBe('1');
    expect(belowPeak('101', '100').toString()).toBe('0');
  });
});

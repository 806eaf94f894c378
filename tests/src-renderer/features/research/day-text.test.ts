import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayText, parseDay } from '../../../../src-renderer/features/research/day-text.ts';
import { DAY_MS } from '../../../../src-shared/kernel/time.ts';

test('days are read as people write them', () => {
  const day = Date.UTC(2025, 0, 31);
  for (const typed of ['2025-01-31', '31 Jan 2025', '31 january 2025', ' 31. Jan. 2025 ', '31Jan2025'])
    expect(parseDay(typed), typed).toBe(day);
});

test('what is no day is none', () => {
  for (const typed of ['', '31 Feb 2025', '2025-13-01', '2025-02-29', 'yesterday', '1 Foo 2025', '12/31/2025'])
    expect(parseDay(typed), typed).toBeUndefined();
});

test('a day that is written is read as itself', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: 0, max: DAY_MS - 1 }), (day, within) => {
      expect(parseDay(dayText(day * DAY_MS + within))).toBe(day * DAY_MS);
    }),
  );
});

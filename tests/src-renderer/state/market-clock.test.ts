import { expect, it } from 'vitest';
import type { StatusRow } from '../../../src-shared/contract/rows.ts';
import { bookAge, marketNow, staleAge } from '../../../src-renderer/state/market-clock.ts';

const status = (part: Partial<StatusRow> = {}): StatusRow =>
  ({ marketTime: 1_000_000, wallTime: 5_000, speed: 1, connected: true, ...part }) as StatusRow;

it('goes on from what main said at the speed of the market', () => {
  expect(marketNow(status({ speed: 60 }), 6_000)).toBe(1_060_000);
  expect(marketNow(status(), 4_000)).toBe(1_000_000);
  expect(marketNow(null, 4_000)).toBe(4_000);
});

it('ages by the silence of main', () => {
  const fresh = { quote: { time: 1_000_000 }, status: status(), heardAt: 5_000, maxDataAgeMs: null };
  expect(staleAge(fresh, 9_000)).toBeNull();
  expect(staleAge(fresh, 17_000)).toBe(12_000);
  expect(staleAge({ ...fresh, maxDataAgeMs: 1_000 }, 7_000)).toBe(2_000);
});

it('ages by the market time of the quote while the venue is lost, in wall time at any speed', () => {
  const lost = { quote: { time: 400_000 }, status: status({ connected: false, speed: 60 }), heardAt: 5_000, maxDataAgeMs: null };
  expect(staleAge(lost, 5_000)).toBe(10_000);
});

it('calls nothing stale before anything is known', () => {
  expect(staleAge({ quote: undefined, status: null, heardAt: 0, maxDataAgeMs: null }, 99_000)).toBeNull();
});

it('counts from when a book was not known any more, in seconds begun', () => {
  expect(bookAge({ staleSince: 997_500 }, status(), 5_000)).toBe(3_000);
  expect(bookAge({ staleSince: 1_000_000 }, status(), 5_000)).toBe(1_000);
  expect(bookAge({ staleSince: 400_000 }, status({ speed: 60 }), 5_000)).toBe(10_000);
  expect(bookAge({}, status(), 5_000)).toBeNull();
  expect(bookAge(undefined, status(), 5_000)).toBeNull();
});

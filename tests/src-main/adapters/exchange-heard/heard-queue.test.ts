import { expect, test } from 'vitest';
import { HeardQueue } from '../../../../src-main/adapters/exchange-heard/heard-queue.ts';
import { KeptBars } from '../../../../src-main/adapters/exchange-heard/kept-bars.ts';

test('gives what was heard in its order, however much waits, and uses its places again', () => {
  const queue = new HeardQueue();
  let [added, taken] = [0, 0];
  const take = (count: number): void => {
    for (let i = 0; i < count; i += 1) {
      expect(queue.first).toMatchObject({ kind: 'print', at: taken, ticks: taken * 3 });
      queue.drop();
      taken += 1;
    }
  };
  // Rounds that fill it beyond its first size, from a beginning that lies anywhere in the ring.
  for (const [add, drop] of [
    [50, 40],
    [60, 10],
    [300, 280],
    [5, 85],
  ] as const) {
    for (let i = 0; i < add; i += 1) {
      queue.add('print', added, 1).ticks = added * 3;
      added += 1;
    }
    take(drop);
  }
  expect([taken, queue.first]).toEqual([415, null]);
  const places = new Set(
    Array.from({ length: 5_000 }, () => {
      const place = queue.add('quote', 0, 0);
      queue.drop();
      return place;
    }),
  );
  expect(places.size).toBeLessThan(1_000);
});

test('knows the oldest bar of a series that still waits', () => {
  const queue = new HeardQueue();
  const [minute, hour] = [new KeptBars('1m'), new KeptBars('1h')];
  expect(queue.barOf(minute)).toBeNull();
  queue.add('quote', 1, 0);
  for (const closedAt of [60_000, 120_000]) Object.assign(queue.add('bar', 2, 0), { bars: minute, closedAt });
  expect([queue.barOf(minute)?.closedAt, queue.barOf(hour)]).toEqual([60_000, null]);
  queue.clear();
  expect(queue.barOf(minute)).toBeNull();
});

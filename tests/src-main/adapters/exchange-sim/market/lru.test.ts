import { expect, it } from 'vitest';
import { Lru } from '../../../../../src-main/adapters/exchange-sim/market/lru.ts';

it('keeps what was used last and makes the rest again', () => {
  const made: number[] = [];
  const cache = new Lru<{ key: number }>(2);
  const get = (key: number): number => cache.get(key, (k) => (made.push(k), { key: k })).key;
  expect([1, 2, 1, 3, 1, 2].map(get)).toEqual([1, 2, 1, 3, 1, 2]);
  expect(made).toEqual([1, 2, 3, 2]);
  expect(cache.size).toBe(2);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { thinnedCurve } from '../../../src-shared/domain/thinned-curve.ts';

const values = fc.array(fc.double({ min: 1, max: 1_000, noNaN: true }), { minLength: 1, maxLength: 300 });

test('the highest and lowest points and both ends are always kept, in their order and with their own fall from the peak', () => {
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 40 }), (equity, buckets) => {
      const times = Float64Array.from(equity, (_, row) => row * 1_000);
      const hold = Float64Array.from(equity).reverse();
      const thinned = thinnedCurve({ start: 100, times, equity: Float64Array.from(equity), hold }, buckets);
      expect(Math.max(...thinned.equity)).toBe(Math.max(...equity));
      expect(Math.min(...thinned.equity)).toBe(Math.min(...equity));
      expect(Math.max(...thinned.hold)).toBe(Math.max(...equity));
      expect(thinned.times[0]).toBe(0);
      expect(thinned.times.at(-1)).toBe((equity.length - 1) * 1_000);
      expect(thinned.times.length).toBeLessThanOrEqual(4 * buckets + 2);
      thinned.times.forEach((time, at) => {
        const row = time / 1_000;
        const peak = Math.max(100, ...equity.slice(0, row + 1));
        expect(thinned.equity[at]).toBe(equity[row]);
        expect(thinned.drawdown[at]).toBe(equity[row]! / peak - 1);
        if (at > 0) expect(time).toBeGreaterThan(thinned.times[at - 1]!);
      });
    }),
  );
});

test('nothing stays nothing', () => {
  const none = new Float64Array(0);
  expect(thinnedCurve({ start: 1, times: none, equity: none, hold: none }, 10).times).toHaveLength(0);
});

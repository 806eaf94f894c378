import { describe, expect, it } from 'vitest';
import { Sfc32 } from '../../../../src-shared/kernel/random.ts';
import { CorrelationGroups, SAMPLE_MS, SAMPLES } from '../../../../src-main/core/risk/correlation-groups.ts';

/** Prices of instruments whose returns are given, one row a sample, the first row the prices themselves. */
function pricesOf(returns: readonly (readonly number[])[]): readonly Float64Array[] {
  const rows = [Float64Array.from(returns[0]!, () => 100)];
  for (const row of returns) rows.push(Float64Array.from(row, (value, i) => rows.at(-1)![i]! * Math.exp(value)));
  return rows;
}

function fed(groups: CorrelationGroups, rows: readonly Float64Array[], from = 0): CorrelationGroups {
  for (const [at, row] of rows.entries()) groups.take((from + at) * SAMPLE_MS, row);
  return groups;
}

/** Pearson's correlation of two columns, by its definition. */
function naive(rows: readonly (readonly number[])[], a: number, b: number): number {
  const mean = (i: number) => rows.reduce((sum, row) => sum + row[i]!, 0) / rows.length;
  const [x, y] = [mean(a), mean(b)];
  const part = (i: number, m: number, j: number, n: number) => rows.reduce((sum, row) => sum + (row[i]! - m) * (row[j]! - n), 0);
  return part(a, x, b, y) / Math.sqrt(part(a, x, a, x) * part(b, y, b, y));
}

function drawn(count: number, seed: number): readonly (readonly number[])[] {
  const random = new Sfc32(seed);
  return Array.from({ length: count }, () => {
    const market = random.next() - 0.5;
    return [market, 0.9 * market + 0.1 * (random.next() - 0.5), random.next() - 0.5, 0].map((value) => value / 50);
  });
}

describe('what moves together', () => {
  it('the worked example: 6 of 96 returns turned round correlate at 0.875', () => {
    const returns = Array.from({ length: SAMPLES }, (_, i) => {
      const up = i % 2 === 0 ? 0.01 : -0.01;
      return [up, i % 32 === 3 || i % 32 === 18 ? -up : up];
    });
    const groups = fed(new CorrelationGroups(2), pricesOf(returns));
    expect(groups.warm).toBe(SAMPLES);
    expect(groups.correlation(0, 1)).toBeCloseTo(naive(returns, 0, 1), 9);
    expect(groups.correlation(1, 0)).toBeCloseTo(0.875, 9);
    groups.join(0.8);
    expect(groups.together(0, 1)).toBe(true);
    groups.join(0.9);
    expect(groups.together(0, 1)).toBe(false);
    groups.join(0.9);
    expect(groups.together(0, 1)).toBe(false);
  });

  it('is nothing until 96 returns are known', () => {
    const rows = pricesOf(drawn(SAMPLES, 1));
    const groups = new CorrelationGroups(4);
    groups.join(0.7);
    fed(groups, rows.slice(0, SAMPLES));
    expect(groups.warm).toBe(SAMPLES - 1);
    expect(groups.together(0, 1)).toBe(false);
    expect(groups.take(SAMPLES * SAMPLE_MS, rows[SAMPLES]!)).toBe(true);
    expect(groups.together(0, 1)).toBe(true);
    expect([groups.together(0, 2), groups.together(0, 3), groups.together(2, 2)]).toEqual([false, false, true]);
  });

  it('streams to what the definition gives over the last 96, however long it runs', () => {
    const returns = drawn(1_000, 7);
    const groups = new CorrelationGroups(4);
    const rows = pricesOf(returns);
    for (const [at, row] of rows.entries()) {
      groups.take(at * SAMPLE_MS, row);
      if (at < SAMPLES || at % 37 !== 0) continue;
      const last = returns.slice(at - SAMPLES, at);
      for (const [a, b] of [
        [0, 1],
        [0, 2],
        [2, 1],
      ] as const)
        expect(groups.correlation(a, b)).toBeCloseTo(naive(last, a, b), 8);
      expect(groups.correlation(0, 3)).toBeNaN();
    }
  });

  it('joins by way of others', () => {
    const random = new Sfc32(3);
    const returns = Array.from({ length: SAMPLES }, () => {
      const [a, b] = [random.next() - 0.5, random.next() - 0.5];
      return [a / 50, (a + b) / 50, b / 50];
    });
    const groups = fed(new CorrelationGroups(3), pricesOf(returns));
    groups.join(0.6);
    expect(groups.correlation(0, 2)).toBeLessThan(0.6);
    expect([groups.together(0, 1), groups.together(1, 2), groups.together(0, 2)]).toEqual([true, true, true]);
  });

  it('takes one sample a quarter of an hour, and none before every price is known', () => {
    const groups = new CorrelationGroups(2);
    const prices = Float64Array.from([100, 0]);
    expect(groups.take(0, prices)).toBe(true);
    expect(groups.take(SAMPLE_MS - 1, prices)).toBe(false);
    prices[1] = 50;
    expect(groups.take(SAMPLE_MS, prices)).toBe(true);
    expect(groups.warm).toBe(0);
    expect(groups.take(5 * SAMPLE_MS + 3, prices)).toBe(true);
    expect(groups.warm).toBe(1);
    expect(groups.take(6 * SAMPLE_MS - 1, prices)).toBe(false);
  });

  it('goes on after a restart as if there had been none', () => {
    const rows = pricesOf(drawn(300, 5));
    const whole = new CorrelationGroups(4);
    whole.join(0.7);
    fed(whole, rows);
    const first = fed(new CorrelationGroups(4), rows.slice(0, 200));
    const second = new CorrelationGroups(4);
    second.join(0.7);
    second.restore(JSON.parse(JSON.stringify(first.memory)) as typeof first.memory);
    fed(second, rows.slice(200), 200);
    expect(second.together(0, 1)).toBe(whole.together(0, 1));
    expect(second.correlation(0, 1)).toBeCloseTo(whole.correlation(0, 1), 9);
    // Samples of other instruments are no use.
    const other = new CorrelationGroups(2);
    other.restore(first.memory);
    expect(other.warm).toBe(0);
  });
});

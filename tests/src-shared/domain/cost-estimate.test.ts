import { describe, expect, it } from 'vitest';
import { estimateSlippage, impactOf, LEAST_ORDERS, type TakenOrder } from '../../../src-shared/domain/cost-estimate.ts';
import { Sfc32 } from '../../../src-shared/kernel/random.ts';

/** Orders whose slippage is a base, a part that grows with the root of the value, and noise. */
function orders(
  count: number,
  truth: { readonly base: number; readonly perRoot: number; readonly noise: number },
  seed: number,
): TakenOrder[] {
  const random = new Sfc32(seed);
  return Array.from({ length: count }, () => {
    const value = 100 + 99_900 * random.next();
    return { value, slippageBps: truth.base + truth.perRoot * Math.sqrt(value) + truth.noise * random.normal() };
  });
}

const TRUTH = { base: 1.5, perRoot: 0.02, noise: 4 };

describe('slippage from one’s own orders', () => {
  it('is not estimated from few orders', () => {
    expect(estimateSlippage(orders(LEAST_ORDERS - 1, TRUTH, 1), 1)).toBeNull();
    expect(estimateSlippage(orders(LEAST_ORDERS, TRUTH, 1), 1)?.orders).toBe(LEAST_ORDERS);
  });

  it('has the mean, and the line of least squares, as the normal equations give them', () => {
    const taken = orders(80, TRUTH, 2);
    const found = estimateSlippage(taken, 1)!;
    const n = taken.length;
    const sum = (of: (order: TakenOrder) => number): number => taken.reduce((total, order) => total + of(order), 0);
    const [sx, sy] = [sum(({ value }) => Math.sqrt(value)), sum(({ slippageBps }) => slippageBps)];
    const [sxx, sxy] = [sum(({ value }) => value), sum(({ value, slippageBps }) => Math.sqrt(value) * slippageBps)];
    const slope = (n * sxy - sx * sy) / (n * sxx - sx * sx);
    expect(found.mean.estimate).toBeCloseTo(sy / n, 10);
    expect(found.line?.perRoot.estimate).toBeCloseTo(slope, 10);
    expect(found.line?.base.estimate).toBeCloseTo((sy - slope * sx) / n, 8);
  });

  it('has intervals that hold the truth about as often as they say', () => {
    const held = { base: 0, perRoot: 0 };
    const rounds = 60;
    for (let round = 0; round < rounds; round += 1) {
      const { line } = estimateSlippage(orders(120, TRUTH, 100 + round), round)!;
      if (line!.base.low <= TRUTH.base && TRUTH.base <= line!.base.high) held.base += 1;
      if (line!.perRoot.low <= TRUTH.perRoot && TRUTH.perRoot <= line!.perRoot.high) held.perRoot += 1;
    }
    // 60 at 0.95: fewer than 51 would happen once in some thousand.
    expect(held.base).toBeGreaterThanOrEqual(51);
    expect(held.perRoot).toBeGreaterThanOrEqual(51);
  });

  it('says the same for the same seed, and narrows with more orders', () => {
    const few = estimateSlippage(orders(100, TRUTH, 5), 3)!;
    expect(estimateSlippage(orders(100, TRUTH, 5), 3)).toEqual(few);
    const many = estimateSlippage(orders(2_000, TRUTH, 5), 3)!;
    expect(many.mean.high - many.mean.low).toBeLessThan((few.mean.high - few.mean.low) / 2);
    expect(few.mean.low).toBeLessThan(few.mean.estimate);
    expect(few.mean.high).toBeGreaterThan(few.mean.estimate);
  });

  it('has no line where all orders are worth the same, nor where hardly any differs in what is drawn', () => {
    const same = orders(40, TRUTH, 6).map(({ slippageBps }) => ({ value: 5_000, slippageBps }));
    expect(estimateSlippage(same, 1)!.line).toBeNull();
    // One order alone has another value: draws without it have no slope.
    const one = [...same.slice(1), { value: 9_000, slippageBps: 30 }];
    expect(estimateSlippage(one, 1)!.line?.perRoot.low).toBe(0);
  });

  it('looks at the newest orders only', () => {
    const old = orders(1_000, { ...TRUTH, base: 500 }, 7);
    const found = estimateSlippage([...old, ...orders(5_000, TRUTH, 8)], 1)!;
    expect(found.orders).toBe(5_000);
    expect(found.mean.estimate).toBeLessThan(20);
  });
});

it('the impact coefficient gives back the slippage that it was made from', () => {
  const market = { dailyValue: 400_000_000, dailyVolatility: 0.03 };
  const coefficient = impactOf(0.02, market);
  // 0.02 x 20,000 / 300: an order of a millionth of the day, 400, costs 0.02 x sqrt(400) = 0.4 bp.
  expect(coefficient).toBeCloseTo(4 / 3, 12);
  expect(coefficient * market.dailyVolatility * Math.sqrt(400 / market.dailyValue) * 10_000).toBeCloseTo(0.4, 12);
});

import { describe, expect, it } from 'vitest';
import { type FundingPlan, fundingRateAt, nextFunding, publishedRate, scaledFunding } from '../../../src-shared/domain/funding.ts';

const HOUR = 3_600_000;
const DAY = Date.UTC(2024, 0, 1);
const STORED: FundingPlan = {
  kind: 'stored',
  rates: { time: Float64Array.of(DAY, DAY + 8 * HOUR, DAY + 12 * HOUR), rate: Float64Array.of(0.0001, -0.0002, 0.00005) },
};

describe('funding', () => {
  it('is due at 00:00, 08:00 and 16:00 UTC where a rate is stated, and when it was paid where rates are stored', () => {
    const stated: FundingPlan = { kind: 'stated', bps: 1 };
    expect([DAY - 1, DAY, DAY + 8 * HOUR - 1].map((time) => (nextFunding(stated, time) - DAY) / HOUR)).toEqual([0, 8, 8]);
    expect([DAY - 1, DAY, DAY + 9 * HOUR].map((time) => (nextFunding(STORED, time) - DAY) / HOUR)).toEqual([0, 8, 12]);
    expect(nextFunding(STORED, DAY + 12 * HOUR)).toBe(Number.POSITIVE_INFINITY);
  });

  it('has a rate that longs pay to shorts, or one that is paid whichever side is held', () => {
    const rates = (plan: FundingPlan): string[] => ([1, -1] as const).map((way) => fundingRateAt(plan, DAY, way).toString());
    expect(rates({ kind: 'stated', bps: -2.5 })).toEqual(['-0.00025', '-0.00025']);
    expect(rates({ kind: 'against', bps: 1 })).toEqual(['0.0001', '-0.0001']);
    expect(rates(STORED)).toEqual(['0.0001', '0.0001']);
    expect(fundingRateAt(STORED, DAY + 12 * HOUR, 1).toString()).toBe('0.00005');
    expect(fundingRateAt(STORED, DAY - 1, 1).toString()).toBe('0');
  });

  it('is known once it was paid, never before', () => {
    expect([0, 1, 2].map((back) => publishedRate(STORED, DAY + 8 * HOUR, back))).toEqual([-0.0002, 0.0001, Number.NaN]);
    expect(publishedRate(STORED, DAY + 8 * HOUR - 1, 0)).toBe(0.0001);
    expect(publishedRate({ kind: 'stated', bps: 3 }, 0, 5)).toBeCloseTo(0.0003, 12);
    expect(publishedRate({ kind: 'against', bps: 3 }, 0, 0)).toBeNaN();
  });

  it('can be left out or doubled', () => {
    expect(scaledFunding({ kind: 'against', bps: 1 }, 2)).toEqual({ kind: 'against', bps: 2 });
    const none = scaledFunding(STORED, 0);
    expect(none.kind === 'stored' && [...none.rates.rate].every((rate) => rate === 0)).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import { storedFunding } from '../../../../src-main/core/market-data/stored-funding.ts';
import type { StoredFunding } from '../../../../src-main/ports/funding-store.ts';
import type { FundingRates } from '../../../../src-shared/domain/funding.ts';
import { DAY_MS, HOUR_MS } from '../../../../src-shared/kernel/time.ts';

const SPAN = { from: 10 * DAY_MS, to: 12 * DAY_MS };

/** Rates every eight hours from one instant to another. */
function stored(from: number, to: number): StoredFunding {
  const time = Float64Array.from({ length: (to - from) / (8 * HOUR_MS) + 1 }, (_, i) => from + i * 8 * HOUR_MS);
  const info = { id: 'BTC/USD.TEST:funding', symbol: 'BTC/USD', venue: 'TEST', from, to } as StoredFunding['info'];
  return { info, time, rate: time.map((_, i) => i * 1e-4) };
}

const lastOf = ({ time }: FundingRates): string => String(time.at(-1));

describe('stored rates of a run', () => {
  it('are those up to its last close, so that later ones change neither them nor their hash', () => {
    const now = storedFunding(stored(9 * DAY_MS, 12 * DAY_MS), SPAN, lastOf);
    const later = storedFunding(stored(9 * DAY_MS, 20 * DAY_MS), SPAN, lastOf);
    expect(now).toEqual(later);
    // Six payments after the first open, the last as the last bar closes; four rates were published before.
    expect(now).toMatchObject({ note: { hash: String(12 * DAY_MS), known: 10, payments: 6 } });
  });

  it('may lack a payment at either end, and no more', () => {
    const covers = (from: number, to: number): boolean => storedFunding(stored(from, to), SPAN, lastOf).plan !== null;
    expect(covers(10 * DAY_MS + 8 * HOUR_MS, 12 * DAY_MS - 8 * HOUR_MS)).toBe(true);
    expect(covers(10 * DAY_MS + 16 * HOUR_MS, 12 * DAY_MS)).toBe(false);
    expect(covers(10 * DAY_MS, 12 * DAY_MS - 16 * HOUR_MS)).toBe(false);
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { VENUE_FEES, VENUE_FEES_DATE, venueFees } from '../../../src-shared/domain/venue-fees.ts';

it('has tiers from nothing on, in which nobody pays more for trading more or gives more than he takes', () => {
  for (const { id, tiers } of VENUE_FEES) {
    expect(tiers[0]?.volume, id).toBe(0);
    tiers.forEach((tier, i) => {
      const before = tiers[i - 1];
      expect(tier.takerBps + tier.makerBps, id).toBeGreaterThan(0);
      expect(tier.makerBps, id).toBeLessThanOrEqual(tier.takerBps);
      if (before === undefined) return;
      expect(tier.volume, id).toBeGreaterThan(before.volume);
      expect(tier.makerBps, id).toBeLessThanOrEqual(before.makerBps);
      expect(tier.takerBps, id).toBeLessThanOrEqual(before.takerBps);
    });
  }
});

it('gives the tier that a volume has reached', () => {
  const fees = (id: string, volume: number): readonly number[] | null => {
    const found = venueFees(id, volume);
    return found && [found.tier.makerBps, found.tier.takerBps];
  };
  expect(fees('kraken', 0)).toEqual([25, 40]);
  expect(fees('kraken', 9_999.99)).toEqual([25, 40]);
  expect(fees('kraken', 10_000)).toEqual([20, 35]);
  expect(fees('bybit', 12_000_000)).toEqual([6.25, 7.5]);
  expect(fees('okx', 1e12)).toEqual([-0.5, 1.5]);
  expect(fees('binance', 999_999)).toEqual([10, 10]);
  expect(fees('nowhere', 0)).toBeNull();
});

it('stands in docs/costs.md with its date', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/costs.md'), 'utf8');
  expect(page).toContain(`put together on ${VENUE_FEES_DATE}`);
  for (const { id, name, tiers } of VENUE_FEES) {
    const cells = tiers.map(({ volume, makerBps, takerBps }) => `${volume.toLocaleString('en-US')}: ${makerBps} / ${takerBps}`);
    expect(page).toContain(`| \`venue:${id}\` | ${name} | ${cells.join(' · ')} |`);
  }
});

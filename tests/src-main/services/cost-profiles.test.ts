import { expect, test } from 'vitest';
import { CostProfiles } from '../../../src-main/services/cost-profiles.ts';
import { ownCostsView } from '../../../src-main/services/own-costs-view.ts';
import type { OwnFill } from '../../../src-shared/domain/cost-estimate.ts';
import { Sfc32 } from '../../../src-shared/kernel/random.ts';

/** Market orders that slip by 3 bp and a little noise, and pay 10 bp. */
function fills(count: number): readonly OwnFill[] {
  const random = new Sfc32(5);
  return Array.from({ length: count }, (_, i) => ({
    order: `o${String(i)}`,
    type: 'market',
    instrument: 'BTC/USD.SIM',
    liquidity: 'taker',
    value: 1_000,
    fee: 1,
    slippageBps: 3 + 0.5 * random.normal(),
  }));
}

test('below the sample size nothing is offered, and it is said how many orders there are', async () => {
  const profiles = new CostProfiles(() => Promise.resolve(ownCostsView(fills(29))));
  const before = profiles.all().map(({ name }) => name);
  expect(await profiles.measure()).toEqual({ orders: 29, needed: 30, slippage: null, profiles: [] });
  expect(profiles.all().map(({ name }) => name)).toEqual(before);
  expect(() => profiles.named('own fills')).toThrow('there is no cost profile own fills');
});

test('enough orders become two profiles that a run may name', async () => {
  const profiles = new CostProfiles(() => Promise.resolve(ownCostsView(fills(200))));
  expect(() => profiles.named('own fills')).toThrow();
  const { orders, slippage } = await profiles.measure();
  expect(orders).toBe(200);
  expect(slippage!.low).toBeLessThan(3);
  expect(slippage!.high).toBeGreaterThan(3);
  expect(slippage!.high - slippage!.low).toBeLessThan(0.3);
  const own = profiles.named('own fills');
  // What was measured from the price of the decision has spread and latency in it: they are not charged twice.
  expect(own).toMatchObject({
    takerFeeBps: 10,
    makerFeeBps: null,
    halfSpreadBps: 0,
    latencyMs: 0,
    impact: 0,
    slippageBps: slippage!.estimate,
  });
  expect(profiles.named('own fills, upper ends').slippageBps).toBe(slippage!.high);
  expect(profiles.named('conservative').latencyMs).toBe(250);
});

test('a failed look leaves what there was', async () => {
  let fails = false;
  const profiles = new CostProfiles(() => (fails ? Promise.reject(new Error('disk')) : Promise.resolve(ownCostsView(fills(40)))));
  await profiles.measure();
  fails = true;
  await expect(profiles.measure()).rejects.toThrow('disk');
  expect(profiles.named('own fills').takerFeeBps).toBe(10);
});

import { expect, test } from 'vitest';
import { costSteps } from '../../../src-shared/domain/cost-steps.ts';
import { CONSERVATIVE } from '../../../src-shared/domain/costs.ts';
import { sensitivityCases } from '../../../src-shared/domain/sensitivity.ts';

test('one cost more at each step, from none to all of the profile', () => {
  const steps = costSteps(CONSERVATIVE);
  expect(steps.map(({ id }) => id)).toEqual(['none', 'fee', 'spread', 'slippage', 'latency', 'impact', 'participation']);
  expect(steps[0]?.costs).toMatchObject({ takerFeeBps: 0, slippageBps: 0, impact: 0, latencyMs: 0, participation: 1 });
  expect(steps[1]?.costs).toMatchObject({ takerFeeBps: 10, makerFeeBps: 8, halfSpreadBps: 0 });
  expect(steps.at(-1)?.costs).toEqual(CONSERVATIVE);
});

test('the cases leave out and double what is paid, with what the instrument charges where the profile leaves it open', () => {
  const cases = sensitivityCases({ ...CONSERVATIVE, takerFeeBps: null }, { taker: 25, maker: 15, half: 3 });
  const costs = Object.fromEntries(cases.map((each) => [each.id, each.costs]));
  expect(costs['costs-none']).toMatchObject({
    takerFeeBps: 0,
    makerFeeBps: 0,
    halfSpreadBps: 0,
    slippageBps: 0,
    impact: 0,
    latencyMs: 250,
  });
  expect(costs['costs-double']).toMatchObject({ takerFeeBps: 50, makerFeeBps: 16, halfSpreadBps: 6, slippageBps: 2, impact: 2 });
  expect(costs['costs-as-run']?.takerFeeBps).toBeNull();
  expect(costs['latency-1s']?.latencyMs).toBe(1_250);
  expect(costs['participation-half']?.participation).toBe(0.05);
  expect(sensitivityCases({ ...CONSERVATIVE, participation: 0.8 }, { taker: 0, maker: 0, half: 0 }).at(-1)?.costs.participation).toBe(1);
});

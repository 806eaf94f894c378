import { type CostProfile, IDEAL } from './costs.ts';

/** A cost as it is switched on after the ones before it. */
export type CostStepId = 'none' | 'fee' | 'spread' | 'slippage' | 'latency' | 'impact' | 'participation';

/** The same run with no cost, then with one cost more at each step, the last with all of a profile: what each takes is the difference to the step before. */
export function costSteps(costs: CostProfile): readonly { readonly id: CostStepId; readonly costs: CostProfile }[] {
  let profile: CostProfile = { ...IDEAL, name: costs.name };
  const steps: { id: CostStepId; costs: CostProfile }[] = [{ id: 'none', costs: profile }];
  const more = (id: CostStepId, part: Partial<CostProfile>): void => {
    profile = { ...profile, ...part };
    steps.push({ id, costs: profile });
  };
  more('fee', { takerFeeBps: costs.takerFeeBps, makerFeeBps: costs.makerFeeBps });
  more('spread', { halfSpreadBps: costs.halfSpreadBps });
  const { slippageBps, slippageDeviations } = costs;
  more('slippage', slippageDeviations === undefined ? { slippageBps } : { slippageBps, slippageDeviations });
  more('latency', { latencyMs: costs.latencyMs });
  more('impact', { impact: costs.impact });
  more('participation', { participation: costs.participation });
  return steps;
}

import { CONSERVATIVE, type CostProfile, IDEAL } from '../../src-shared/domain/costs.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import { VENUE_FEES } from '../../src-shared/domain/venue-fees.ts';

/** The cost profiles that a run of the window may name. */
export const COST_PROFILES: readonly CostProfile[] = [
  CONSERVATIVE,
  // The first tier of each venue: what somebody pays who trades little.
  ...VENUE_FEES.flatMap(({ id, tiers: [tier] }) =>
    tier === undefined ? [] : [{ ...CONSERVATIVE, name: `venue:${id}`, takerFeeBps: tier.takerBps, makerFeeBps: tier.makerBps }],
  ),
  IDEAL,
];

/** The profile of a name. Fails with `input.invalid`. */
export function costsNamed(name: string): CostProfile {
  const found = COST_PROFILES.find((profile) => profile.name === name);
  if (found === undefined) throw new Fault('input.invalid', { field: 'costs', problem: `there is no cost profile ${name}.` });
  return found;
}

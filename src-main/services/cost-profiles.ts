import type { OwnCostsView } from '../../src-shared/contract/research.ts';
import { CONSERVATIVE, type CostProfile, IDEAL } from '../../src-shared/domain/costs.ts';
import { VENUE_FEES } from '../../src-shared/domain/venue-fees.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';

const FIXED: readonly CostProfile[] = [
  CONSERVATIVE,
  // The first tier of each venue: what somebody pays who trades little.
  ...VENUE_FEES.flatMap(({ id, tiers: [tier] }) =>
    tier === undefined ? [] : [{ ...CONSERVATIVE, name: `venue:${id}`, takerFeeBps: tier.takerBps, makerFeeBps: tier.makerBps }],
  ),
  IDEAL,
];

/** The cost profiles that a run of the window may name: fixed ones, and those that were measured on one's own fills. */
export class CostProfiles {
  private readonly look: () => Promise<OwnCostsView>;
  private measured: readonly CostProfile[] = [];

  /** `look` goes through the ledger's own fills. */
  constructor(look: () => Promise<OwnCostsView>) {
    this.look = look;
  }

  all(): readonly CostProfile[] {
    return [...FIXED, ...this.measured];
  }

  /** Estimates costs anew from the fills there are by now; from then on its profiles can be named. */
  async measure(): Promise<OwnCostsView> {
    const view = await this.look();
    this.measured = view.profiles;
    return view;
  }

  /** The profile of a name. Fails with `input.invalid`. */
  named(name: string): CostProfile {
    const found = this.all().find((profile) => profile.name === name);
    if (found === undefined) throw new Fault('input.invalid', { field: 'costs', problem: `there is no cost profile ${name}.` });
    return found;
  }
}

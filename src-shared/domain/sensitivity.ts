import type { CostProfile } from './costs.ts';

/** The same run under other costs, to see how much of a result hangs on them. */
export interface SensitivityCase {
  readonly id: 'costs-none' | 'costs-as-run' | 'costs-double' | 'latency-1s' | 'participation-half' | 'participation-double';
  readonly costs: CostProfile;
}

function scaled(
  costs: CostProfile,
  factor: number,
  fees: { readonly taker: number; readonly maker: number; readonly half: number },
): CostProfile {
  return {
    ...costs,
    takerFeeBps: (costs.takerFeeBps ?? fees.taker) * factor,
    makerFeeBps: (costs.makerFeeBps ?? fees.maker) * factor,
    halfSpreadBps: (costs.halfSpreadBps ?? fees.half) * factor,
    slippageBps: costs.slippageBps * factor,
    ...(costs.slippageDeviations === undefined ? {} : { slippageDeviations: costs.slippageDeviations * factor }),
    impact: costs.impact * factor,
  };
}

/**
 * The cases of the sensitivity table: fee, spread, slippage and impact left out and doubled, a second more of latency, half and twice the
 * share of a bar's volume. `own` is what the instrument itself charges where the profile leaves it open, basis points.
 */
export function sensitivityCases(
  costs: CostProfile,
  own: { readonly taker: number; readonly maker: number; readonly half: number },
): readonly SensitivityCase[] {
  return [
    { id: 'costs-none', costs: scaled(costs, 0, own) },
    { id: 'costs-as-run', costs },
    { id: 'costs-double', costs: scaled(costs, 2, own) },
    { id: 'latency-1s', costs: { ...costs, latencyMs: costs.latencyMs + 1_000 } },
    { id: 'participation-half', costs: { ...costs, participation: costs.participation / 2 } },
    { id: 'participation-double', costs: { ...costs, participation: Math.min(1, costs.participation * 2) } },
  ];
}

/** The cases that a run on perpetuals has besides: every rate of funding times a factor. */
export const FUNDING_CASES = [
  { id: 'funding-none', factor: 0 },
  { id: 'funding-double', factor: 2 },
] as const;

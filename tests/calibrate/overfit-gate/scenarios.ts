import { CONSERVATIVE } from '../../../src-shared/domain/costs.ts';
import type { Scenario } from './family.ts';

/** Half a spread where an instrument does not state its own, basis points. */
const HALF_SPREAD_BPS = 1;

/** What an entry or an exit costs by the default profile without impact: fee of a taker, half a spread, slippage. */
const COST_PER_SIDE = ((CONSERVATIVE.takerFeeBps ?? 0) + HALF_SPREAD_BPS + CONSERVATIVE.slippageBps) / 10_000;

/** Hours of 0.6 % deviation whose volatility comes and goes over days, with the heavy tails of Student's t with 5 degrees of freedom. */
const MARKET = { volatility: 0.006, clustering: 0.4, tails: 5, crashes: 0, autocorrelation: 0 } as const;

/** Long or short for a day on average, then out of the market for a day. */
const STYLE = { holdBars: 24, waitBars: 24, short: true } as const;

/** The world the bounds are held in: everybody pays what the program's default profile says. */
export const WITH_COSTS: Scenario = { name: 'with costs', make: MARKET, style: STYLE, costPerSide: COST_PER_SIDE };

/** The hardest noise there is: it loses nothing, so nothing but the statistics stands against it. */
export const WITHOUT_COSTS: Scenario = { name: 'without costs', make: MARKET, style: STYLE, costPerSide: 0 };

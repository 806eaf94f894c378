import type { Holding } from '../../../src-main/core/research/entry-significance.ts';
import { mixSeed, Sfc32 } from '../../../src-shared/kernel/random.ts';
import { type MarketMake, marketReturns, volatilityPath } from './market-path.ts';
import { edgeDrift, plantEdge } from './planted-edge.ts';
import { type TradingStyle, drawHoldings, traderReturns } from './random-trader.ts';

/** Hourly bars of a year, and four years of them. */
export const BARS_PER_YEAR = 24 * 365;
export const BARS = 4 * BARS_PER_YEAR;

/** A world that families are drawn from. */
export interface Scenario {
  readonly name: string;
  readonly make: MarketMake;
  readonly style: TradingStyle;
  /** Share of notional that every entry and every exit costs. */
  readonly costPerSide: number;
}

/** What a family is drawn with. */
export interface FamilyDraw {
  readonly noise: number;
  /** True annual Sharpe ratio after costs of an edge among them, which is then trial 0; null for noise alone. */
  readonly edge: number | null;
  readonly seed: number;
}

/** A family: trials of one style on one market. */
export interface Family {
  readonly closes: Float64Array;
  readonly holdings: readonly (readonly Holding[])[];
  /** Returns per bar of each trial after costs. */
  readonly returns: readonly Float64Array[];
}

/** Draws a market, plants the edge into it and lets every trial trade it. */
export function drawFamily({ make, style, costPerSide }: Scenario, { noise, edge, seed }: FamilyDraw): Family {
  const random = new Sfc32(seed);
  const volatility = volatilityPath(BARS, make, random);
  const market = marketReturns(volatility, make, random);
  const holdings = Array.from({ length: noise + (edge === null ? 0 : 1) }, () => drawHoldings(BARS, style, random));
  if (edge !== null) {
    const [planted = []] = holdings;
    const drift = edgeDrift({ volatility, holdings: planted, costPerSide, sharpe: edge / Math.sqrt(BARS_PER_YEAR) });
    plantEdge(market, planted, drift);
  }
  const closes = new Float64Array(BARS + 1).fill(1);
  for (let i = 0; i < BARS; i += 1) closes[i + 1] = closes[i]! * (1 + market[i]!);
  return { closes, holdings, returns: holdings.map((each) => traderReturns(market, each, costPerSide)) };
}

/** The seed of one family of a run: families of different kinds and scenarios share nothing. */
export function familySeed(seed: number, scenario: number, kind: 'noise' | 'edge', family: number): number {
  return mixSeed(seed, scenario, kind === 'noise' ? 1 : 2, family);
}

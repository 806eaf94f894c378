/** What filling costs, as a model. Every field appears in a report's assumptions. All basis points are of price or notional. */
export interface CostProfile {
  /** `conservative`, `ideal`, `venue:ID` or a name of the user's. */
  readonly name: string;
  /** Fee of an order that takes; null takes the instrument's. */
  readonly takerFeeBps: number | null;
  /** Fee of an order that rests; null takes the instrument's. */
  readonly makerFeeBps: number | null;
  /** Half the spread; null takes the instrument's own, or 1 bp where that is unknown. */
  readonly halfSpreadBps: number | null;
  readonly slippageBps: number;
  /** Slippage that grows with the market's movement: this many standard deviations of a minute's return on top of `slippageBps`; 0 or left out is off. */
  readonly slippageDeviations?: number;
  /** Coefficient c of the square-root impact c x daily volatility x sqrt(quantity / daily volume); 0 is off. */
  readonly impact: number;
  /** The share of a bar's (or print's) volume one order may take, above 0 up to 1. */
  readonly participation: number;
  /** Time from decision to the venue, milliseconds of market time. */
  readonly latencyMs: number;
}

/** The default profile: no fill is free. Half spread is the instrument's own where known, else 1 bp. */
export const CONSERVATIVE: CostProfile = {
  name: 'conservative',
  takerFeeBps: 10,
  makerFeeBps: 8,
  halfSpreadBps: null,
  slippageBps: 1,
  impact: 1,
  participation: 0.1,
  latencyMs: 250,
};

/** All costs off: for comparisons only, and named in the title of every report made with it. */
export const IDEAL: CostProfile = {
  name: 'ideal',
  takerFeeBps: 0,
  makerFeeBps: 0,
  halfSpreadBps: 0,
  slippageBps: 0,
  impact: 0,
  participation: 1,
  latencyMs: 0,
};

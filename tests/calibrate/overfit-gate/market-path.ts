import type { Random } from '../../../src-shared/kernel/random.ts';

/** The make of a generated market: what its bars have in common with real ones. */
export interface MarketMake {
  /** Deviation of a bar's return at middling volatility. */
  readonly volatility: number;
  /** Deviation of the logarithm of volatility, which comes and goes over days; 0 for constant volatility. */
  readonly clustering: number;
  /** Degrees of freedom of Student's t for the shocks; null for normal ones. */
  readonly tails: number | null;
  /** Skew of the shocks: the weight of a centred exponential loss in them, 0 to 1. */
  readonly crashes: number;
  /** Correlation of a bar's return with the one before. */
  readonly autocorrelation: number;
}

/** Hours over which volatility forgets: about four days. */
const VOLATILITY_MEMORY = 96;

/** Volatility of every bar: the exponential of an autoregression. */
export function volatilityPath(bars: number, make: MarketMake, random: Random): Float64Array {
  const path = new Float64Array(bars);
  const kept = Math.exp(-1 / VOLATILITY_MEMORY);
  const fresh = Math.sqrt(1 - kept * kept);
  let state = random.normal();
  for (let i = 0; i < bars; i += 1) {
    path[i] = make.volatility * Math.exp(make.clustering * state);
    state = kept * state + fresh * random.normal();
  }
  return path;
}

/** A shock with mean 0 and variance 1. */
function drawShock({ tails, crashes }: MarketMake, random: Random): number {
  let shock = random.normal();
  if (tails !== null) {
    let chi = 0;
    for (let i = 0; i < tails; i += 1) chi += random.normal() ** 2;
    shock *= Math.sqrt((tails - 2) / chi);
  }
  if (crashes === 0) return shock;
  const loss = 1 + Math.log(1 - random.next());
  return crashes * loss + Math.sqrt(1 - crashes * crashes) * shock;
}

/** Returns per bar without any drift: shocks times volatility, carried over by the autocorrelation. */
export function marketReturns(volatility: Float64Array, make: MarketMake, random: Random): Float64Array {
  const returns = new Float64Array(volatility.length);
  const fresh = Math.sqrt(1 - make.autocorrelation ** 2);
  let before = 0;
  for (let i = 0; i < returns.length; i += 1) {
    before = make.autocorrelation * before + fresh * drawShock(make, random);
    returns[i] = volatility[i]! * before;
  }
  return returns;
}

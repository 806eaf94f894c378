import { mixSeed } from '../../../../src-shared/kernel/random.ts';
import { ALT, FIRST_OWN, MARKET, type DaySeries } from './day-series.ts';
import { hashAt } from './hash.ts';
import { DAY_MINUTES, type MinuteFactors } from './minute-factors.ts';
import { NORMAL } from './quantiles.ts';
import type { SimProfile } from './sim-instruments.ts';

/** Prints of a minute: at least, at most. */
export const MIN_PRINTS = 2;
export const MAX_PRINTS = 480;

/** A middle price never falls under this many steps, so that a book has room under it. */
const FLOOR_STEPS = 400;
const PATH_STREAM = 0x9a74;

/** One instrument's day before its prints: everything that is known of each minute without looking into it. */
export interface DayPath {
  /** Key of the chance inside this day's minutes. */
  readonly key: number;
  /** Middle price in steps (not whole) at the borders of the minutes: entry i is the start of minute i, entry 1440 the next midnight. */
  readonly middle: Float64Array;
  /** Standard deviation of the middle price within a minute, steps. */
  readonly deviation: Float64Array;
  /** Wanted distance of bid and ask, steps (not whole). */
  readonly spread: Float64Array;
  /** Number of prints of each minute. */
  readonly prints: Uint16Array;
}

/** The parts a day's path is made of. */
export interface DayPathSource {
  readonly seed: number;
  readonly profiles: readonly SimProfile[];
  readonly days: DaySeries;
  readonly factors: MinuteFactors;
}

/** Computes one instrument's day (days since 1970). */
export function dayPath(source: DayPathSource, instrument: number, day: number): DayPath {
  const profile = source.profiles[instrument] as SimProfile;
  const path: DayPath = {
    key: mixSeed(source.seed, PATH_STREAM, instrument, day),
    middle: new Float64Array(DAY_MINUTES + 1),
    deviation: new Float64Array(DAY_MINUTES),
    spread: new Float64Array(DAY_MINUTES),
    prints: new Uint16Array(DAY_MINUTES),
  };
  walkMiddle(source, instrument, day, path);
  const meanVolatility = profile.dailyVolatility / Math.sqrt(DAY_MINUTES);
  for (let i = 0; i < DAY_MINUTES; i += 1) {
    const volatility = path.deviation[i] as number;
    const relative = volatility / meanVolatility;
    const busy = Math.exp(0.35 * (NORMAL[hashAt(path.key, -2 - i) >>> 20] as number));
    path.prints[i] = Math.min(MAX_PRINTS, Math.max(MIN_PRINTS, Math.round(profile.printsPerMinute * relative * busy)));
    path.spread[i] = Math.max(1, profile.spreadSteps * Math.sqrt(relative));
    path.deviation[i] = volatility * (path.middle[i] as number);
  }
  return path;
}

/** Fills the middle prices, and leaves the relative volatility of each minute in `deviation`. */
function walkMiddle(source: DayPathSource, instrument: number, day: number, path: DayPath): void {
  const profile = source.profiles[instrument] as SimProfile;
  const market = source.factors.factor(MARKET, day);
  const alt = source.factors.factor(ALT, day);
  const own = source.factors.factor(FIRST_OWN + instrument, day);
  const { dailyVolatility, marketShare, altShare, ownShare } = profile;
  const marketLoad = dailyVolatility * Math.sqrt(marketShare);
  const altLoad = dailyVolatility * Math.sqrt(altShare);
  const ownLoad = dailyVolatility * Math.sqrt(ownShare);
  const stepsPerUnit = profile.ticksPerUnit / profile.step;
  const inSteps = (logPrice: number): number => Math.max(FLOOR_STEPS, Math.exp(logPrice) * stepsPerUnit);
  let logPrice = source.days.logOpen(instrument, day);
  for (let i = 0; i < DAY_MINUTES; i += 1) {
    path.middle[i] = inSteps(logPrice);
    const variance =
      dailyVolatility *
      dailyVolatility *
      (marketShare * (market.variance[i] as number) + altShare * (alt.variance[i] as number) + ownShare * (own.variance[i] as number));
    const shock = marketLoad * (market.shock[i] as number) + altLoad * (alt.shock[i] as number) + ownLoad * (own.shock[i] as number);
    logPrice += shock - variance / 2;
    path.deviation[i] = Math.sqrt(variance);
  }
  // Rounding must not leave a seam at midnight: the day ends exactly where the next begins.
  path.middle[DAY_MINUTES] = inSteps(source.days.logOpen(instrument, day + 1));
}

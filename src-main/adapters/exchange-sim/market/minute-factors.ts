import { mixSeed, Sfc32 } from '../../../../src-shared/kernel/random.ts';
import type { DaySeries } from './day-series.ts';
import { hash32, hashAt } from './hash.ts';
import { Lru } from './lru.ts';
import { NORMAL } from './quantiles.ts';

/** Minutes of a day. */
export const DAY_MINUTES = 1440;

const CACHED_DAYS = 128;
const COMMON_STREAM = 0xc033;
const OWN_STREAM = 0x0f01;
const SHOCK_STREAM = 0x5b0c;
const KNOT_STREAM = 0x4b07;

/** One process of minute log-variance: half life in minutes, stationary deviation. */
interface Wave {
  readonly halfLife: number;
  readonly deviation: number;
}

/** Moods of the whole market: hours and minutes long. */
const SLOW: Wave = { halfLife: 100, deviation: 0.65 };
const FAST: Wave = { halfLife: 8, deviation: 0.55 };
/** A component's own mood. */
const OWN: Wave = { halfLife: 30, deviation: 0.5 };
/** What a single minute adds without memory. */
const NOISE_DEVIATION = 0.5;
/** Once in so many minutes news breaks: the minute's variance is multiplied, and the moods do not know of it. */
const NEWS_PER = 1_200;
const NEWS_FACTOR = 16;

/** The hours of a day are not equal: log-variance is highest at 15:00 UTC, lowest at 03:00. */
const SEASON = Float64Array.from({ length: DAY_MINUTES }, (_, i) => 0.35 * Math.cos((2 * Math.PI * (i - 900)) / DAY_MINUTES));

/** One component within one day, by minute: variance and return; both sum to the day's. */
export interface MinuteFactor {
  readonly variance: Float64Array;
  readonly shock: Float64Array;
}

/** Adds to `out` an autoregression that starts at the day's knot and ends at the next day's, so that moods run through midnight. */
function addWave(out: Float64Array, wave: Wave, key: number, day: number): void {
  const persistence = Math.exp(-Math.LN2 / wave.halfLife);
  const noise = Math.sqrt(1 - persistence * persistence) * wave.deviation;
  const knot = (at: number): number => wave.deviation * (NORMAL[hashAt(mixSeed(key, KNOT_STREAM), at) >>> 20] as number);
  const stream = mixSeed(key, day);
  let state = knot(day);
  for (let i = 0; i < DAY_MINUTES; i += 1) {
    out[i] = (out[i] as number) + state;
    state = persistence * state + noise * (NORMAL[hashAt(stream, i) >>> 20] as number);
  }
  let missing = knot(day + 1) - state;
  for (let i = DAY_MINUTES - 1; i >= 0 && Math.abs(missing) > 1e-6; i -= 1) {
    missing *= persistence;
    out[i] = (out[i] as number) + missing;
  }
}

/**
 * The market's components minute by minute. The variances of a day's minutes come first and sum to the day's variance; given them the
 * minutes' returns are independent normal numbers which sum to the day's return. Drawing the sum first and bridging to it is exactly the
 * same law as drawing the minutes alone (a Gaussian vector conditioned on its sum, the sum drawn from its own law): nothing pulls a price back.
 */
export class MinuteFactors {
  private readonly seed: number;
  private readonly days: DaySeries;
  private readonly moods = new Lru<Float64Array>(CACHED_DAYS);
  private readonly shared = [new Lru<MinuteFactor>(CACHED_DAYS), new Lru<MinuteFactor>(CACHED_DAYS)];

  constructor(seed: number, days: DaySeries) {
    this.seed = seed;
    this.days = days;
  }

  /** A component on a day (days since 1970). Components that several instruments share are kept. */
  factor(component: number, day: number): MinuteFactor {
    const cache = this.shared[component];
    return cache === undefined ? this.compute(component, day) : cache.get(day, () => this.compute(component, day));
  }

  private mood(day: number): Float64Array {
    return this.moods.get(day, () => {
      const out = SEASON.slice();
      addWave(out, SLOW, mixSeed(this.seed, COMMON_STREAM, 0), day);
      addWave(out, FAST, mixSeed(this.seed, COMMON_STREAM, 1), day);
      return out;
    });
  }

  private compute(component: number, day: number): MinuteFactor {
    const variance = this.mood(day).slice();
    addWave(variance, OWN, mixSeed(this.seed, OWN_STREAM, component), day);
    const noise = mixSeed(this.seed, OWN_STREAM, component, day, 1);
    let total = 0;
    for (let i = 0; i < DAY_MINUTES; i += 1) {
      const bits = hashAt(noise, i);
      const news = (hash32(bits) >>> 0) % NEWS_PER === 0 ? NEWS_FACTOR : 1;
      const value = news * Math.exp((variance[i] as number) + NOISE_DEVIATION * (NORMAL[bits >>> 20] as number));
      variance[i] = value;
      total += value;
    }
    const scale = this.days.variance(component, day) / total;
    for (let i = 0; i < DAY_MINUTES; i += 1) variance[i] = scale * (variance[i] as number);
    return { variance, shock: this.shocks(component, day, variance) };
  }

  private shocks(component: number, day: number, variance: Float64Array): Float64Array {
    const random = new Sfc32(mixSeed(this.seed, SHOCK_STREAM, component, day));
    const shock = new Float64Array(DAY_MINUTES);
    let sum = 0;
    for (let i = 0; i < DAY_MINUTES; i += 1) {
      const value = Math.sqrt(variance[i] as number) * random.normal();
      shock[i] = value;
      sum += value;
    }
    const missing = (this.days.componentReturn(component, day) - sum) / this.days.variance(component, day);
    for (let i = 0; i < DAY_MINUTES; i += 1) shock[i] = (shock[i] as number) + missing * (variance[i] as number);
    return shock;
  }
}

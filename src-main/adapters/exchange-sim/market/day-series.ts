import { invariant } from '../../../../src-shared/kernel/result.ts';
import { mixSeed, Sfc32 } from '../../../../src-shared/kernel/random.ts';
import { DAY_MS } from '../../../../src-shared/kernel/time.ts';
import { SIM_ANCHOR_MS, SIM_END_MS, SIM_ORIGIN_MS, type SimProfile } from './sim-instruments.ts';

const ORIGIN_DAY = SIM_ORIGIN_MS / DAY_MS;
const END_DAY = SIM_END_MS / DAY_MS;
const ANCHOR_DAY = SIM_ANCHOR_MS / DAY_MS;
const DAY_STREAM = 0x0da7;
const GROWTH_DAYS = 512;

/** Persistence and stationary deviation of the log-variance from day to day: one process of the whole market, one of each component, one without memory. */
const COMMON = { persistence: 0.97, deviation: 0.45 };
const OWN = { persistence: 0.94, deviation: 0.28 };
const NOISE_DEVIATION = 0.3;
const MEAN_CORRECTION = (COMMON.deviation ** 2 + OWN.deviation ** 2 + NOISE_DEVIATION ** 2) / 2;

/** Index of the component that moves the whole market. */
export const MARKET = 0;
/** Index of the component that all but the leading coin share. */
export const ALT = 1;
/** Index of the first instrument's own component; the others follow. */
export const FIRST_OWN = 2;

/**
 * What is drawn once a day: for each independent component (the market, the other coins, each instrument's own) a variance and a return of
 * exactly that variance, and from them every instrument's log price at each midnight. Variances have mean 1 in units of the component's share.
 */
export class DaySeries {
  private readonly seed: number;
  private readonly profiles: readonly SimProfile[];
  private readonly components: number;
  private computed = 0;
  private capacity = GROWTH_DAYS * 4;
  private variances: Float64Array;
  private returns: Float64Array;
  private logPrices: Float64Array;
  private readonly own: Float64Array;
  private common = 0;

  constructor(seed: number, profiles: readonly SimProfile[]) {
    this.seed = seed;
    this.profiles = profiles;
    this.components = FIRST_OWN + profiles.length;
    this.variances = new Float64Array(this.capacity * this.components);
    this.returns = new Float64Array(this.capacity * this.components);
    this.logPrices = new Float64Array((this.capacity + 1) * profiles.length);
    this.own = new Float64Array(this.components);
  }

  /** Variance of a component on a day (days since 1970), mean 1. */
  variance(component: number, day: number): number {
    const row = this.row(day);
    return this.variances[row * this.components + component] as number;
  }

  /** Return of a component on a day: normal with mean 0 and the day's variance. */
  componentReturn(component: number, day: number): number {
    const row = this.row(day);
    return this.returns[row * this.components + component] as number;
  }

  /** Log of an instrument's middle price, quote units, at the midnight that begins a day. */
  logOpen(instrument: number, day: number): number {
    const count = this.profiles.length;
    const row = this.row(day);
    const anchor = this.row(ANCHOR_DAY);
    const sinceAnchor = (this.logPrices[row * count + instrument] as number) - (this.logPrices[anchor * count + instrument] as number);
    return Math.log((this.profiles[instrument] as SimProfile).level) + sinceAnchor;
  }

  /** Row of a day, computed by now. Take it before the columns are read: they may grow. */
  private row(day: number): number {
    invariant(day >= ORIGIN_DAY && day <= END_DAY, 'the simulated market exists from 2022 to 2100');
    const row = day - ORIGIN_DAY;
    while (this.computed <= row) this.appendDay(this.computed);
    return row;
  }

  private appendDay(row: number): void {
    if (row >= this.capacity) this.grow();
    // A stream of its own per day: what a day draws does not depend on how many numbers the days before took.
    const random = new Sfc32(mixSeed(this.seed, DAY_STREAM, row));
    this.common = COMMON.persistence * this.common + Math.sqrt(1 - COMMON.persistence ** 2) * COMMON.deviation * random.normal();
    for (let component = 0; component < this.components; component += 1) {
      const own = OWN.persistence * (this.own[component] as number) + Math.sqrt(1 - OWN.persistence ** 2) * OWN.deviation * random.normal();
      this.own[component] = own;
      const variance = Math.exp(this.common + own + NOISE_DEVIATION * random.normal() - MEAN_CORRECTION);
      this.variances[row * this.components + component] = variance;
      this.returns[row * this.components + component] = Math.sqrt(variance) * random.normal();
    }
    this.appendPrices(row);
    this.computed = row + 1;
  }

  private appendPrices(row: number): void {
    const count = this.profiles.length;
    const base = row * this.components;
    for (let instrument = 0; instrument < count; instrument += 1) {
      const profile = this.profiles[instrument] as SimProfile;
      const component = (index: number): readonly [number, number] => [
        this.variances[base + index] as number,
        this.returns[base + index] as number,
      ];
      const [marketVariance, market] = component(MARKET);
      const [altVariance, alt] = component(ALT);
      const [ownVariance, own] = component(FIRST_OWN + instrument);
      const variance = profile.marketShare * marketVariance + profile.altShare * altVariance + profile.ownShare * ownVariance;
      const shock = Math.sqrt(profile.marketShare) * market + Math.sqrt(profile.altShare) * alt + Math.sqrt(profile.ownShare) * own;
      // The drift that makes the price itself, not its logarithm, a fair game: E[exp(shock - variance / 2)] = 1.
      const logReturn = profile.dailyVolatility * shock - (profile.dailyVolatility ** 2 * variance) / 2;
      this.logPrices[(row + 1) * count + instrument] = (this.logPrices[row * count + instrument] as number) + logReturn;
    }
  }

  private grow(): void {
    this.capacity += GROWTH_DAYS;
    const grown = (old: Float64Array, length: number): Float64Array => {
      const next = new Float64Array(length);
      next.set(old);
      return next;
    };
    this.variances = grown(this.variances, this.capacity * this.components);
    this.returns = grown(this.returns, this.capacity * this.components);
    this.logPrices = grown(this.logPrices, (this.capacity + 1) * this.profiles.length);
  }
}

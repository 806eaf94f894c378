/** Time between two samples of every price, ms; and how many returns are looked at. */
export const SAMPLE_MS = 900_000;
export const SAMPLES = 96;

/** What a restart goes on with. */
export interface CorrelationMemory {
  readonly next: number;
  readonly taken: number;
  readonly last: readonly number[];
  readonly returns: readonly number[];
}

/**
 * Which instruments move together: prices are sampled each quarter of an hour of market time, and instruments whose last 96 returns correlate
 * above a threshold, directly or by way of others, are one group. Sums are kept as samples come and go; nothing is allocated for a sample.
 */
export class CorrelationGroups {
  private readonly count: number;
  private readonly last: Float64Array;
  /** Returns as rows of a ring: sample by sample, one column an instrument. */
  private readonly returns: Float64Array;
  private readonly sum: Float64Array;
  private readonly product: Float64Array;
  private readonly leader: Int32Array;
  private next = Number.NEGATIVE_INFINITY;
  private taken = 0;
  private threshold = 1;

  constructor(instruments: number) {
    this.count = instruments;
    this.last = new Float64Array(instruments);
    this.returns = new Float64Array(instruments * SAMPLES);
    this.sum = new Float64Array(instruments);
    this.product = new Float64Array(instruments * instruments);
    this.leader = Int32Array.from({ length: instruments }, (_, index) => index);
  }

  /** How many returns are known, at most as many as are needed. */
  get warm(): number {
    return Math.min(this.taken, SAMPLES);
  }

  /** From which correlation on instruments are one group, a fraction. */
  join(threshold: number): void {
    if (threshold === this.threshold) return;
    this.threshold = threshold;
    this.group();
  }

  /** Whether two instruments are of one group. */
  together(a: number, b: number): boolean {
    return this.leader[a] === this.leader[b];
  }

  /** Takes the prices of an instant that is over; true where they were a sample. */
  take(time: number, prices: Float64Array): boolean {
    if (time < this.next) return false;
    this.next = (Math.floor(time / SAMPLE_MS) + 1) * SAMPLE_MS;
    const { count, last } = this;
    let known = true;
    for (let i = 0; i < count; i += 1) known &&= last[i]! > 0 && prices[i]! > 0;
    if (known) this.push(prices);
    for (let i = 0; i < count; i += 1) last[i] = prices[i]!;
    if (known && this.taken >= SAMPLES) this.group();
    return true;
  }

  private push(prices: Float64Array): void {
    const { count, returns, last } = this;
    const row = (this.taken % SAMPLES) * count;
    // Once around, sums are formed anew, so that nothing drifts.
    if (row === 0 && this.taken > 0) this.resum();
    if (this.taken >= SAMPLES) this.weigh(row, -1);
    for (let i = 0; i < count; i += 1) returns[row + i] = Math.log(prices[i]! / last[i]!);
    this.taken += 1;
    this.weigh(row, 1);
  }

  private weigh(row: number, sign: number): void {
    const { count, returns, sum, product } = this;
    for (let i = 0; i < count; i += 1) {
      const value = returns[row + i]!;
      sum[i] = sum[i]! + sign * value;
      for (let j = 0; j <= i; j += 1) product[i * count + j] = product[i * count + j]! + sign * value * returns[row + j]!;
    }
  }

  private resum(): void {
    this.sum.fill(0);
    this.product.fill(0);
    for (let row = 0; row < this.warm; row += 1) this.weigh(row * this.count, 1);
  }

  /** Correlation of the returns of two instruments, NaN where one of them did not move. */
  correlation(a: number, b: number): number {
    const { count, sum, product } = this;
    const [i, j] = a >= b ? [a, b] : [b, a];
    const n = this.warm;
    const covariance = n * product[i * count + j]! - sum[i]! * sum[j]!;
    const first = n * product[i * count + i]! - sum[i]! ** 2;
    const second = n * product[j * count + j]! - sum[j]! ** 2;
    return first > 0 && second > 0 ? covariance / Math.sqrt(first * second) : Number.NaN;
  }

  private group(): void {
    const { count, leader, threshold } = this;
    for (let i = 0; i < count; i += 1) leader[i] = i;
    if (this.taken < SAMPLES) return;
    for (let i = 0; i < count; i += 1)
      for (let j = 0; j < i; j += 1) if (leader[i] !== leader[j] && this.correlation(i, j) > threshold) this.unite(leader[i]!, leader[j]!);
  }

  private unite(a: number, b: number): void {
    const { leader } = this;
    for (let i = 0; i < this.count; i += 1) if (leader[i] === a) leader[i] = b;
  }

  /** What has been sampled, for keeping. */
  get memory(): CorrelationMemory {
    return { next: this.next, taken: this.taken, last: [...this.last], returns: [...this.returns] };
  }

  /** Goes on with what was sampled of the same instruments. */
  restore({ next, taken, last, returns }: CorrelationMemory): void {
    if (last.length !== this.count) return;
    this.next = next;
    this.taken = taken;
    this.last.set(last);
    this.returns.set(returns);
    this.resum();
    this.group();
  }
}

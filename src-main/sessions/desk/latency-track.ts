/** Answers remembered for the percentile. */
const KEPT = 200;

/** Time from the decision on an order to the venue's first answer, market time, ms. */
export class LatencyTrack {
  private readonly waiting = new Map<string, number>();
  private readonly answers: number[] = [];

  sent(order: string, decidedAt: number): void {
    this.waiting.set(order, decidedAt);
  }

  answered(order: string, time: number): void {
    const decidedAt = this.waiting.get(order);
    if (decidedAt === undefined) return;
    this.waiting.delete(order);
    this.answers.push(time - decidedAt);
    if (this.answers.length > KEPT) this.answers.shift();
  }

  get last(): number | null {
    return this.answers.at(-1) ?? null;
  }

  /** The 95th percentile of the newest answers, by nearest rank. */
  get p95(): number | null {
    if (this.answers.length === 0) return null;
    const sorted = this.answers.toSorted((a, b) => a - b);
    return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? null;
  }
}

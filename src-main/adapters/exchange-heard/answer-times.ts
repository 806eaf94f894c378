import type { AnswerTimesRow } from '../../../src-shared/contract/venue.ts';

/** Answers of a kind that the figures are of. */
const KEPT = 200;
/** Requests that wait for their answer; a request that is never answered is forgotten. */
const WAITING = 2_000;

/** How long a venue took for its newest answers to one kind of request. */
export class AnswerClock {
  private readonly waiting = new Map<string, number>();
  private readonly times: number[] = [];

  /** A request left; `now` is of a clock that never jumps, ms. */
  asked(name: string, now: number): void {
    this.waiting.delete(name);
    this.waiting.set(name, now);
    for (const oldest of this.waiting.keys()) {
      if (this.waiting.size <= WAITING) break;
      this.waiting.delete(oldest);
    }
  }

  /** The venue has answered it. */
  answered(name: string, now: number): void {
    const from = this.waiting.get(name);
    if (from === undefined) return;
    this.waiting.delete(name);
    this.times.push(now - from);
    if (this.times.length > KEPT) this.times.shift();
  }

  /** It ended without the venue's word: how long that took says nothing of the venue. */
  failed(name: string): void {
    this.waiting.delete(name);
  }

  get figures(): AnswerTimesRow | null {
    const { length } = this.times;
    if (length === 0) return null;
    const sorted = this.times.toSorted((a, b) => a - b);
    const rank = (share: number): number => sorted[Math.ceil(length * share) - 1]!;
    return { count: length, lastMs: this.times[length - 1]!, p50Ms: rank(0.5), p99Ms: rank(0.99) };
  }
}

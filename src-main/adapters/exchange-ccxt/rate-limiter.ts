import type { Clock } from '../../ports/clock.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { RequestBudget, type RequestCost, type RequestLimit } from '../../core/rate-limit/request-budget.ts';
import { RequestQueue } from '../../core/rate-limit/request-queue.ts';

/** How much longer one request may be on its way than another, ms. */
const SLACK_MS = 2_000;
/** Silence after a refusal that does not say how long, ms. */
const PAUSE_MS = 60_000;

interface Turn {
  readonly cost: RequestCost;
  readonly go: () => void;
  readonly refuse: (fault: Fault) => void;
}

/** The one door to a venue for all callers of a key: each waits until its request may go. */
export class RateLimiter {
  private readonly venue: string;
  private readonly clock: Clock;
  private readonly budget: RequestBudget;
  private readonly queue: RequestQueue<Turn>;
  private waking = false;
  private left = false;

  constructor(venue: string, limits: readonly RequestLimit[], clock: Clock) {
    this.venue = venue;
    this.clock = clock;
    this.budget = new RequestBudget(limits, SLACK_MS);
    this.queue = new RequestQueue(this.budget);
  }

  /** Waits for a request's turn. Fails with `venue.left` when the venue is left before it comes. */
  turn(cost: RequestCost): Promise<void> {
    return new Promise((go, refuse) => {
      if (this.left) refuse(this.leaving());
      else this.queue.add({ cost, go, refuse });
      this.serve();
    });
  }

  /** The venue has counted so much of a limit. */
  learn(name: string, used: number): void {
    this.budget.learn(name, used, this.clock.monotonic());
  }

  /** Share of the tightest limit that is used, 0 to 1. */
  use(): number {
    return Math.min(1, this.budget.use(this.clock.monotonic()));
  }

  /** The venue has refused for too many requests, and says for how long, or nothing. */
  pause(retryAfterMs: number | null): void {
    this.budget.pause(this.clock.monotonic() + (retryAfterMs ?? PAUSE_MS));
  }

  /** Nobody's turn comes any more. */
  close(): void {
    this.left = true;
    for (const { refuse } of this.queue.drain()) refuse(this.leaving());
  }

  private leaving(): Fault {
    return new Fault('venue.left', { venue: this.venue });
  }

  private serve(): void {
    for (let next = this.queue.take(this.clock.monotonic()); next !== null; next = this.queue.take(this.clock.monotonic())) next.go();
    const wait = this.queue.waitFor(this.clock.monotonic());
    if (wait === null || this.waking) return;
    this.waking = true;
    this.clock.after(Math.max(1, Math.ceil(wait)), () => {
      this.waking = false;
      this.serve();
    });
  }
}

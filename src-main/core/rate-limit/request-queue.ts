import type { RequestBudget, RequestCost, Urgency } from './request-budget.ts';
import { URGENCIES } from './request-budget.ts';

/** A request that waits for its turn. */
export interface WaitingRequest {
  readonly cost: RequestCost;
}

/** Requests in the order in which they may go: by urgency, then first come first served. */
export class RequestQueue<Request extends WaitingRequest> {
  private readonly budget: RequestBudget;
  private readonly lines = new Map<Urgency, Request[]>(URGENCIES.map((urgency) => [urgency, []]));

  constructor(budget: RequestBudget) {
    this.budget = budget;
  }

  get length(): number {
    return [...this.lines.values()].reduce((sum, line) => sum + line.length, 0);
  }

  add(request: Request): void {
    this.lines.get(request.cost.urgency)?.push(request);
  }

  /**
   * The request that goes now, taken out and noted, or null. Nothing less urgent passes one that waits for weight, or it would wait for ever;
   * one that waits for the count of orders holds up nobody.
   */
  take(now: number): Request | null {
    for (const urgency of URGENCIES) {
      const line = this.lines.get(urgency);
      const first = line?.[0];
      if (line === undefined || first === undefined) continue;
      if (this.budget.waitFor(first.cost, now) === 0) {
        line.shift();
        this.budget.take(first.cost, now);
        return first;
      }
      if (!this.budget.waitsForOrders(first.cost, now)) return null;
    }
    return null;
  }

  /** Ms until `take` may give something, or null while nothing waits. */
  waitFor(now: number): number | null {
    let least: number | null = null;
    for (const [first] of this.lines.values()) {
      if (first === undefined) continue;
      const wait = this.budget.waitFor(first.cost, now);
      least = least === null ? wait : Math.min(least, wait);
    }
    return least;
  }

  /** Everything that waits, taken out: the venue is left. */
  drain(): Request[] {
    return [...this.lines.values()].flatMap((line) => line.splice(0));
  }
}

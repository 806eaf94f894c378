import { AsyncLocalStorage } from 'node:async_hooks';
import { URGENCIES, type Urgency } from '../../core/rate-limit/request-budget.ts';

interface Waiting {
  readonly urgency: Urgency;
  readonly go: () => void;
}

/**
 * Lets one request after the other through, the most urgent first, for venues whose requests carry a number that must grow: two of them
 * at once could arrive the other way round, and the venue would refuse one.
 */
export class OneAtATime {
  private readonly waiting: Waiting[] = [];
  private readonly calls = new AsyncLocalStorage<{ holds: boolean }>();
  private busy = false;

  /** Carries out a call that passes `enter` once, between waiting for its turn at the limiter and writing its number. */
  async call<Value>(call: () => Promise<Value>): Promise<Value> {
    const ticket = { holds: false };
    try {
      return await this.calls.run(ticket, call);
    } finally {
      if (ticket.holds) this.leave();
    }
  }

  /** Waits until nobody else is under way. Calls that need no number pass. */
  async enter(urgency: Urgency): Promise<void> {
    const ticket = this.calls.getStore();
    if (ticket === undefined) return;
    if (this.busy) await new Promise<void>((go) => this.waiting.push({ urgency, go }));
    this.busy = true;
    ticket.holds = true;
  }

  private leave(): void {
    const next = URGENCIES.map((urgency) => this.waiting.findIndex((each) => each.urgency === urgency)).find((place) => place >= 0);
    if (next === undefined) this.busy = false;
    else this.waiting.splice(next, 1)[0]?.go();
  }
}

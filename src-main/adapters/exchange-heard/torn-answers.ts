import type { Clock } from '../../ports/clock.ts';
import type { VenueMessage, VenueRequest } from '../../ports/venue-orders.ts';

/** How long an answer may take whose parts are taken for one instant, ms. */
const TORN_MS = 120_000;

/**
 * Answers that went on while the machine slept, or that were held up for as long, have parts of different times: balances of hours after the orders beside them, orders as
 * open that have ended and been forgotten since. They say nothing, and the question is asked again.
 */
export class TornAnswers {
  private readonly clock: Clock;
  /** When each question without an answer was asked, wall time. */
  private readonly askedAt = new Map<string, number>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  asked(request: VenueRequest): void {
    const name = questionOf(request);
    if (name !== null) this.askedAt.set(name, this.clock.now());
  }

  /** The message, or that there was no answer. */
  heard(message: VenueMessage): VenueMessage {
    const name = answered(message);
    if (name === null) return message;
    const took = this.clock.now() - (this.askedAt.get(name) ?? Number.POSITIVE_INFINITY);
    this.askedAt.delete(name);
    if (took <= TORN_MS) return message;
    const problem = `reading it took ${String(Math.round(took / 1_000))} s, so that its parts are of different times. It is read again.`;
    if (message.kind === 'looked') return { kind: 'look-failed', number: message.number, problem };
    if (message.kind === 'listed') return { kind: 'list-failed', number: message.number, problem };
    return message.kind === 'found' ? { kind: 'unanswered', id: message.order.id, problem } : message;
  }
}

function questionOf(request: VenueRequest): string | null {
  if (request.kind === 'look' || request.kind === 'list') return `${request.kind} ${String(request.number)}`;
  return request.kind === 'ask' ? `ask ${request.id}` : null;
}

function answered(message: VenueMessage): string | null {
  switch (message.kind) {
    case 'looked':
    case 'look-failed':
      return `look ${String(message.number)}`;
    case 'listed':
    case 'list-failed':
      return `list ${String(message.number)}`;
    case 'found':
      return `ask ${message.order.id}`;
    case 'absent':
    case 'unanswered':
      return `ask ${message.id}`;
    default:
      return null;
  }
}

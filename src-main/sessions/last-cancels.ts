import { ELSEWHERE } from '../../src-shared/domain/order.ts';
import type { ClientOrderId } from '../../src-shared/kernel/ids.ts';
import { isProtective } from '../core/engine/order-register.ts';
import type { OpenOrder } from '../core/engine/order-register.ts';
import type { Clock } from '../ports/clock.ts';
import type { ExecutionVenue } from '../ports/execution-venue.ts';
import type { OpenedSession } from './open-session.ts';

/** How long the venue has to end them, and how often it is asked to and looked at, ms. */
const LONGEST_MS = 5_000;
const AGAIN_MS = 1_000;
const REST_MS = 20;

/** Where orders are cancelled without a session. */
export interface OrderCanceller extends Pick<ExecutionVenue, 'cancel'> {
  /** As far as the venue has told. */
  isOpen(id: ClientOrderId): boolean;
}

/** What the last cancels are sent with. */
export interface LastCancelsParts {
  readonly opened: OpenedSession;
  readonly venue: OrderCanceller;
  readonly clock: Clock;
  readonly onNote: (sentence: string) => void;
}

/**
 * After a step that failed nothing can be booked any more, and nobody watches what still rests at the venue. What could open a position is cancelled there without
 * the ledger, as far as the venue answers; what protects one stays. A person is told what stands where; the next start books the ends. How many may still stand.
 */
export async function lastCancels({ opened, venue, clock, onNote }: LastCancelsParts): Promise<number> {
  const { account } = opened.engine;
  const stands = ({ order }: OpenOrder): boolean => venue.isOpen(order.id);
  const standing = account.orders.all().filter(stands);
  const opening = standing.filter(({ order }) => !isProtective(order) && order.origin !== ELSEWHERE);
  const begun = clock.monotonic();
  for (let asked = 0; opening.some(stands) && clock.monotonic() < begun + LONGEST_MS;) {
    if (clock.monotonic() >= begun + asked * AGAIN_MS) {
      asked += 1;
      for (const { order } of opening.filter(stands)) venue.cancel(order.id, 'kill-switch');
    }
    await new Promise<void>((resolve) => {
      clock.after(REST_MS, resolve);
    });
  }
  const said = ({ order }: OpenOrder): string =>
    `${order.side} ${account.instruments[order.instrument]?.spec.symbol ?? ''} ${order.type}, ${order.id}`;
  const list = (orders: readonly OpenOrder[]): string => orders.map(said).join('; ');
  const left = opening.filter(stands);
  const kept = standing.filter((entry) => stands(entry) && !opening.includes(entry));
  onNote(
    [
      `The session failed and nothing more is booked. ${opening.length - left.length} of ${opening.length} orders that could open a position were ended at the venue.`,
      ...(left.length === 0 ? [] : [`May still stand there and be filled: ${list(left)}. End them at the venue.`]),
      ...(kept.length === 0 ? [] : [`Left there, because they protect or were made elsewhere: ${list(kept)}.`]),
      'The next start asks the venue about each before anything else.',
    ].join(' '),
  );
  return left.length;
}

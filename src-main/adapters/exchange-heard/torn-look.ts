import type { VenueMessage } from '../../ports/venue-orders.ts';

/** How long a look may take whose parts are taken for one instant, ms. */
const TORN_MS = 120_000;

/**
 * A look that went on while the machine slept, or that was held up for as long, has parts of different times: its balances may be those of hours after its orders.
 * It says nothing, and the account is looked at again.
 */
export function unlessTorn(message: VenueMessage): VenueMessage {
  if (message.kind !== 'looked') return message;
  const { from, to } = message.account;
  if (to - from <= TORN_MS) return message;
  const problem = `reading it took ${String(Math.round((to - from) / 1_000))} s, so that its parts are of different times. It is read again.`;
  return { kind: 'look-failed', number: message.number, problem };
}

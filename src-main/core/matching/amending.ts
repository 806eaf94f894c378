import type { OrderTerms } from '../../../src-shared/domain/order.ts';
import type { AmendRefusal } from '../../ports/execution-venue.ts';
import type { VenueDesk } from './venue-desk.ts';
import type { VenueFunds } from './venue-funds.ts';
import type { VenueOrder } from './venue-order.ts';

/** What amending an order looks at. */
export interface AmendParts {
  readonly desk: VenueDesk;
  readonly funds: VenueFunds;
  /** Whether a limit would take at once from the market as it is known. */
  readonly crosses: (entry: VenueOrder, limitTicks: number) => boolean;
}

/**
 * Gives an order other terms, all at one instant, or none: then the reason is returned and nothing has changed. A resting order keeps its
 * place in the queue only where it shrinks at its price; else it meets the market anew, as one that has just arrived.
 */
export function amend(
  entry: VenueOrder,
  asked: { readonly terms: OrderTerms; readonly time: number },
  { desk, funds, crosses }: AmendParts,
): AmendRefusal | null {
  const { terms, time } = asked;
  const { order, state } = entry;
  if (entry.ended || state === 'taking' || entry.budget !== null) return 'ended';
  if (terms.lots <= entry.filledLots) return 'filled-beyond';
  if (terms.expiresAt !== null && terms.expiresAt <= time) return 'too-late';
  const { limitTicks } = terms;
  const meets = state === 'resting' || state === 'arriving';
  if (meets && order.postOnly && limitTicks !== null && crosses(entry, limitTicks)) return 'post-only';
  const before = entry.terms;
  const instrument = desk.instrument(order.instrument);
  entry.amend(terms, instrument);
  if (meets && !funds.covers(instrument, entry)) {
    entry.amend(before, instrument);
    return 'funds';
  }
  const keepsPlace = before.limitTicks === limitTicks && terms.lots <= before.lots;
  if (state === 'resting' && !keepsPlace) entry.state = 'arriving';
  return null;
}

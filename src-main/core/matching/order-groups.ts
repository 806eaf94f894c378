import type { VenueOrder } from './venue-order.ts';
import type { VenueOrders } from './venue-orders.ts';

/** What the entries of a bracket have come to. */
export interface ParentState {
  readonly filledLots: number;
  /** No entry is alive any more; false while none has been seen. */
  readonly ended: boolean;
}

/**
 * Lots that an order by lots may still fill. Orders that exclude each other share one quantity: of a bracket's legs what its entry has
 * filled, of an OCO group the size of its largest leg; what any of them fills the others lose.
 */
export function remainingLots(entry: VenueOrder, orders: VenueOrders): number {
  const own = entry.terms.lots - entry.filledLots;
  const role = entry.order.group?.role;
  if (role === undefined || role === 'entry') return own;
  return Math.max(0, Math.min(own, sharedLots(entry, orders)));
}

/** Lots that all legs of a leg's group may still fill together. */
export function sharedLots(leg: VenueOrder, orders: VenueOrders): number {
  let used = 0;
  let largest = 0;
  for (const member of orders.group(leg)) {
    if (member.order.group?.role === 'entry') continue;
    used += member.filledLots;
    largest = Math.max(largest, member.terms.lots);
  }
  const shared = leg.order.group?.role === 'oco' ? largest : Math.min(largest, parentState(leg, orders).filledLots);
  return Math.max(0, shared - used);
}

/** What the entries of a leg's bracket have filled, and whether they have ended. */
export function parentState(leg: VenueOrder, orders: VenueOrders): ParentState {
  let filledLots = 0;
  let entries = 0;
  let alive = 0;
  for (const member of orders.group(leg)) {
    if (member.order.group?.role !== 'entry') continue;
    entries += 1;
    filledLots += member.filledLots;
    if (!member.ended) alive += 1;
  }
  return { filledLots, ended: entries > 0 && alive === 0 };
}

import type { Fill } from '../../../src-shared/domain/fill.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { type OrderTerms, termsOf } from '../../../src-shared/domain/order.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { ClientOrderId } from '../../../src-shared/kernel/ids.ts';
import type { ApprovedAmendment, ApprovedOrder } from '../../ports/approved-order.ts';
import type { AmendRefusal, EndReason } from '../../ports/execution-venue.ts';
import { VenueOrder, type VenueOrderState } from './venue-order.ts';

/** An order as the venue keeps it between two processes; amounts as decimal text. */
export interface SavedOrder {
  readonly order: ApprovedOrder;
  readonly sentAt: number;
  readonly arrivesAt: number;
  readonly fills: readonly (Omit<Fill, 'fee'> & { readonly fee: string })[];
  readonly state: VenueOrderState;
  readonly reason: EndReason | null;
  readonly budget: string | null;
  readonly terms: OrderTerms;
  readonly amendment: number;
  readonly amendRefusal: AmendRefusal | null;
  readonly best: number;
  readonly seenPrice: number;
  readonly opened: boolean;
  readonly restsFrom: number | null;
  readonly queueAhead: number;
}

/** A message on its way to the venue. */
export type SavedArrival =
  | { readonly kind: 'order'; readonly at: number; readonly id: ClientOrderId }
  | { readonly kind: 'cancel'; readonly at: number; readonly id: ClientOrderId; readonly reason: EndReason; readonly instrument: number }
  | { readonly kind: 'amend'; readonly at: number; readonly amendment: ApprovedAmendment; readonly instrument: number };

/** All that a core on quotes and prints knows at one instant, as plain data: what it then goes on from is what it would have come to. */
export interface MatchingState {
  readonly balances: readonly (readonly [asset: string, amount: string])[];
  /** Signed lots per instrument. */
  readonly positions: readonly number[];
  /** In the order in which they were sent. */
  readonly orders: readonly SavedOrder[];
  readonly arrivals: readonly SavedArrival[];
  readonly expiries: readonly { readonly at: number; readonly id: ClientOrderId }[];
}

/** An order as plain data. */
export function saveOrder(entry: VenueOrder): SavedOrder {
  const { order, sentAt, arrivesAt, state, reason, terms, amendment, amendRefusal, best, seenPrice, opened, queueAhead } = entry;
  return {
    order,
    sentAt,
    arrivesAt,
    fills: entry.fills.map((fill) => ({ ...fill, fee: fill.fee.toString() })),
    state,
    reason,
    budget: entry.budget === null ? null : entry.budget.toString(),
    terms: termsOf(terms),
    amendment,
    amendRefusal,
    best,
    seenPrice,
    opened,
    restsFrom: Number.isNaN(entry.restsFrom) ? null : entry.restsFrom,
    queueAhead,
  };
}

/** The order that was saved. */
export function restoreOrder(saved: SavedOrder, instrument: Instrument): VenueOrder {
  const entry = new VenueOrder(saved.order, saved, instrument);
  for (const fill of saved.fills) entry.addFill({ ...fill, fee: Decimal.parse(fill.fee) });
  entry.state = saved.state;
  entry.reason = saved.reason;
  entry.budget = saved.budget === null ? null : Decimal.parse(saved.budget);
  entry.best = saved.best;
  entry.amend(saved.terms, instrument);
  entry.amendment = saved.amendment;
  entry.amendRefusal = saved.amendRefusal;
  entry.seenPrice = saved.seenPrice;
  entry.opened = saved.opened;
  entry.restsFrom = saved.restsFrom ?? Number.NaN;
  entry.queueAhead = saved.queueAhead;
  return entry;
}

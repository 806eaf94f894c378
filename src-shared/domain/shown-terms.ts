import type { Instrument } from './instrument.ts';
import type { OrderTerms } from './order.ts';

/** Terms as tables and lines show them: plain decimal text, null where an order has none. */
export interface ShownTerms {
  /** Base units; null for an order by quote amount. */
  readonly size: string | null;
  readonly price: string | null;
  readonly trigger: string | null;
}

/** Prices and size of terms in units. */
export function shownTerms(
  { lots, limitTicks, triggerTicks }: Omit<OrderTerms, 'trailTicks' | 'expiresAt'>,
  instrument: Instrument,
): ShownTerms {
  return {
    size: lots > 0 ? instrument.sizeText(lots) : null,
    price: limitTicks === null ? null : instrument.priceText(limitTicks),
    trigger: triggerTicks === null ? null : instrument.priceText(triggerTicks),
  };
}

/** The terms of an amendment that is asked for and not answered; null where there is none. */
export function shownAmendment(pending: OrderTerms | null, instrument: Instrument): ShownTerms | null {
  return pending === null ? null : shownTerms(pending, instrument);
}

import type { Instrument } from './instrument.ts';
import type { OrderIntent, OrderTerms } from './order.ts';
import type { FaultDetails } from '../kernel/fault.ts';

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

/** What an order that is refused asked for, as details of the refusal: lots and, where it has one, its price in ticks. */
export function askedTerms({ lots, limitTicks, triggerTicks }: Pick<OrderIntent, 'lots' | 'limitTicks' | 'triggerTicks'>): FaultDetails {
  const askedTicks = limitTicks ?? triggerTicks;
  return { ...(lots > 0 ? { askedLots: lots } : {}), ...(askedTicks === null ? {} : { askedTicks }) };
}

/** Size and price of a refused order, plain decimal text; null where it had none or its details do not say. */
export function refusedTerms(
  { askedLots, askedTicks }: FaultDetails,
  instrument: Instrument,
): { readonly size: string | null; readonly price: string | null } {
  return {
    size: typeof askedLots === 'number' ? instrument.sizeText(askedLots) : null,
    price: typeof askedTicks === 'number' ? instrument.priceText(askedTicks) : null,
  };
}

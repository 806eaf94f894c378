import type { IdentifiedOrder, OrderTerms } from '../../src-shared/domain/order.ts';
import type { ClientOrderId } from '../../src-shared/kernel/ids.ts';

declare const approved: unique symbol;

/** An order the risk gate has passed. Only `core/risk/gate.ts` makes one (an architecture rule holds it), and venues take nothing else. */
export type ApprovedOrder = IdentifiedOrder & { readonly [approved]: true };

/** Other terms of an order that the risk gate has passed; made in the same one place. `number` counts the amendments of the order from 1. */
export interface ApprovedAmendment {
  readonly order: ClientOrderId;
  readonly number: number;
  readonly terms: OrderTerms;
  readonly [approved]: true;
}

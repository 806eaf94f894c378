import type { IdentifiedOrder } from '../../src-shared/domain/order.ts';

declare const approved: unique symbol;

/** An order the risk gate has passed. Only `core/risk/gate.ts` makes one (an architecture rule holds it), and venues take nothing else. */
export type ApprovedOrder = IdentifiedOrder & { readonly [approved]: true };

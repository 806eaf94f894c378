import type { FaultDetails } from '../../../src-shared/kernel/fault.ts';
import type { RiskRefusalCode } from '../../../src-shared/kernel/fault-codes.ts';
import type { ApprovedAmendment, ApprovedOrder } from '../../ports/approved-order.ts';

/**
 * Why the gate did not let an order pass. The code names the rule; the details hold limit and actual value as the sentence of the code
 * shows them, the instrument, and, where one exists, what would pass: `passesSize` in base units, `passesAmount` in quote money,
 * `passesPrice` in quote units, each as plain decimal text.
 */
export interface Refusal {
  readonly code: RiskRefusalCode;
  readonly details: FaultDetails;
}

/** The gate's word on one order. */
export type Approval = { readonly ok: true; readonly order: ApprovedOrder } | { readonly ok: false; readonly refusal: Refusal };

/** The gate's word on other terms of one order. */
export type AmendApproval =
  { readonly ok: true; readonly amendment: ApprovedAmendment } | { readonly ok: false; readonly refusal: Refusal };

/** The gate's word on orders that belong together: all of them or none. */
export type GroupApproval =
  { readonly ok: true; readonly orders: readonly ApprovedOrder[] } | { readonly ok: false; readonly refusal: Refusal };

import type { Fill } from '../../src-shared/domain/fill.ts';
import type { IdentifiedOrder, OrderTerms, Side } from '../../src-shared/domain/order.ts';
import type { Decimal } from '../../src-shared/kernel/decimal.ts';
import type { ClientOrderId, VenueFillId } from '../../src-shared/kernel/ids.ts';
import type { UtcMs } from '../../src-shared/kernel/time.ts';
import type { ApprovedAmendment, ApprovedOrder } from './approved-order.ts';

/** Why an order ended without being filled. */
export type EndReason =
  | 'user'
  | 'strategy'
  | 'kill-switch'
  | 'oco'
  | 'parent-ended'
  | 'ioc'
  | 'fok'
  | 'gtd'
  | 'post-only'
  | 'reduce-only'
  | 'funds'
  | 'minimum'
  | 'never-sent'
  | 'duplicate'
  | 'stale-book'
  | 'liquidation'
  | 'venue';

/** Why the terms of an order stayed as they were: it had ended, had filled more, would have been taken at once, lacked money, came too late, the message was never seen, or the venue changes no orders. */
export type AmendRefusal = 'ended' | 'filled-beyond' | 'post-only' | 'funds' | 'too-late' | 'never-sent' | 'unsupported';

/** What a venue knows of an order when asked by client id. */
export interface VenueOrderStatus {
  readonly state: 'working' | 'filled' | 'cancelled' | 'rejected' | 'expired';
  readonly reason: EndReason | null;
  /** Every fill of the order so far, oldest first. */
  readonly fills: readonly Fill[];
  /** Its present terms. */
  readonly terms: OrderTerms;
  /** Number of the newest amendment that was answered, 0 for none; and why it was not taken, null when it was. */
  readonly amendment: number;
  readonly amendRefusal: AmendRefusal | null;
}

/** What comes back from a venue. `time` is market time at the venue. */
export type ExecutionReport =
  | { readonly kind: 'acknowledged'; readonly order: ClientOrderId; readonly time: UtcMs }
  | { readonly kind: 'rejected'; readonly order: ClientOrderId; readonly reason: EndReason; readonly time: UtcMs }
  | {
      readonly kind: 'fill';
      readonly order: ClientOrderId;
      readonly fill: Fill;
      /** Lots still working after it. */ readonly remaining: number;
      readonly time: UtcMs;
    }
  | { readonly kind: 'triggered'; readonly order: ClientOrderId; readonly time: UtcMs }
  /** A trailing stop's trigger has followed the market. */
  | { readonly kind: 'trigger-moved'; readonly order: ClientOrderId; readonly triggerTicks: number; readonly time: UtcMs }
  | { readonly kind: 'amended'; readonly order: ClientOrderId; readonly number: number; readonly terms: OrderTerms; readonly time: UtcMs }
  | {
      readonly kind: 'amend-refused';
      readonly order: ClientOrderId;
      readonly number: number;
      readonly reason: AmendRefusal;
      readonly time: UtcMs;
    }
  | { readonly kind: 'cancelled'; readonly order: ClientOrderId; readonly reason: EndReason; readonly time: UtcMs }
  | { readonly kind: 'expired'; readonly order: ClientOrderId; readonly reason: EndReason; readonly time: UtcMs }
  | { readonly kind: 'cancel-refused'; readonly order: ClientOrderId; readonly time: UtcMs }
  /** An order that was made elsewhere, such as in the venue's own application: it is ours to book from now on. */
  | { readonly kind: 'adopted'; readonly order: ClientOrderId; readonly made: IdentifiedOrder; readonly time: UtcMs }
  /** The session's own finding: nothing came back within the answer time. */
  | { readonly kind: 'no-answer'; readonly order: ClientOrderId; readonly time: UtcMs }
  /** The answer to `query`; `status` null is the venue's proof that it never saw the order. */
  | { readonly kind: 'status'; readonly order: ClientOrderId; readonly status: VenueOrderStatus | null; readonly time: UtcMs };

/** A venue as messages: nothing is returned, every outcome comes later as a report. */
export interface ExecutionVenue {
  submit(order: ApprovedOrder): void;
  /** Asks for the end of an order; reduces only, so it is never gated. */
  cancel(order: ClientOrderId, reason: EndReason): void;
  /** Asks for other terms: all of them take effect at one instant, or none. */
  amend(amendment: ApprovedAmendment): void;
  /** Asks what became of an order. */
  query(order: ClientOrderId): void;
}

/** What a venue does to an account that holds perpetuals, without an order of it: funding, and the closing of what its margin no longer holds. */
export type MarginReport =
  | {
      readonly kind: 'funding';
      readonly instrument: number;
      /** Signed lots held then, the mark in whole ticks, and the rate: what was received is - mark x lots x rate. */
      readonly lots: number;
      readonly ticks: number;
      readonly rate: Decimal;
      readonly time: UtcMs;
    }
  /** The same, told as what was received, settle asset; of an instrument once at an instant of the venue's. */
  | { readonly kind: 'funded'; readonly instrument: number; readonly amount: Decimal; readonly paidAt: number; readonly time: UtcMs }
  | {
      readonly kind: 'liquidated';
      readonly instrument: number;
      readonly side: Side;
      readonly ticks: number;
      readonly lots: number;
      /** Taker and liquidation fee, exact, settle asset. */
      readonly fee: Decimal;
      readonly time: UtcMs;
      /** The venue's trade, where it is told. */
      readonly trade?: VenueFillId;
      /** What the venue paid for what it closed, before the fee; absent where that is the exact difference of prices. */
      readonly profit?: Decimal;
    };

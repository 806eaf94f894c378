import type { Fill } from '../../../src-shared/domain/fill.ts';
import type { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { ApprovedOrder } from '../../ports/approved-order.ts';
import type { EndReason } from '../../ports/execution-venue.ts';

/**
 * Where an order stands at the venue: on its way; a leg that waits for its entry; a stop that waits for its trigger; a limit that has not
 * met the market yet; taking what the market offers; resting in the book; or ended.
 */
export type VenueOrderState = 'in-flight' | 'asleep' | 'armed' | 'arriving' | 'taking' | 'resting' | 'filled' | 'cancelled' | 'rejected';

/** An order at the venue and all that the venue keeps of it. */
export class VenueOrder {
  readonly order: ApprovedOrder;
  readonly sentAt: number;
  readonly arrivesAt: number;
  readonly fills: Fill[] = [];
  state: VenueOrderState = 'in-flight';
  reason: EndReason | null = null;
  filledLots = 0;
  /** What is left of a quote amount; null for an order by lots. */
  budget: Decimal | null;
  /** Limit and trigger as doubles, quote units, to compare with bars; 0 where there is none. */
  readonly limitPrice: number;
  readonly triggerPrice: number;
  /** The first bar that opened after it was sent closed before it arrived: from then on an open must not come before it. */
  missedOpen = false;
  /** It was at the venue at a bar's open, so the range of that bar concerns it. */
  opened = false;
  /** When it came to rest. One that a bar's range brought to rest has seen nothing of that range. */
  restsFrom = Number.NaN;
  /** The print that it was last changed by: the same print does not fill it once more. */
  touchedBy = 0;
  /** Open of the bar that it last took from, and how many lots it took there. */
  barOpen = Number.NaN;
  barLots = 0;
  /** Lots that stand before it in the queue at its price. */
  queueAhead = 0;

  constructor(
    order: ApprovedOrder,
    times: { readonly sentAt: number; readonly arrivesAt: number },
    prices: { readonly limit: number; readonly trigger: number },
  ) {
    this.order = order;
    this.sentAt = times.sentAt;
    this.arrivesAt = times.arrivesAt;
    this.budget = order.quoteAmount;
    this.limitPrice = prices.limit;
    this.triggerPrice = prices.trigger;
  }

  get ended(): boolean {
    return this.state === 'filled' || this.state === 'cancelled' || this.state === 'rejected';
  }

  /** A leg of a bracket: it lives by what its entry has filled. */
  get isLeg(): boolean {
    const role = this.order.group?.role;
    return role === 'stop' || role === 'target';
  }
}

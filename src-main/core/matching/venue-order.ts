import type { Fill } from '../../../src-shared/domain/fill.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { termsOf, triggersAbove, type OrderTerms } from '../../../src-shared/domain/order.ts';
import type { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { ApprovedOrder } from '../../ports/approved-order.ts';
import type { AmendRefusal, EndReason } from '../../ports/execution-venue.ts';

/**
 * Where an order stands at the venue: on its way; a leg that waits for its entry; a stop that waits for its trigger; a limit that has not
 * met the market yet; taking what the market offers; resting in the book; or ended.
 */
export type VenueOrderState =
  'in-flight' | 'asleep' | 'armed' | 'arriving' | 'taking' | 'resting' | 'filled' | 'cancelled' | 'rejected' | 'expired';

const NO_FILLS: Fill[] = [];

/** An order at the venue and all that the venue keeps of it. */
export class VenueOrder {
  readonly order: ApprovedOrder;
  readonly sentAt: number;
  readonly arrivesAt: number;
  /** What it was filled with; `addFill` adds. Most have one fill, and a list that is pushed to begins with room for many. */
  fills: Fill[] = NO_FILLS;
  state: VenueOrderState = 'in-flight';
  reason: EndReason | null = null;
  filledLots = 0;
  /** What is left of a quote amount; null for an order by lots. */
  budget: Decimal | null;
  /** What the order says now: what it was sent with (then it is the order itself), or was amended to. */
  terms: OrderTerms;
  /** The newest amendment that was answered, 0 for none; and why it was not taken, null when it was. */
  amendment = 0;
  amendRefusal: AmendRefusal | null = null;
  /** Limit and trigger as doubles, quote units, to compare with bars; 0 where there is none. */
  limitPrice = 0;
  triggerPrice = 0;
  /** Whether the trigger is reached from below. */
  readonly above: boolean;
  /** Best price since a trailing stop began to work, ticks; 0 until there was one. */
  best = 0;
  /** The price of the market when it was last known to wait for its trigger, quote units; 0 until there was one. */
  seenPrice = 0;
  /** The first bar that opened after it was sent closed before it arrived: from then on an open must not come before it. */
  missedOpen = false;
  /** It was at the venue at a bar's open, so the range of that bar concerns it. */
  opened = false;
  /** When it came to rest or was woken. One that a bar's range brought there has seen nothing of that range. */
  restsFrom = Number.NaN;
  /** The print that it was last changed by: the same print does not fill it once more. */
  touchedBy = 0;
  /** Open of the bar that it last took from, and how many lots it took there. */
  barOpen = Number.NaN;
  barLots = 0;
  /** Lots that stand before it in the queue at its price. */
  queueAhead = 0;

  constructor(order: ApprovedOrder, times: { readonly sentAt: number; readonly arrivesAt: number }, instrument: Instrument) {
    this.order = order;
    this.sentAt = times.sentAt;
    this.arrivesAt = times.arrivesAt;
    this.budget = order.quoteAmount;
    this.above = triggersAbove(order);
    this.terms = order;
    this.price(instrument);
  }

  addFill(fill: Fill): void {
    this.filledLots += fill.lots;
    if (this.fills === NO_FILLS) this.fills = [fill];
    else this.fills.push(fill);
  }

  /** Takes other terms; those of a trailing stop keep the best price there was. */
  amend(terms: OrderTerms, instrument: Instrument): void {
    this.terms = terms;
    if (terms.trailTicks !== null && this.best > 0) this.follow(this.best, instrument);
    this.price(instrument);
  }

  /** A trailing stop sees a price, in ticks; whether its trigger moved. */
  follow(ticks: number, instrument: Instrument): boolean {
    const { trailTicks } = this.terms;
    if (trailTicks === null) return false;
    if (this.best === 0 || (this.above ? ticks < this.best : ticks > this.best)) this.best = ticks;
    const triggerTicks = Math.max(1, this.above ? this.best + trailTicks : this.best - trailTicks);
    if (triggerTicks === this.terms.triggerTicks) return false;
    this.terms = { ...termsOf(this.terms), triggerTicks };
    this.price(instrument);
    return true;
  }

  private price(instrument: Instrument): void {
    const { limitTicks, triggerTicks } = this.terms;
    this.limitPrice = limitTicks === null ? 0 : instrument.toPrice(limitTicks);
    this.triggerPrice = triggerTicks === null ? 0 : instrument.toPrice(triggerTicks);
  }

  get ended(): boolean {
    const { state } = this;
    return state === 'filled' || state === 'cancelled' || state === 'rejected' || state === 'expired';
  }

  /** A leg of a bracket: it lives by what its entry has filled. */
  get isLeg(): boolean {
    const role = this.order.group?.role;
    return role === 'stop' || role === 'target';
  }
}

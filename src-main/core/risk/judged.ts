import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { IdentifiedOrder, Side } from '../../../src-shared/domain/order.ts';
import { oppositeOf } from '../../../src-shared/domain/order.ts';
import { initialMargin } from '../../../src-shared/domain/margin.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';
import type { RiskView } from './risk-view.ts';

/** A market order by size is reserved at this much above the ask while the price collar is on, because the market may move before it fills. */
const MARKET_RESERVE = 0.005;

/** Lots outstanding on a side that could come on top of the position in the worst case. */
export function outstandingAgainst(view: RiskView, instrument: number, side: Side): number {
  const held = view.positionLots(instrument);
  const opposed = side === 'buy' ? held < 0 : held > 0;
  // Against a position the reducing orders fill first and the opening ones go through zero; with it, reducing ones cannot exist.
  return opposed ? view.outstandingLots(instrument, side) : view.outstandingOpeningLots(instrument, side);
}

/** Signed lots that a side's outstanding orders could bring the position to, counted in that side's direction. */
export function reachedLots(view: RiskView, instrument: number, side: Side): number {
  const held = view.positionLots(instrument);
  return (side === 'buy' ? held : -held) + outstandingAgainst(view, instrument, side);
}

/** The largest position of an instrument that its outstanding orders could lead to, absolute lots. */
export function worstLots(view: RiskView, instrument: number): number {
  const held = Math.abs(view.positionLots(instrument));
  return Math.max(held, reachedLots(view, instrument, 'buy'), reachedLots(view, instrument, 'sell'));
}

/** An order under judgement with the facts that several rules ask for. */
export class Judged {
  readonly order: IdentifiedOrder;
  readonly view: RiskView;
  readonly instrument: Instrument;
  /** Orders that would be recorded together with this one, itself included. */
  readonly count: number;
  /** Last price in ticks; 0 when there is none. */
  readonly mark: number;
  /** The price the order is worth at the most, ticks: what a buy may pay, what a sell may bring. 0 when unknown. */
  readonly worthTicks: number;
  /** The amount of an order by amount as a double, for what is clear; 0 otherwise. */
  readonly roughAmount: number;
  /** In the worst case of everything outstanding it only shrinks the position. */
  readonly reducing: boolean;
  private readonly reference: number;

  /** `reference` is the price that prices are judged against, ticks; 0 takes the market's. */
  constructor(order: IdentifiedOrder, view: RiskView, together: { readonly count: number; readonly reference: number }) {
    const instrument = view.instruments[order.instrument];
    invariant(instrument !== undefined, 'an order names an instrument of the session');
    this.order = order;
    this.view = view;
    this.instrument = instrument;
    this.count = together.count;
    this.reference = together.reference;
    this.mark = view.markTicks(order.instrument);
    this.worthTicks = this.worth();
    this.roughAmount = order.quoteAmount === null ? 0 : order.quoteAmount.toApproximate();
    this.reducing = strictlyReduces(order, view, order.lots);
  }

  /** What the prices of the order are judged against, ticks; 0 when unknown. */
  get referenceTicks(): number {
    return this.reference > 0 ? this.reference : this.mark;
  }

  /** The price that values what the order adds to a position: never under the mark, at which positions are valued. */
  get exposureTicks(): number {
    return Math.max(this.mark, this.worthTicks);
  }

  /** The price at which money is held back for a buy by size, ticks. */
  get reserveTicks(): number {
    const { limitTicks, decisionTicks } = this.order;
    if (limitTicks !== null) return limitTicks;
    const collar = this.view.limits.priceCollar;
    const margin = collar === null ? 0 : Math.min(collar, MARKET_RESERVE);
    // After a restart there may be no price yet; the one at the decision is known.
    return Math.ceil(Math.max(this.worthTicks, decisionTicks) * (1 + margin));
  }

  /** Exact value of the order at its worth, quote units: its amount when it is by amount. */
  value(): Decimal {
    return this.order.quoteAmount ?? this.instrument.notional(this.worthTicks, this.order.lots);
  }

  /** Of the order's lots those that only close what is held against it, whatever is outstanding on its side. */
  get closingLots(): number {
    const { order, view } = this;
    return Math.min(order.lots, Math.max(0, -reachedLots(view, order.instrument, order.side)));
  }

  /** What one lot that opens takes of the free money at the price it is reserved at: a contract's initial margin and fee, else price and fee. */
  lotReserve(): Decimal {
    const { instrument, view, order } = this;
    const value = instrument.notional(this.reserveTicks, 1);
    if (instrument.margin === null) return value.mul(this.costFactor());
    return initialMargin(instrument, value).add(value.mul(view.takerFeeRate(order.instrument)));
  }

  /** One and the taker fee: what a buy costs per unit of its notional. */
  costFactor(): Decimal {
    return Decimal.ONE.add(this.view.takerFeeRate(this.order.instrument));
  }

  private worth(): number {
    const { side, limitTicks, triggerTicks, trailTicks, instrument } = this.order;
    // A trailing stop to buy is never worth more than its distance above the market of now.
    const trigger = triggerTicks ?? (trailTicks === null || this.mark === 0 ? 0 : this.mark + trailTicks);
    if (side === 'buy') return limitTicks ?? Math.max(trigger, this.mark, this.view.askTicks(instrument));
    return Math.max(limitTicks ?? 0, triggerTicks ?? 0, this.mark, this.view.bidTicks(instrument));
  }
}

/**
 * Whether `lots` more on the order's side can only shrink the position, whatever becomes of all that is outstanding on that side. An
 * order by amount has no largest size, so it never strictly reduces.
 */
export function strictlyReduces(order: IdentifiedOrder, view: RiskView, lots: number): boolean {
  if (order.quoteAmount !== null) return false;
  const held = view.positionLots(order.instrument);
  if (order.side === 'sell' ? held <= 0 : held >= 0) return false;
  // Coins cannot be owed: what stands below nothing was sold elsewhere, and buying it back buys coins.
  if (order.side === 'buy' && view.instruments[order.instrument]?.margin === null) return false;
  return Math.abs(held) - view.outstandingLots(order.instrument, order.side) - lots >= 0;
}

/** Whether a leg only protects what its entry opens: other side, reduce only, not larger, and nothing outstanding eats the entry's fill. */
export function protects(leg: IdentifiedOrder, entry: IdentifiedOrder, view: RiskView): boolean {
  const sameGroup = leg.group !== null && entry.group !== null && leg.group.id === entry.group.id;
  const opposite = leg.instrument === entry.instrument && leg.side === oppositeOf(entry.side);
  if (!sameGroup || !opposite || !leg.reduceOnly || leg.quoteAmount !== null) return false;
  if (entry.quoteAmount === null && leg.lots > entry.lots) return false;
  const held = view.positionLots(entry.instrument);
  const free = (entry.side === 'buy' ? held : -held) - view.outstandingLots(entry.instrument, leg.side);
  return free >= 0;
}

/** Money to hold back for an outstanding order, exact: what a buy may cost with its fee, nothing for a sell; of a contract margin and fee of what it opens. */
export function reserveOf(order: IdentifiedOrder, view: RiskView): Decimal {
  const traded = view.instruments[order.instrument];
  if (traded !== undefined && traded.margin !== null) return contractReserve(new Judged(order, view, { count: 1, reference: 0 }));
  if (order.side === 'sell') return Decimal.ZERO;
  if (order.quoteAmount !== null) return order.quoteAmount;
  const judged = new Judged(order, view, { count: 1, reference: 0 });
  return judged.instrument.notional(judged.reserveTicks, order.lots).mul(judged.costFactor());
}

function contractReserve(judged: Judged): Decimal {
  const { order, closingLots } = judged;
  return order.reduceOnly ? Decimal.ZERO : judged.lotReserve().mul(Decimal.of(BigInt(order.lots - closingLots)));
}

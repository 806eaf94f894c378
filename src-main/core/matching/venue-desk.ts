import type { Liquidity } from '../../../src-shared/domain/fill.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { directionOf } from '../../../src-shared/domain/order.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { VenueFillId } from '../../../src-shared/kernel/ids.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';
import type { EndReason, ExecutionReport } from '../../ports/execution-venue.ts';
import type { FillCosts, Offer } from './fill-costs.ts';
import type { MarketEvidence } from './market-evidence.ts';
import { parentState, remainingLots } from './order-groups.ts';
import type { VenueFunds } from './venue-funds.ts';
import type { VenueOrder } from './venue-order.ts';
import type { VenueOrders } from './venue-orders.ts';

/** Takes the venue's reports as they come about; their times may lie ahead of the bar being worked on, never behind it. */
export type ReportSink = (report: ExecutionReport, instrument: number) => void;

/** Volume that a resting order may have a share of: base units, and what the order has had of it. */
export interface PassingVolume {
  readonly volume: number;
  readonly taken: number;
  readonly time: number;
}

/** What a fill is made of. */
interface Deal {
  readonly ticks: number;
  readonly lots: number;
  readonly liquidity: Liquidity;
  readonly time: number;
}

/** How much an order wants at a price, and why it is less than it asked for. */
interface Wish {
  readonly lots: number;
  readonly short: EndReason | null;
}

/** What happens to orders at the venue whatever market they meet: arrival, fills, ends, and what follows for the orders that hang on them. */
export class VenueDesk {
  readonly orders: VenueOrders;
  readonly funds: VenueFunds;
  readonly costs: FillCosts;
  private readonly instruments: readonly Instrument[];
  private readonly evidence: MarketEvidence;
  private readonly report: ReportSink;

  constructor(parts: {
    readonly instruments: readonly Instrument[];
    readonly orders: VenueOrders;
    readonly funds: VenueFunds;
    readonly costs: FillCosts;
    readonly evidence: MarketEvidence;
    readonly report: ReportSink;
  }) {
    this.instruments = parts.instruments;
    this.orders = parts.orders;
    this.funds = parts.funds;
    this.costs = parts.costs;
    this.evidence = parts.evidence;
    this.report = parts.report;
  }

  instrument(index: number): Instrument {
    const instrument = this.instruments[index];
    invariant(instrument !== undefined, 'an order names an instrument of the venue');
    return instrument;
  }

  /** An order arrives: it is acknowledged, and waits for what its type waits for. */
  admit(entry: VenueOrder, time: number): void {
    const { id, instrument } = entry.order;
    if (!isOffered(entry) || (entry.budget !== null && this.instrument(instrument).margin !== null)) {
      this.close(entry, 'rejected', 'venue');
      this.report({ kind: 'rejected', order: id, reason: 'venue', time: utcMs(time) }, instrument);
      return;
    }
    this.report({ kind: 'acknowledged', order: id, time: utcMs(time) }, instrument);
    if (entry.terms.expiresAt !== null && entry.terms.expiresAt <= time) {
      this.expire(entry, time);
      return;
    }
    if (entry.isLeg) {
      const parent = parentState(entry, this.orders);
      if (parent.filledLots === 0) {
        entry.state = 'asleep';
        if (parent.ended) this.end(entry, 'parent-ended', time);
        return;
      }
    }
    if (entry.budget === null && remainingLots(entry, this.orders) === 0) this.end(entry, 'oco', time);
    else this.ready(entry, time);
  }

  /** An order's time is over: it fills no more. */
  expire(entry: VenueOrder, time: number): void {
    this.close(entry, 'expired', 'gtd');
    this.report({ kind: 'expired', order: entry.order.id, reason: 'gtd', time: utcMs(time) }, entry.order.instrument);
    this.orphanOf(entry, time);
  }

  /** Ends an order for a reason, and with it what hangs on it. */
  end(entry: VenueOrder, reason: EndReason, time: number): void {
    this.close(entry, 'cancelled', reason);
    this.report({ kind: 'cancelled', order: entry.order.id, reason, time: utcMs(time) }, entry.order.instrument);
    this.orphanOf(entry, time);
  }

  /** A trailing stop sees a price of the market, ticks. */
  trail(entry: VenueOrder, ticks: number, time: number): void {
    const { id, instrument } = entry.order;
    if (!entry.follow(ticks, this.instrument(instrument))) return;
    const { triggerTicks } = entry.terms;
    if (triggerTicks !== null) this.report({ kind: 'trigger-moved', order: id, triggerTicks, time: utcMs(time) }, instrument);
  }

  /** An entry has met the market at a price, quote units: there the legs that its fill has woken begin to wait for their triggers. */
  legsBegin(entry: VenueOrder, price: number, time: number): void {
    if (entry.order.group?.role !== 'entry') return;
    for (const leg of this.orders.group(entry)) {
      if (leg.state !== 'armed' || leg.seenPrice !== 0) continue;
      leg.seenPrice = price;
      this.trail(leg, this.instrument(leg.order.instrument).toTicks(price), time);
    }
  }

  /** A trigger was reached. */
  trigger(entry: VenueOrder, time: number): void {
    entry.state = entry.terms.limitTicks === null ? 'taking' : 'arriving';
    this.report({ kind: 'triggered', order: entry.order.id, time: utcMs(time) }, entry.order.instrument);
  }

  /** Takes what an offer has for the order; what then cannot go on ends it. */
  takeLiquidity(entry: VenueOrder, offer: Offer): void {
    const { order } = entry;
    const instrument = this.instrument(order.instrument);
    const { ticks, wish, lots } = this.size(entry, instrument, offer);
    if (wish.lots === 0) {
      this.end(entry, wish.short ?? 'funds', offer.time);
      return;
    }
    if (entry.filledLots === 0 && !order.reduceOnly && instrument.isBelowMinimum(ticks, wish.lots)) {
      this.end(entry, 'minimum', offer.time);
      return;
    }
    if (order.timeInForce === 'fok' && offer.more !== true && (lots < wish.lots || wish.short !== null)) {
      this.end(entry, 'fok', offer.time);
      return;
    }
    if (lots > 0) this.deal(entry, { ticks, lots, liquidity: 'taker', time: offer.time }, budgetLots(wish, lots));
    if (entry.ended) return;
    if (lots === wish.lots && wish.short !== null) this.end(entry, wish.short, offer.time);
    else if (order.timeInForce === 'ioc' && offer.more !== true) this.end(entry, 'ioc', offer.time);
  }

  /** A limit order comes to rest, if the venue can hold back what it needs. */
  rest(entry: VenueOrder, time: number): void {
    const { order } = entry;
    const instrument = this.instrument(order.instrument);
    const { limitTicks } = entry.terms;
    invariant(limitTicks !== null, 'what rests has a limit');
    if (order.timeInForce === 'ioc' || order.timeInForce === 'fok') this.end(entry, order.timeInForce === 'fok' ? 'fok' : 'ioc', time);
    else if (entry.filledLots === 0 && !order.reduceOnly && instrument.isBelowMinimum(limitTicks, entry.terms.lots)) {
      this.end(entry, 'minimum', time);
    } else if (!this.funds.covers(instrument, entry)) this.end(entry, 'funds', time);
    else {
      entry.state = 'resting';
      entry.restsFrom = time;
      entry.queueAhead = this.evidence.queueAhead({ instrument: order.instrument, side: order.side, ticks: limitTicks }, time);
    }
  }

  /** A resting order gets its share of volume that trades at or beyond its price, at its price. */
  give(entry: VenueOrder, passing: PassingVolume): void {
    const { order } = entry;
    const { limitTicks } = entry.terms;
    invariant(limitTicks !== null, 'what rests has a limit');
    let wanted = remainingLots(entry, this.orders);
    if (order.reduceOnly) wanted = Math.min(wanted, this.funds.reducible(order.instrument, directionOf(order.side)));
    if (wanted > 0 && (order.group !== null || this.instrument(order.instrument).margin !== null)) {
      // Another of its group may have cost more than what was held back for all of them; on margin, other orders and prices may have.
      wanted = this.funds.affordable(this.instrument(order.instrument), entry, limitTicks, wanted);
      if (wanted === 0) {
        this.end(entry, 'funds', passing.time);
        return;
      }
    }
    const lots = this.costs.share(order.instrument, passing.volume, wanted + passing.taken) - passing.taken;
    if (lots > 0) this.deal(entry, { ticks: limitTicks, lots, liquidity: 'maker', time: passing.time }, 0);
  }

  private size(entry: VenueOrder, instrument: Instrument, offer: Offer): { ticks: number; wish: Wish; lots: number } {
    const { side } = entry.order;
    let ticks = this.priceWithin(entry, this.costs.takerTicks(instrument.index, side, offer, 0));
    let wish = this.wish(entry, instrument, ticks);
    let lots = this.available(instrument, offer, wish.lots);
    if (this.costs.hasImpact && lots > 0) {
      // The size that moves the price is the one that would be taken if it did not.
      ticks = this.priceWithin(entry, this.costs.takerTicks(instrument.index, side, offer, lots));
      wish = this.wish(entry, instrument, ticks);
      lots = Math.min(lots, wish.lots);
    }
    return { ticks, wish, lots };
  }

  private available(instrument: Instrument, offer: Offer, wanted: number): number {
    return Math.max(0, this.costs.share(instrument.index, offer.volume, wanted + offer.taken) - offer.taken);
  }

  /** Never worse than the limit. */
  private priceWithin(entry: VenueOrder, ticks: number): number {
    const { limitTicks } = entry.terms;
    const { side } = entry.order;
    if (limitTicks === null) return ticks;
    return side === 'buy' ? Math.min(ticks, limitTicks) : Math.max(ticks, limitTicks);
  }

  private wish(entry: VenueOrder, instrument: Instrument, ticks: number): Wish {
    const { order, budget } = entry;
    if (budget !== null) return this.wishByAmount(entry, instrument, { ticks, budget });
    const asked = remainingLots(entry, this.orders);
    const reducible = order.reduceOnly ? this.funds.reducible(order.instrument, directionOf(order.side)) : asked;
    const wanted = Math.min(asked, reducible);
    const lots = this.funds.affordable(instrument, entry, ticks, wanted);
    return { lots, short: lots < wanted ? 'funds' : wanted < asked ? 'reduce-only' : null };
  }

  /** floor(amount / (price x (1 + fee)) / lot), of the money that is left of the amount and of the account. */
  private wishByAmount(entry: VenueOrder, instrument: Instrument, at: { readonly ticks: number; readonly budget: Decimal }): Wish {
    const { order } = entry;
    if (order.side === 'sell') {
      const asked = instrument.lotsForAmount(at.budget, at.ticks, Decimal.ZERO);
      const lots = this.funds.affordable(instrument, entry, at.ticks, asked);
      return { lots, short: lots < asked ? 'funds' : null };
    }
    const free = this.funds.free(instrument.spec.quote, entry);
    const enough = free.compare(at.budget) >= 0;
    const lots = instrument.lotsForAmount(enough ? at.budget : free, at.ticks, this.costs.feeRate(order.instrument, 'taker'));
    return { lots, short: enough ? null : 'funds' };
  }

  private deal(entry: VenueOrder, deal: Deal, budgetLeft: number): void {
    const { order } = entry;
    const instrument = this.instrument(order.instrument);
    const direction = directionOf(order.side);
    const notional = instrument.notional(deal.ticks, deal.lots);
    const fee = notional.mul(this.costs.feeRate(order.instrument, deal.liquidity));
    const time = utcMs(deal.time);
    // What a buy pays and a sell brings.
    const net = direction === 1 ? notional.add(fee) : notional.sub(fee);
    if (instrument.margin === null) this.funds.move(instrument, direction * deal.lots, net);
    else this.funds.moveContract(instrument, direction * deal.lots, { notional, fee, time: deal.time });
    const id = `${order.id}-${entry.fills.length + 1}` as VenueFillId;
    const fill = { id, order: order.id, ticks: deal.ticks, lots: deal.lots, liquidity: deal.liquidity, fee, time };
    entry.addFill(fill);
    let remaining = budgetLeft;
    if (entry.budget === null) remaining = remainingLots(entry, this.orders);
    else if (remaining > 0) entry.budget = entry.budget.sub(direction === 1 ? net : notional);
    if (remaining === 0) this.close(entry, 'filled', null);
    this.report({ kind: 'fill', order: order.id, fill, remaining, time }, order.instrument);
    this.afterDeal(entry, deal.time);
  }

  private afterDeal(entry: VenueOrder, time: number): void {
    const { group, instrument } = entry.order;
    if (group !== null) {
      for (const other of this.orders.group(entry)) {
        if (other === entry || other.ended || other.state === 'in-flight') continue;
        if (group.role === 'entry') {
          if (other.state === 'asleep') this.wake(other, time);
        } else if (other.order.group?.role === 'entry' || remainingLots(other, this.orders) === 0) this.end(other, 'oco', time);
      }
    }
    if (this.funds.position(instrument) === 0) this.endReducing(instrument, time);
  }

  private wake(leg: VenueOrder, time: number): void {
    leg.opened = true;
    leg.restsFrom = time;
    this.ready(leg, time);
    if (leg.state === 'arriving') this.rest(leg, time);
  }

  private ready(entry: VenueOrder, time: number): void {
    const { order } = entry;
    if (order.reduceOnly && this.funds.reducible(order.instrument, directionOf(order.side)) === 0) this.end(entry, 'reduce-only', time);
    else entry.state = order.type === 'market' ? 'taking' : order.type === 'limit' ? 'arriving' : 'armed';
  }

  /** The position is closed: what may only reduce it has nothing left to do. */
  private endReducing(instrument: number, time: number): void {
    for (const entry of this.orders.of(instrument)) {
      if (entry.order.reduceOnly && !entry.ended && entry.state !== 'asleep' && entry.state !== 'in-flight')
        this.end(entry, 'reduce-only', time);
    }
  }

  /** Legs whose entry ended without having filled anything have nothing to protect. */
  private orphanOf(entry: VenueOrder, time: number): void {
    if (entry.order.group?.role !== 'entry' || parentState(entry, this.orders).filledLots > 0) return;
    for (const member of this.orders.group(entry)) if (member.state === 'asleep') this.end(member, 'parent-ended', time);
  }

  private close(entry: VenueOrder, state: 'filled' | 'cancelled' | 'rejected' | 'expired', reason: EndReason | null): void {
    entry.state = state;
    entry.reason = reason;
    this.orders.ended(entry);
  }
}

/** What is left of an order by amount, in lots at the price of its fill: nothing when it was the amount that ended it. */
function budgetLots(wish: Wish, lots: number): number {
  if (lots < wish.lots) return wish.lots - lots;
  return wish.short === null ? 0 : 1;
}

function isOffered(entry: VenueOrder): boolean {
  const { order } = entry;
  const { limitTicks, triggerTicks, trailTicks, expiresAt } = order;
  if (order.quoteAmount !== null && order.type !== 'market') return false;
  if ((order.timeInForce === 'gtd') !== (expiresAt !== null) || (order.type === 'trailing-stop') !== (trailTicks !== null)) return false;
  switch (order.type) {
    case 'market':
      return limitTicks === null;
    case 'limit':
      return limitTicks !== null;
    case 'stop':
      return triggerTicks !== null && limitTicks === null;
    case 'stop-limit':
      return triggerTicks !== null && limitTicks !== null;
    case 'take-profit':
      return triggerTicks !== null;
    case 'trailing-stop':
      return limitTicks === null;
  }
}

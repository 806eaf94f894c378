import type { CostProfile } from '../../../src-shared/domain/costs.ts';
import type { Side } from '../../../src-shared/domain/order.ts';
import type { BookSide } from '../order-book/book-side.ts';
import type { OrderBook } from '../order-book/order-book.ts';
import type { MarketRules } from './matching-core.ts';
import { QueuePlace, type QueueModel } from './queue-place.ts';
import { TakenLevels } from './taken-levels.ts';
import type { Print } from './tape-rules.ts';
import type { VenueDesk } from './venue-desk.ts';
import type { VenueOrder } from './venue-order.ts';

/** What a market of one instrument's book is made of. */
export interface DepthRulesParts {
  readonly desk: VenueDesk;
  readonly book: OrderBook;
  readonly queue: QueueModel;
  /** An order was turned away because the book was not known. */
  readonly turnedAway: () => void;
}

/**
 * How orders meet a recorded book and its trades. What takes walks the levels that are shown, best first, and what it took stays taken until
 * the level shows another size; what it does not get waits for the book to change. What rests waits in the queue of its level.
 */
export class DepthRules implements MarketRules {
  private readonly desk: VenueDesk;
  private readonly book: OrderBook;
  private readonly parts: DepthRulesParts;
  private readonly places = new WeakMap<VenueOrder, QueuePlace>();
  private readonly takenBids = new TakenLevels();
  private readonly takenAsks = new TakenLevels();
  private prints = 0;

  constructor(parts: DepthRulesParts) {
    this.parts = parts;
    this.desk = parts.desk;
    this.book = parts.book;
  }

  arrive(entry: VenueOrder, time: number): void {
    if (!this.book.usable && !entry.order.reduceOnly) {
      this.parts.turnedAway();
      this.desk.end(entry, 'stale-book', time);
      return;
    }
    this.meetMarket(entry, time);
    if (entry.state === 'armed') this.trailFromTouch(entry, time);
    this.keepPlaces(entry.order.instrument, time);
  }

  crosses(entry: VenueOrder, limitTicks: number): boolean {
    const { best } = this.across(entry.order.side);
    return this.book.usable && best > 0 && isWithin(entry.order.side, best, limitTicks);
  }

  /** The book has changed. */
  changed(instrument: number, time: number): void {
    const { orders } = this.desk;
    const list = orders.of(instrument);
    if (list.length === 0) return;
    for (const entry of list) {
      if (entry.ended) continue;
      this.meetMarket(entry, time);
      if (entry.state === 'resting' && this.crosses(entry, entry.terms.limitTicks!)) this.passBy(entry, time);
    }
    this.keepPlaces(instrument, time);
    orders.sweep(instrument);
  }

  print(print: Print): void {
    const { orders } = this.desk;
    const list = orders.of(print.instrument);
    if (list.length === 0) return;
    this.prints += 1;
    for (const entry of list) if (entry.state === 'armed' && entry.touchedBy !== this.prints) this.tryTrigger(entry, print);
    let left = print.lots;
    for (const entry of byPriority(list, print.ticks)) {
      if (entry.ended || entry.touchedBy === this.prints || entry.restsFrom === print.time) continue;
      left -= this.serve(entry, print, left);
    }
    this.keepPlaces(print.instrument, print.time);
    orders.sweep(print.instrument);
  }

  /** What can act at once acts; where the book is not known it waits. */
  private meetMarket(entry: VenueOrder, time: number): void {
    if (!this.book.usable) return;
    if (entry.state === 'taking') this.walk(entry, time);
    else if (entry.state === 'arriving') this.meet(entry, time);
  }

  private meet(entry: VenueOrder, time: number): void {
    const { limitTicks } = entry.terms;
    if (limitTicks !== null && this.crosses(entry, limitTicks)) {
      if (entry.order.postOnly) {
        this.desk.end(entry, 'post-only', time);
        return;
      }
      this.walk(entry, time);
      if (entry.ended) return;
    }
    this.desk.rest(entry, time);
  }

  /** Takes level by level, within the limit where there is one. */
  private walk(entry: VenueOrder, time: number): void {
    const { order, terms } = entry;
    const side = this.across(order.side);
    const taken = this.takenOf(order.side);
    const now = order.timeInForce === 'ioc' || order.timeInForce === 'fok';
    if (order.timeInForce === 'fok' && !this.holdsAll(entry, side, taken)) {
      this.desk.end(entry, 'fok', time);
      return;
    }
    const instrument = this.desk.instrument(order.instrument);
    for (let level = 0; level < side.length && !entry.ended; level += 1) {
      const ticks = side.ticksOf(level);
      if (terms.limitTicks !== null && !isWithin(order.side, ticks, terms.limitTicks)) break;
      const shown = side.lotsOf(level);
      const lots = taken.left(ticks, shown);
      if (lots === 0) continue;
      const before = entry.filledLots;
      const volume = instrument.sizeOf(lots).toNumber();
      this.desk.takeLiquidity(entry, { price: instrument.toPrice(ticks), addSpread: false, lateMs: 0, time, volume, taken: 0, more: true });
      taken.take(ticks, shown, entry.filledLots - before);
      if (entry.filledLots === before) break;
    }
    if (!entry.ended && now) this.desk.end(entry, order.timeInForce === 'fok' ? 'fok' : 'ioc', time);
    this.legsBegin(entry, time);
  }

  /** Whether the levels within the limit hold the whole order, and the money for it is there at the worst of their prices. */
  private holdsAll(entry: VenueOrder, side: BookSide, taken: TakenLevels): boolean {
    const { order, terms } = entry;
    const wanted = terms.lots - entry.filledLots;
    let found = 0;
    for (let level = 0; level < side.length; level += 1) {
      const ticks = side.ticksOf(level);
      if (terms.limitTicks !== null && !isWithin(order.side, ticks, terms.limitTicks)) return false;
      found += taken.left(ticks, side.lotsOf(level));
      if (found < wanted) continue;
      return this.desk.funds.affordable(this.desk.instrument(order.instrument), entry, ticks, wanted) === wanted;
    }
    return false;
  }

  /** The other side has come to a resting order's price: who stands there would have traded with it, at its limit. */
  private passBy(entry: VenueOrder, time: number): void {
    const { order, terms } = entry;
    const side = this.across(order.side);
    const taken = this.takenOf(order.side);
    for (let level = 0; level < side.length && !entry.ended; level += 1) {
      const ticks = side.ticksOf(level);
      if (!isWithin(order.side, ticks, terms.limitTicks!)) return;
      const shown = side.lotsOf(level);
      const lots = taken.left(ticks, shown);
      if (lots > 0) taken.take(ticks, shown, this.give(entry, lots, time));
    }
  }

  private tryTrigger(entry: VenueOrder, print: Print): void {
    const { triggerTicks } = entry.terms;
    if (triggerTicks === null || (entry.above ? print.ticks < triggerTicks : print.ticks > triggerTicks)) {
      this.desk.trail(entry, print.ticks, print.time);
      return;
    }
    entry.touchedBy = this.prints;
    this.desk.trigger(entry, print.time);
    this.meetMarket(entry, print.time);
  }

  /** What of a print comes to a resting order, at most `most`; the lots it was given. */
  private serve(entry: VenueOrder, print: Print, most: number): number {
    const { side } = entry.order;
    const past = beyond(entry, print.ticks);
    // At its own price an order is met by those who take from its side only.
    if (past < 0 || (past === 0 && print.aggressor === side)) return 0;
    const place = this.placeOf(entry, print.time);
    if (past > 0) place.pass();
    const reached = past > 0 ? print.lots : place.print(print.lots, print.time);
    const lots = Math.min(reached, most);
    return lots > 0 ? this.give(entry, lots, print.time) : 0;
  }

  private give(entry: VenueOrder, lots: number, time: number): number {
    const before = entry.filledLots;
    this.desk.give(entry, { volume: this.desk.instrument(entry.order.instrument).sizeOf(lots).toNumber(), taken: 0, time });
    const given = entry.filledLots - before;
    if (given > 0) this.legsBegin(entry, time);
    return given;
  }

  /** The legs that a fill has woken trade on the other side. */
  private legsBegin(entry: VenueOrder, time: number): void {
    const { side, instrument } = entry.order;
    const { best } = side === 'buy' ? this.book.bids : this.book.asks;
    if (best > 0) this.desk.legsBegin(entry, this.desk.instrument(instrument).toPrice(best), time);
  }

  private trailFromTouch(entry: VenueOrder, time: number): void {
    const { best } = this.across(entry.order.side);
    if (best > 0) this.desk.trail(entry, best, time);
  }

  /** Tells every resting order what its level shows. */
  private keepPlaces(instrument: number, time: number): void {
    for (const entry of this.desk.orders.of(instrument)) if (entry.state === 'resting') this.placeOf(entry, time);
  }

  private placeOf(entry: VenueOrder, time: number): QueuePlace {
    const ticks = entry.terms.limitTicks!;
    let place = this.places.get(entry);
    if (place === undefined || place.since !== entry.restsFrom || place.ticks !== ticks) {
      place = new QueuePlace(this.parts.queue, entry.restsFrom, ticks);
      this.places.set(entry, place);
    }
    const { book } = this;
    place.show(book.usable ? book.lotsAt(entry.order.side === 'buy' ? 'bids' : 'asks', ticks) : -1, time);
    return place;
  }

  /** The side of the book that an order takes from. */
  private across(side: Side): BookSide {
    return side === 'buy' ? this.book.asks : this.book.bids;
  }

  private takenOf(side: Side): TakenLevels {
    return side === 'buy' ? this.takenAsks : this.takenBids;
  }
}

function isWithin(side: Side, ticks: number, limitTicks: number): boolean {
  return side === 'buy' ? ticks <= limitTicks : ticks >= limitTicks;
}

/** Resting orders, those that a print lies furthest beyond first, then by arrival: they share the print. */
function byPriority(list: readonly VenueOrder[], printed: number): readonly VenueOrder[] {
  const resting = list.filter((entry) => entry.state === 'resting');
  return resting.length < 2 ? resting : resting.sort((a, b) => beyond(b, printed) - beyond(a, printed));
}

/** By how many ticks a print lies beyond a resting order's price; below 0 where it does not come to it. */
function beyond({ order, terms }: VenueOrder, printed: number): number {
  return order.side === 'buy' ? terms.limitTicks! - printed : printed - terms.limitTicks!;
}

/** The costs of a market whose spread, depth and impact are those of its book. */
export function bookCosts(costs: CostProfile): CostProfile {
  return { ...costs, halfSpreadBps: 0, slippageBps: 0, slippageDeviations: 0, impact: 0, participation: 1 };
}

import type { Fill } from '../../../src-shared/domain/fill.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { ELSEWHERE, type IdentifiedOrder } from '../../../src-shared/domain/order.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { ClientOrderId } from '../../../src-shared/kernel/ids.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';
import type { ApprovedOrder } from '../../ports/approved-order.ts';
import type { EndReason } from '../../ports/execution-venue.ts';
import type { LedgerOrder } from '../../ports/ledger.ts';
import type { SeenAccount, SeenFill, SeenOrder, VenueMessage } from '../../ports/venue-orders.ts';
import { isForgotten, KnownOrders, type KnownOrder, provenIn } from './known-orders.ts';
import type { LiveOrdersParts } from './live-orders-parts.ts';
import { adoptedOrder, endedAs, endReason, fillIdOf, fillOf, isUnsized, mayFill, statusOf, venueOrderOf } from './live-terms.ts';
import { Strangers } from './strangers.ts';

/** Waits between two questions about one order: after a failure, doubled each time, and after an answer that proves nothing yet. */
const ASK_AGAIN_MS = { least: 500, most: 30_000, cancel: 1_000 };

/** Messages about orders. */
export type OrderMessage = Exclude<
  VenueMessage,
  | { kind: 'health' | 'kept-alive' | 'looked' | 'look-failed' | 'died' | 'ended' }
  | { kind: 'amend-taken' | 'amend-refused' | 'amend-unknown' | 'listed' | 'list-failed' }
>;

/**
 * The orders of a live session between engine and venue. What the venue proves becomes a report; what it leaves open is asked for again and again,
 * and "never seen" is believed only when the request cannot arrive any more.
 */
export class LiveOrders {
  /** Venue time at which the account was opened; null before. What was traded elsewhere until then is in its opening. */
  openedAt: number | null = null;
  private readonly parts: LiveOrdersParts;
  readonly known: KnownOrders;
  private readonly strangers: Strangers;
  private closed = false;
  /** A start has orders to ask for: its first look answers for all that it shows as they are known. */
  private awaitsLook = false;

  constructor(parts: LiveOrdersParts) {
    this.parts = parts;
    this.known = new KnownOrders(() => parts.venueTimeAt(parts.clock.monotonic()));
    this.strangers = new Strangers({
      clock: parts.clock,
      send: (request) => {
        parts.orders.send(request);
      },
      meet: (order, fills) => {
        this.meet(order, fills);
      },
    });
  }

  /** Takes over the orders of earlier runs; a request of theirs may have left until `leftAt`, by our own count of time. */
  resume(open: readonly LedgerOrder[], ended: readonly LedgerOrder[], leftAt: number): void {
    this.awaitsLook = open.length > 0;
    for (const orders of [open, ended])
      for (const { order, state, filledLots, fillIds, cancelReason } of orders)
        this.takeOver(order, {
          ...{ toldLots: filledLots, trades: new Set(fillIds), reason: cancelReason, leftAt, ended: orders === ended },
          acknowledged: state === 'acknowledged' || state === 'partially-filled',
        });
  }

  /** One that was made elsewhere is known to the venue by its own id alone. */
  private takeOver(order: IdentifiedOrder, over: Partial<KnownOrder>): void {
    const known = this.known.add(order, over);
    if (order.origin === ELSEWHERE && order.tag !== null)
      this.known.name(known, this.instrumentOf(order.instrument).spec.symbol, order.tag);
  }

  submit(order: ApprovedOrder): void {
    this.known.add(order, { sending: true });
    this.parts.orders.send({ kind: 'place', order: venueOrderOf(order, this.instrumentOf(order.instrument)) });
  }

  cancel(id: ClientOrderId, reason: EndReason): void {
    const known = this.known.get(id);
    if (known === undefined || known.ended) return;
    known.reason = reason;
    const { symbol } = this.instrumentOf(known.order.instrument).spec;
    this.parts.orders.send({ kind: 'cancel', id, venueId: known.venueId, symbol });
  }

  isOpen(id: ClientOrderId): boolean {
    return this.known.get(id)?.ended === false;
  }

  query(id: ClientOrderId): void {
    const known = this.known.get(id);
    if (known === undefined) return;
    known.wanted = true;
    // A question is due already, as soon as an answer can prove anything.
    if (known.next === null && !this.awaitsLook) this.ask(known);
  }

  close(): void {
    this.closed = true;
    for (const { next } of this.known.open()) next?.dispose();
    this.strangers.close();
  }

  /** Takes what a look at the account showed. Whether everything in it is known, and nothing is on its way. */
  look({ openOrders, fills }: SeenAccount): boolean {
    for (const order of openOrders) this.onOrder(order);
    for (const fill of fills) this.onFill(fill);
    this.goOn(openOrders);
    const shown = new Set(openOrders.map(({ symbol, venueId }) => `${symbol} ${venueId}`));
    for (const known of this.known.open()) {
      const { symbol } = this.instrumentOf(known.order.instrument).spec;
      // It is not open any more, and its end was not heard.
      if (known.venueId !== null && !shown.has(`${symbol} ${known.venueId}`)) this.ask(known);
    }
    return this.strangers.none && !this.known.open().some(({ sending, asking, withheld }) => sending || asking || withheld !== null);
  }

  /** The first look is over, whatever came of it: hundreds of orders need no question each, and what it does not answer is asked for. */
  goOn(openOrders: readonly SeenOrder[]): void {
    if (!this.awaitsLook) return;
    this.awaitsLook = false;
    for (const seen of openOrders) {
      const known = this.known.find(seen);
      if (known?.wanted !== true || known.ended || seen.state !== 'working' || known.withheld !== null) continue;
      const lots = this.instrumentOf(known.order.instrument).lotsOf(Decimal.parse(seen.filled));
      if (lots === known.toldLots) this.settle(known, seen, []);
    }
    for (const known of this.known.open()) if (known.wanted) this.ask(known);
  }

  /** Fills that waited for their order to be known are told in another way. */
  forgetFills(order: Pick<SeenOrder, 'symbol' | 'venueId'>): void {
    this.strangers.take(order);
  }

  hear(message: OrderMessage): void {
    if (message.kind === 'order') this.onOrder(message.order);
    else if (message.kind === 'fill') this.onFill(message.fill);
    else if (message.kind === 'identified') this.strangers.identified(message.order);
    else if (message.kind === 'unidentified') this.strangers.unidentified(message.venueId);
    else {
      const known = this.known.get(message.kind === 'found' ? message.order.id : message.id);
      if (known !== undefined) this.onAnswer(known, message);
    }
  }

  private onAnswer(known: KnownOrder, message: Exclude<OrderMessage, { kind: 'order' | 'fill' | 'identified' | 'unidentified' }>): void {
    switch (message.kind) {
      case 'placed':
      case 'refused':
      case 'unsent':
      case 'unknown':
        this.onPlaced(known, message);
        return;
      case 'cancel-taken':
      case 'cancel-refused':
      case 'cancel-unknown':
        // Its end is told by itself; where it is not, it is asked for.
        if (!known.ended) this.askIn(known, ASK_AGAIN_MS.cancel);
        return;
      case 'found':
        this.onFound(known, message.order, message.fills);
        return;
      case 'absent':
        this.onAbsent(known, message);
        return;
      case 'unanswered':
        known.asking = false;
        known.failures += 1;
        if (!known.ended) this.askIn(known, Math.min(ASK_AGAIN_MS.most, ASK_AGAIN_MS.least * 2 ** (known.failures - 1)));
    }
  }

  private onPlaced(known: KnownOrder, message: Extract<OrderMessage, { kind: 'placed' | 'refused' | 'unsent' | 'unknown' }>): void {
    const { now, report, onNote, clock, receiveWindowMs } = this.parts;
    const { order } = known;
    known.sending = false;
    known.leftAt = clock.monotonic();
    if (message.kind === 'unknown' && message.signedAt !== undefined) known.takenUntil = message.signedAt + receiveWindowMs;
    if (known.ended) return;
    if (message.kind === 'placed') {
      this.known.name(known, this.instrumentOf(order.instrument).spec.symbol, message.venueId);
      this.acknowledge(known);
    } else if (message.kind === 'refused' || message.kind === 'unsent') {
      onNote(`Order ${order.id} was ${message.kind === 'refused' ? 'refused by the venue' : 'not sent'}: ${message.problem}`);
      this.known.end(known);
      const sent = message.kind === 'refused';
      report(
        sent
          ? { kind: 'rejected', order: order.id, reason: message.reason, time: now() }
          : { kind: 'expired', order: order.id, reason: 'never-sent', time: now() },
      );
      return;
    } else if (!known.acknowledged) report({ kind: 'no-answer', order: order.id, time: now() });
    if (known.wanted) this.ask(known);
  }

  private onFound(known: KnownOrder, seen: SeenOrder, fills: readonly SeenFill[]): void {
    known.asking = false;
    known.failures = 0;
    const { order } = known;
    const instrument = this.instrumentOf(order.instrument);
    // Two may stand there under one id of ours: an answer about the other one says nothing of it.
    if (!this.known.name(known, instrument.spec.symbol, seen.venueId)) return this.askIn(known, ASK_AGAIN_MS.cancel);
    const since = order.origin === ELSEWHERE ? (this.openedAt ?? Number.POSITIVE_INFINITY) : 0;
    const own = fills.filter((fill) => fill.time >= since && (known.trades.has(fillIdOf(fill)) || !this.isBooked(fill, instrument)));
    const read = own.map((fill) => this.read(fill, known));
    const whole = read.filter((fill) => fill !== null);
    if (whole.length < read.length) return;
    for (const { id } of whole) known.trades.add(id);
    known.toldLots = whole.reduce((lots, fill) => lots + fill.lots, 0);
    this.settle(known, seen, whole);
  }

  /** Its fate is known, with all of its fills. */
  private settle(known: KnownOrder, seen: Pick<SeenOrder, 'state'>, fills: readonly Fill[]): void {
    const { now, report } = this.parts;
    this.known.saw(known);
    known.withheld = null;
    known.wanted = false;
    known.acknowledged = true;
    const status = statusOf(known, seen.state, { fills, standing: this.parts.standing(known.order.id) });
    if (seen.state !== 'working' && !known.ended) this.known.end(known);
    report({ kind: 'status', order: known.order.id, status, time: now() });
  }

  /** The venue does not know it: proof only when the request cannot arrive any more. */
  private onAbsent(known: KnownOrder, message: Extract<OrderMessage, { kind: 'absent' }>): void {
    const { venueTimeAt, receiveWindowMs, now, report } = this.parts;
    known.asking = false;
    known.failures = 0;
    if (known.ended) return;
    if (known.leftAt === null) return;
    const takenUntil = (known.takenUntil ??= venueTimeAt(known.leftAt) + receiveWindowMs);
    if (message.time <= takenUntil) {
      this.askIn(known, provenIn(takenUntil, message.time, receiveWindowMs));
      return;
    }
    // What the venue had shown before it can only have forgotten.
    if (known.acknowledged || known.toldLots > 0) {
      if (known.toldLots === 0 && isForgotten(known, message)) this.settle(known, { state: 'cancelled' }, []);
      else this.askIn(known, ASK_AGAIN_MS.most);
      return;
    }
    known.wanted = false;
    this.known.end(known);
    report({ kind: 'status', order: known.order.id, status: null, time: now() });
  }

  private onOrder(seen: SeenOrder): void {
    const known = this.known.find(seen);
    if (known === undefined) {
      this.stranger(seen);
      return;
    }
    if (known.ended) {
      // It had ended here and works there: nothing of ours may stay open unseen.
      if (mayFill(seen)) this.parts.orders.send({ kind: 'cancel', id: known.order.id, venueId: seen.venueId, symbol: seen.symbol });
      return;
    }
    this.acknowledge(known);
    if (seen.state === 'working') return;
    const { order } = known;
    const filled = this.instrumentOf(order.instrument).lotsOf(Decimal.parse(seen.filled));
    const told = known.toldLots + (known.withheld?.lots ?? 0);
    // Fills are missing: the whole story is asked for.
    if (filled !== told) this.ask(known);
    else this.ends(known, seen.state);
  }

  private ends(known: KnownOrder, state: Exclude<SeenOrder['state'], 'working'>): void {
    const { report, now } = this.parts;
    const { id } = known.order;
    this.release(known, state === 'filled');
    this.known.end(known);
    const ended = endedAs(known, state, known.toldLots);
    if (ended === 'filled') return;
    const end = { order: id, reason: endReason(known, ended, state), time: now() };
    if (ended === 'cancelled') report({ kind: 'cancelled', ...end });
    else if (ended === 'expired') report({ kind: 'expired', ...end });
    else report({ kind: 'rejected', ...end });
  }

  private onFill(seen: SeenFill): void {
    const known = this.known.find(seen);
    const instrument = this.parts.market.ofSymbol(seen.symbol);
    if (instrument === null) return;
    if (known === undefined) {
      const opening = this.openedAt === null || seen.time < this.openedAt;
      if (!opening && !this.isBooked(seen, instrument)) this.strangers.add(seen);
      return;
    }
    if (known.trades.has(fillIdOf(seen)) || this.isBooked(seen, instrument)) return;
    const fill = this.read(seen, known);
    if (fill !== null) this.tell(known, fill);
  }

  /** A trade is booked once, whichever order it is told of: two may stand at the venue under one id. */
  private isBooked(fill: SeenFill, { id }: Instrument): boolean {
    return this.parts.booked.hasTrade(this.parts.account, id, fillIdOf(fill));
  }

  private tell(known: KnownOrder, fill: Fill): void {
    known.trades.add(fill.id);
    if (known.order.quoteAmount === null) this.tellFill(known, fill, Math.max(0, known.order.lots - known.toldLots - fill.lots));
    else {
      this.release(known, false);
      known.withheld = fill;
    }
  }

  /** Tells the fill that was held back. */
  private release(known: KnownOrder, last: boolean): void {
    const { withheld } = known;
    known.withheld = null;
    if (withheld !== null) this.tellFill(known, withheld, last ? 0 : 1);
  }

  private tellFill(known: KnownOrder, fill: Fill, remaining: number): void {
    const { report, now } = this.parts;
    known.toldLots += fill.lots;
    known.acknowledged = true;
    report({ kind: 'fill', order: known.order.id, fill, remaining, time: now() });
    if (remaining === 0 && !known.ended) this.known.end(known);
  }

  private acknowledge(known: KnownOrder): void {
    this.known.saw(known);
    if (known.acknowledged) return;
    known.acknowledged = true;
    this.parts.report({ kind: 'acknowledged', order: known.order.id, time: this.parts.now() });
  }

  /** An order that was made elsewhere works at the venue: it is taken over with its size. One that has ended says nothing new without fills. */
  private stranger(seen: SeenOrder): void {
    if (this.parts.market.ofSymbol(seen.symbol) === null || isUnsized(seen)) return;
    const waiting = this.strangers.take(seen);
    if (waiting.length > 0 || seen.state === 'working') this.meet(seen, waiting);
  }

  /** Takes over an order that nobody here made, with its fills; ours where it is one after all. */
  private meet(seen: SeenOrder, fills: readonly SeenFill[]): void {
    const { account, booked, clock, now, report, onNote } = this.parts;
    let known = this.known.find(seen);
    if (known === undefined) {
      const instrument = this.parts.market.ofSymbol(seen.symbol);
      // A request that came to the venue twice made two orders under one id of ours; nobody wants the second.
      const doubled = seen.id !== null && (this.known.get(seen.id) !== undefined || booked.hasOrder(seen.id));
      const shown = doubled ? { ...seen, id: null } : seen;
      const made = instrument === null ? null : adoptedOrder(shown, instrument, { account, opening: this.openedAt === null });
      if (instrument === null || made === null || booked.hasOrder(made.id)) return;
      known = this.known.add(made, { leftAt: clock.monotonic() });
      this.known.name(known, seen.symbol, seen.venueId);
      known.acknowledged = true;
      onNote(`An order that was made elsewhere is taken over: ${seen.side} ${seen.size} ${seen.symbol}.`);
      report({ kind: 'adopted', order: made.id, made, time: now() });
      if (doubled && seen.state === 'working') this.cancel(made.id, 'duplicate');
    }
    for (const fill of fills) this.onFill(fill);
    if (!known.ended && seen.state !== 'working') this.ask(known);
  }

  private read(seen: SeenFill, known: KnownOrder): Fill | null {
    const { market, now } = this.parts;
    const instrument = this.instrumentOf(known.order.instrument);
    const fill = fillOf(seen, {
      instrument,
      order: known.order.id,
      now: now(),
      worthOf: (asset, settle) => market.lastPrice(asset, settle),
    });
    if (fill === null) market.garbled += 1;
    return fill;
  }

  private askIn(known: KnownOrder, ms: number): void {
    this.known.later(known, { clock: this.parts.clock, ms }, () => {
      this.ask(known);
    });
  }

  /** Asks what became of an order, unless the answer is on its way; one that is being sent is asked for when that has ended. */
  private ask(known: KnownOrder): void {
    if (known.asking || this.closed) return;
    if (known.sending) {
      known.wanted = true;
      return;
    }
    known.asking = true;
    const { id, decidedAt, instrument } = known.order;
    const { symbol } = this.instrumentOf(instrument).spec;
    this.parts.orders.send({ kind: 'ask', id, venueId: known.venueId, symbol, since: decidedAt });
  }

  private instrumentOf(index: number): Instrument {
    const instrument = this.parts.market.instruments[index];
    invariant(instrument !== undefined, 'an order names an instrument of the session');
    return instrument;
  }
}

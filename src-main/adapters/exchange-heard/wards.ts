import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { ELSEWHERE, type IdentifiedOrder, termsOf } from '../../../src-shared/domain/order.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { ClientOrderId } from '../../../src-shared/kernel/ids.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';
import { linkName } from '../../core/exits/link-ids.ts';
import type { ApprovedAmendment, ApprovedOrder } from '../../ports/approved-order.ts';
import type { Clock } from '../../ports/clock.ts';
import type { AmendRefusal, ExecutionReport } from '../../ports/execution-venue.ts';
import type { SeenOrder, VenueMessage, VenueOrders, VenueRequest } from '../../ports/venue-orders.ts';
import type { KnownOrder } from './known-orders.ts';
import { venueOrderOf } from './live-terms.ts';
import { Ward } from './ward.ts';
import { newLeg, type WardLeg, type WardLink, type WardTouch } from './ward-parts.ts';

/** What wards stand on. */
export interface WardsParts {
  readonly instruments: readonly Instrument[];
  readonly orders: VenueOrders;
  readonly clock: Clock;
  readonly receiveWindowMs: number;
  /** Venue time at an instant of the clock's count. */
  readonly venueTimeAt: (monotonic: number) => number;
  readonly onNote: (sentence: string) => void;
  /** Nothing is sent but questions and what was asked for. */
  readonly looksOnly: boolean;
  /** Tells the session's orders what is known of a leg. */
  readonly tell: (message: VenueMessage) => void;
  /** Reports to the session. */
  readonly report: (report: ExecutionReport) => void;
  readonly known: (id: ClientOrderId) => KnownOrder | undefined;
}

/** An entry whose legs are not all there yet. */
interface HeldEntry {
  readonly order: IdentifiedOrder;
  readonly request: VenueRequest;
}

interface Named {
  readonly link: WardLink;
  readonly ward: Ward;
}

/** What a fill of an entry has brought, before whole lots. */
interface Arrival {
  lots: number;
  fees: Decimal;
  readonly before: number;
  readonly trades: Set<string>;
}

/**
 * Between the session's orders and the venue: an order that belongs to a group, or gets other terms, stands there as other orders, under ids that say whose
 * they are. To the session it is one order still. Everything else passes as it is.
 */
export class Wards {
  private readonly parts: WardsParts;
  /** By group, and by the order where it belongs to none. */
  private readonly wards = new Map<string, Ward>();
  private readonly legs = new Map<ClientOrderId, { readonly leg: WardLeg; readonly ward: Ward }>();
  private readonly names = new Map<string, { readonly leg: WardLeg; readonly ward: Ward }>();
  private readonly links = new Map<ClientOrderId, Named>();
  private readonly arrivals = new Map<ClientOrderId, Arrival & { readonly ward: Ward; readonly order: IdentifiedOrder }>();
  private readonly held: HeldEntry[] = [];
  private readonly refused = new Map<string, string>();
  private readonly touches: WardTouch[];
  private readonly waiting = new Set<WardLeg>();
  private flushing = false;

  constructor(parts: WardsParts) {
    this.parts = parts;
    this.touches = parts.instruments.map(() => ({ bidTicks: 0, askTicks: 0 }));
  }

  get busy(): boolean {
    return [...this.wards.values()].some((ward) => ward.busy);
  }

  /** The ward of a group's legs, or of a single order. */
  wardOf(name: string, instrument: number, plain = false): Ward {
    const there = this.wards.get(name);
    if (there !== undefined) return there;
    const { orders, clock, receiveWindowMs, venueTimeAt, onNote, tell, looksOnly } = this.parts;
    const traded = this.parts.instruments[instrument];
    invariant(traded !== undefined, 'an order names an instrument of the session');
    const ward = new Ward(
      {
        ...{ instrument: traded, exits: orders.exits ?? null, clock, receiveWindowMs, venueTimeAt, tell, looksOnly },
        touch: () => this.touches[instrument] ?? { bidTicks: 0, askTicks: 0 },
        send: (request) => orders.send(request),
        note: onNote,
        amended: (leg, refused, number) => this.amended(leg, refused, number),
        ended: (leg) => this.because(leg),
        rests: (resting, freed) => this.rests(resting, freed),
        named: (link, of) => void this.links.set(link.id, { link, ward: of }),
      },
      plain,
    );
    this.wards.set(name, ward);
    return ward;
  }

  addLeg(ward: Ward, leg: WardLeg): void {
    ward.legs.push(leg);
    this.legs.set(leg.order.id, { leg, ward });
    this.names.set(linkName(leg.order.id), { leg, ward });
  }

  /** What an entry has brought so far is known by the session's own book. */
  addEntry(
    ward: Ward,
    order: IdentifiedOrder,
    from: { readonly lots: number; readonly over: boolean; readonly trades: Iterable<string> },
  ): void {
    const atOnce = order.type === 'market' || order.timeInForce === 'ioc' || order.timeInForce === 'fok';
    ward.entry = { arrivedLots: from.lots, over: from.over, atOnce, since: null };
    if (!from.over)
      this.arrivals.set(order.id, { ward, order, before: from.lots, lots: 0, fees: Decimal.ZERO, trades: new Set(from.trades) });
  }

  /** An order is about to be submitted. */
  admit(order: ApprovedOrder): void {
    const { group } = order;
    if (group === null) return;
    const ward = this.wardOf(group.id, order.instrument);
    if (group.role === 'entry') this.addEntry(ward, order, { lots: 0, over: false, trades: [] });
    else {
      const why = whyNoExit(order, { ward, instrument: this.instrumentOf(order), orders: this.parts.orders });
      if (why !== null) this.refused.set(group.id, why);
      this.addLeg(ward, newLeg(order, order.type === 'limit' ? 'target' : 'stop'));
    }
    if (this.flushing) return;
    this.flushing = true;
    // All orders of a group come at once; none is sent before the last of them is known.
    this.parts.clock.after(0, () => this.flush());
  }

  /** What the session's orders ask of the venue. */
  send(request: VenueRequest): void {
    if (request.kind === 'place') {
      const { id } = request.order;
      const leg = this.legs.get(id)?.leg;
      const arrival = this.arrivals.get(id);
      if (leg !== undefined) this.parts.tell({ kind: 'placed', id, venueId: leg.shownId, time: this.parts.clock.now() });
      else if (arrival !== undefined) this.held.push({ order: arrival.order, request });
      else this.parts.orders.send(request);
      return;
    }
    const own = request.kind === 'cancel' || request.kind === 'ask' ? this.legs.get(request.id) : undefined;
    if (own === undefined) this.parts.orders.send(request);
    else if (request.kind === 'cancel') own.ward.cancel(own.leg);
    else this.askLeg(own.ward, own.leg);
  }

  amend({ order: id, number, terms }: ApprovedAmendment): void {
    const { report, known: find, orders, clock } = this.parts;
    const known = find(id);
    const refuse = (reason: AmendRefusal) => report({ kind: 'amend-refused', order: id, number, reason, time: clock.now() });
    const changes = orders.exits?.changes ?? 'none';
    const own = this.legs.get(id);
    if (known === undefined || known.ended || own?.leg.told === true) refuse('ended');
    else if (own !== undefined) own.ward.amend(own.leg, number, terms);
    else if (this.arrivals.has(id) || known.order.origin === ELSEWHERE || changes === 'none' || known.venueId === null)
      refuse('unsupported');
    else if (changes !== 'in-place' && known.toldLots > 0) refuse('filled-beyond');
    else this.take(known).amend(this.legs.get(id)!.leg, number, terms);
  }

  /** A single order becomes one whose terms change. */
  private take({ order, toldLots, trades, venueId, asking }: KnownOrder): Ward {
    const ward = this.wardOf(order.id, order.instrument, true);
    const shownId = venueId ?? order.id;
    const leg = newLeg(order, 'stop', { filled: toldLots, shownId });
    this.addLeg(ward, leg);
    for (const trade of trades) ward.booked.add(trade);
    // A question that is on its way will be answered to the ward.
    if (asking) this.waiting.add(leg);
    const { symbol, side, type, size, price, trigger } = venueOrderOf(leg.order, this.instrumentOf(order));
    const time = this.parts.clock.now();
    ward.meet(leg, {
      ...{ id: order.id, venueId: shownId, symbol, side, type, price, trigger, time },
      size: size ?? '0',
      filled: '0',
      state: 'working',
    });
    if (toldLots > 0) ward.askFirst();
    return ward;
  }

  /** What the venue tells, as the session's orders are to hear it; null where it is not for them. */
  hear(message: VenueMessage): VenueMessage | null {
    switch (message.kind) {
      case 'found':
        return this.route(message.order.id, message);
      case 'order':
        return this.route(message.order.id, message);
      case 'fill':
        return this.route(message.fill.id, message);
      case 'identified': {
        const { id } = message.order;
        if (id === null || !this.isLink(id)) return message;
        // Of what it has filled beyond its leg nothing is the leg's.
        if (this.legOfLink(id)?.leg.beyond.some(({ venueId }) => venueId === message.order.venueId) === true)
          return { ...message, order: { ...message.order, id: null } };
        this.route(id, { kind: 'order', order: message.order });
        return null;
      }
      case 'looked':
        return { ...message, account: this.looked(message.account) };
      case 'health':
      case 'kept-alive':
      case 'ended':
      case 'died':
      case 'look-failed':
      case 'listed':
      case 'list-failed':
      case 'unidentified':
        return message;
      default:
        return this.route(message.id, message);
    }
  }

  /** The session has booked a report: what an entry brought is there to be protected. */
  booked(report: ExecutionReport): void {
    const arrival = this.arrivals.get(report.order);
    if (arrival === undefined) return;
    const { entry } = arrival.ward;
    const fills = report.kind === 'fill' ? [report.fill] : report.kind === 'status' ? (report.status?.fills ?? []) : [];
    for (const { id, lots, paid = [] } of fills) {
      if (arrival.trades.has(id)) continue;
      arrival.trades.add(id);
      arrival.lots += lots;
      for (const { asset, amount } of paid) if (this.takesCoins(arrival.order, asset)) arrival.fees = arrival.fees.add(amount);
    }
    const over =
      (report.kind === 'fill' && report.remaining === 0) ||
      (report.kind === 'status' && report.status?.state !== 'working') ||
      report.kind === 'cancelled' ||
      report.kind === 'expired' ||
      report.kind === 'rejected';
    if (entry === null || (fills.length === 0 && !over)) return;
    const fees = Number(arrival.fees.divide(this.instrumentOf(arrival.order).sizeOf(1), 0, 'ceil').coefficient);
    entry.arrivedLots = arrival.before + arrival.lots - fees;
    if (fills.length > 0) entry.since ??= this.parts.clock.now();
    entry.over ||= over;
    arrival.ward.advance();
  }

  quote(instrument: number, { bidTicks, askTicks }: WardTouch): void {
    this.touches[instrument] = { bidTicks, askTicks };
    for (const ward of this.wards.values()) if (!ward.plain && ward.legs[0]?.order.instrument === instrument) ward.quote();
  }

  close(): void {
    for (const ward of this.wards.values()) ward.close();
  }

  /** How the amendments of an order stand, for its status. */
  standing(id: ClientOrderId): { readonly amendment: number; readonly amendRefusal: AmendRefusal | null } | null {
    const leg = this.legs.get(id)?.leg;
    return leg === undefined ? null : { amendment: leg.amendment, amendRefusal: leg.refusal };
  }

  /** The leg whose link an id is, whether that link is known or not; not the order itself. */
  legOfLink(id: ClientOrderId): { readonly leg: WardLeg; readonly ward: Ward } | null {
    const own = this.names.get(linkName(id));
    return own === undefined || (own.leg.order.id === id && !own.ward.plain) ? null : own;
  }

  private isLink(id: ClientOrderId): boolean {
    return this.legOfLink(id) !== null;
  }

  private route(id: ClientOrderId | null, message: VenueMessage): VenueMessage | null {
    if (id === null) return message;
    const known = this.links.get(id);
    if (known !== undefined) {
      known.ward.hear(known.link, message);
      return null;
    }
    const own = this.legOfLink(id);
    if (own === null) return message;
    // It came of a request of an earlier run, or of one that nobody remembers.
    if (!own.ward.recovering && message.kind === 'order') this.meet(own, message.order);
    return null;
  }

  private meet({ leg, ward }: { readonly leg: WardLeg; readonly ward: Ward }, order: SeenOrder): void {
    if (order.id !== null) ward.meet(leg, { ...order, id: order.id });
    ward.advance();
  }

  private looked(account: Extract<VenueMessage, { kind: 'looked' }>['account']): typeof account {
    const openOrders = account.openOrders.filter((order) => this.route(order.id, { kind: 'order', order }) !== null);
    const fills = account.fills.filter((fill) => this.route(fill.id, { kind: 'fill', fill }) !== null);
    const shown = new Set(account.openOrders.map(({ id }) => id));
    for (const { link, ward } of this.links.values()) if (link.state === 'working' && !shown.has(link.id)) ward.missed(link);
    const standing = [...this.legs.values()].filter(({ leg, ward }) => !leg.told && !ward.busy);
    const legs = standing.flatMap(({ leg, ward }) => {
      const status = ward.statusOf(leg);
      return status?.order.state === 'working' ? [status.order] : [];
    });
    return { ...account, openOrders: [...openOrders, ...legs], fills };
  }

  private askLeg(ward: Ward, leg: WardLeg): void {
    const status = ward.statusOf(leg);
    if (status === null) this.waiting.add(leg);
    else this.parts.tell(status);
  }

  /** Whoever has asked is answered when everything is proven. */
  private rests(ward: Ward, freed: boolean): void {
    for (const leg of ward.legs)
      if (this.waiting.has(leg)) {
        const status = ward.statusOf(leg);
        if (status === null) continue;
        this.waiting.delete(leg);
        this.parts.tell(status);
      }
    // Two that are refused would call each other for ever.
    if (!freed) return;
    const instrument = ward.legs[0]?.order.instrument;
    for (const other of this.wards.values()) if (other !== ward && other.legs[0]?.order.instrument === instrument) other.retry();
  }

  private flush(): void {
    this.flushing = false;
    for (const { order, request } of this.held.splice(0)) {
      const why = this.refused.get(order.group?.id ?? '');
      if (why === undefined) this.parts.orders.send(request);
      else this.parts.tell({ kind: 'unsent', id: order.id, problem: why });
    }
    for (const [group, why] of this.refused) {
      const ward = this.wards.get(group);
      if (ward?.entry === null) this.parts.onNote(why);
      for (const leg of ward?.legs ?? []) leg.unwanted = true;
    }
    this.refused.clear();
    for (const ward of [...this.wards.values()]) ward.advance();
  }

  private because({ order, reason }: WardLeg): void {
    const known = this.parts.known(order.id);
    if (known !== undefined) known.reason ??= reason;
  }

  /** The session knows an order with the terms that it has now. */
  agree({ order }: WardLeg): void {
    const one = this.parts.known(order.id);
    if (one !== undefined) one.order = { ...one.order, ...termsOf(order) };
  }

  private amended(leg: WardLeg, refused: AmendRefusal | null, number: number): void {
    const { report, clock } = this.parts;
    const { order } = leg;
    this.agree(leg);
    const at = { order: order.id, number, time: clock.now() };
    report(refused === null ? { kind: 'amended', ...at, terms: termsOf(order) } : { kind: 'amend-refused', ...at, reason: refused });
  }

  /** Whether a fee in an asset leaves less of what was bought; a contract holds no coins. */
  private takesCoins(order: IdentifiedOrder, asset: string): boolean {
    const { spec, margin } = this.instrumentOf(order);
    return margin === null && asset === spec.base;
  }

  private instrumentOf({ instrument }: IdentifiedOrder): Instrument {
    const traded = this.parts.instruments[instrument];
    invariant(traded !== undefined, 'an order names an instrument of the session');
    return traded;
  }
}

/** Why orders of a group cannot be kept at a venue; null where they can. */
function whyNoExit(
  { type, side, reduceOnly, group }: IdentifiedOrder,
  { ward, instrument, orders }: { readonly ward: Ward; readonly instrument: Instrument; readonly orders: Pick<VenueOrders, 'exits'> },
): string | null {
  const exit = reduceOnly && (side === 'sell' || instrument.margin !== null);
  if (!exit) return 'Orders that exclude each other and open a position are kept on paper only; nothing was sent.';
  if (type !== 'stop' && type !== 'stop-limit' && type !== 'limit')
    return `A ${type} order of a ${group?.role === 'oco' ? 'group' : 'bracket'} is kept on paper only; nothing was sent.`;
  if (type !== 'limit' && (orders.exits ?? null) === null)
    return 'This program keeps no stop at the venue, so a position would stand there without it; nothing was sent.';
  if (type !== 'limit' && ward.legs.some(({ kind }) => kind === 'stop')) return 'A position has one stop; nothing was sent.';
  return null;
}

import { linkName } from '../../src-main/core/exits/link-ids.ts';
import type { Engine } from '../../src-main/core/engine/engine.ts';
import type { VenueOrder, VenueRequest } from '../../src-main/ports/venue-orders.ts';
import type { Side } from '../venue/core/order.ts';
import type { Program } from './program.ts';
import type { CarriedReply, CarriedRequest, WishedOrder } from './protocols/world-protocol.ts';
import type { VenueTruth } from './venue-truth.ts';
import type { Invariant } from './violation.ts';
import { type Arriving, ExposureWatch, sidesOf } from './exposure-watch.ts';

/** What a watch stands on. */
export interface WatchParts {
  readonly now: () => number;
  readonly truth: VenueTruth;
  /** A session has to be armed before it opens anything. */
  readonly needsArming: boolean;
  readonly violated: (invariant: Invariant, problem: string) => void;
}

type Named = Pick<Extract<VenueRequest, { kind: 'amend' }>, 'id' | 'venueId'>;
type Terms = Pick<Extract<VenueRequest, { kind: 'amend' }>, 'size' | 'price' | 'trigger'>;

/** Looks at everything that leaves the program, at the instant at which it does. */
export class Watch {
  /** A request for an order came to the venue twice by the network's fault: what it bought then is nobody's breach. */
  networkDoubled = false;
  /** A person has stopped trading and has not armed it again. */
  halted = false;
  private readonly parts: WatchParts;
  /** Orders that were sent as such that may open something: what only closes is not held to limits of number. */
  readonly opening = new Set<string>();
  private readonly handed = new Set<string>();
  /** Orders that may only reduce, as they are recorded. */
  private readonly reducing = new Set<string>();
  private readonly exposure: ExposureWatch;
  private readonly fenced = new WeakSet<Program>();
  private readonly armed = new WeakSet<Program>();

  constructor(parts: WatchParts) {
    this.parts = parts;
    this.exposure = new ExposureWatch(parts, () => this.networkDoubled);
  }

  /** An orderly end has begun. */
  fence(program: Program): void {
    this.fenced.add(program);
  }

  /** The session is armed now; it dies with its program. */
  arm(program: Program): void {
    this.armed.add(program);
  }

  /** The session asks its venue for something. */
  onSend(program: Program, request: VenueRequest): void {
    const sent =
      request.kind === 'place' || request.kind === 'replace'
        ? [request.order]
        : request.kind === 'place-pair'
          ? [request.pair.stop, request.pair.target]
          : [];
    const shrinks = request.kind === 'replace' && this.shrinks(request.old, request.order);
    for (const order of sent) this.onOrder(program, order, shrinks);
    // Terms of an order that the venue does not have are taken by nobody.
    const stands = request.kind === 'amend' ? this.parts.truth.openNamed(request.id) : undefined;
    if (request.kind !== 'amend' || stands === undefined || !this.mayOpen(stands.side) || stands.reduceOnly) return;
    const size = request.size === null ? Number(stands.quantity) / 1e8 : Number(request.size);
    const side = stands.side === 'BUY' ? 'buy' : 'sell';
    if (!this.shrinks(request, request) && !closesHeld(program.engine, { symbol: request.symbol, side, size }))
      this.opens(program, request);
  }

  private mayOpen(side: Side): boolean {
    return sidesOf(this.parts.truth).includes(side);
  }

  /** It stands in the place of an order that would buy as much or more at the same price, or of none: then the venue takes nothing. */
  private shrinks(old: Named, order: Terms): boolean {
    const { truth } = this.parts;
    const stands = truth.openNamed(old.id) ?? (old.venueId === null ? undefined : truth.openNamed(old.venueId));
    if (stands === undefined) return true;
    const price = stands.price > 0n ? stands.price : stands.stopPrice;
    const asked = order.price ?? order.trigger;
    if (!this.mayOpen(stands.side) || asked === null) return false;
    return Number(asked) === Number(price) / 1e8 && Number(order.size) <= Number(stands.quantity) / 1e8;
  }

  private onOrder(program: Program, order: VenueOrder, shrinks: boolean): void {
    const { engine, ledger } = program;
    const { violated } = this.parts;
    if (ledger?.hasOrder(order.id) !== true && !isLinkOfRecorded(program, order.id))
      violated('recorded before sent', `${order.id} was sent before it was recorded`);
    if (engine !== null && this.isContract && reducesOnly(engine, order.id)) {
      this.reducing.add(order.id);
      if (order.reduceOnly !== true) violated('reduces only', `${order.id} may only reduce, and was sent as one that may open`);
    }
    if (!this.mayOpen(order.side === 'buy' ? 'BUY' : 'SELL') || order.reduceOnly === true || shrinks) return;
    // What stands against it may always be closed: what others sold of a coin beyond what the program holds, and any position in a contract.
    if (order.size !== null && closesHeld(engine, { ...order, size: Number(order.size) })) return;
    this.opens(program, order);
  }

  private get isContract(): boolean {
    return this.parts.truth.protocol.markets.leverage !== null;
  }

  /** An order of the account has traded at its venue: one that may only reduce has not turned the position. */
  onTrade({ clientId, side, symbol }: { readonly clientId: string; readonly side: Side; readonly symbol: string }): void {
    const { truth, violated } = this.parts;
    const id = truth.ownId({ clientId });
    if (id === null || !this.reducing.has(id)) return;
    const { size } = truth.position(symbol);
    if (side === 'BUY' ? size > 0n : size < 0n) violated('reduces only', `${id} may only reduce, and has turned the position in ${symbol}`);
  }

  /** Something that buys, or buys more, was sent. */
  private opens(program: Program, { id }: Pick<VenueOrder, 'id'>): void {
    const { violated, needsArming } = this.parts;
    const { engine } = program;
    this.opening.add(id);
    if (needsArming && !this.armed.has(program)) violated('armed first', `${id} opens and was sent by a session that was not armed`);
    const why =
      engine === null
        ? 'the session was being opened'
        : this.fenced.has(program)
          ? 'the session was ending'
          : engine.gate.recovering
            ? 'it was recovering'
            : engine.reconciliation.differences.length > 0
              ? 'ledger and venue differed'
              : engine.control.monitor.tradingState !== 'ACTIVE' || this.halted
                ? 'trading was stopped'
                : null;
    if (why !== null) violated('fence holds', `${id} opens and was sent while ${why}`);
  }

  /** A request is handed to the network. */
  onRequest(request: CarriedRequest): void {
    const wish = this.parts.truth.protocol.wish(request);
    for (const id of wish?.placed ?? []) this.once(id);
    const order = wish?.order ?? null;
    if (order === null) return;
    const coming = order.old === order.id ? this.amended(order) : this.placed(order);
    if (coming !== null) this.exposure.onItsWay(coming);
  }

  private placed({ id, symbol, buys, size, amount, price, old, reduces = false }: WishedOrder): Arriving {
    const { truth, violated } = this.parts;
    if (this.reducing.has(id) && !reduces) violated('reduces only', `${id} may only reduce, and its request does not say so`);
    const side = buys ? 'BUY' : 'SELL';
    const at = price ?? truth.mid(symbol);
    const whole = size ?? (amount ?? 0) / at;
    return { id, symbol, side, size: whole, price: at, opens: this.counts(id, side) && !reduces ? whole : 0, old };
  }

  /** Other terms of an order where it stands; null where they add nothing to it, or it is not there. */
  private amended({ id, size, price }: WishedOrder): Arriving | null {
    const stands = this.parts.truth.openNamed(id);
    if (stands === undefined || !this.mayOpen(stands.side) || stands.reduceOnly) return null;
    const before = Number(stands.quantity) / 1e8;
    const priced = Number(stands.price > 0n ? stands.price : stands.stopPrice) / 1e8;
    const [whole, at] = [size ?? before, price ?? priced];
    const own = this.parts.truth.ownId(stands) ?? id;
    if ((whole <= before && at <= priced) || !this.counts(own, stands.side)) return null;
    const { symbol, side } = stands;
    return { id: own, symbol, side, size: whole, price: at, opens: whole - Number(stands.executed) / 1e8, old: id };
  }

  /** Whether an order is held to limits: of contracts one that only closes is spared, whatever its side. */
  private counts(id: string, side: Side): boolean {
    return this.isContract ? this.opening.has(id) : this.mayOpen(side);
  }

  private once(id: string): void {
    if (this.handed.has(id)) this.parts.violated('sent once', `${id} was handed to the network a second time`);
    this.handed.add(id);
  }

  /** The venue has refused the order: it is nowhere. */
  onAnswer(request: CarriedRequest, reply: CarriedReply): void {
    const { protocol } = this.parts.truth;
    const order = protocol.wish(request)?.order;
    if (order?.old === undefined && order !== undefined && order !== null && protocol.refuses(reply)) this.exposure.gone(order.id);
  }

  /** The venue has the order now. */
  arrived(id: string): void {
    this.exposure.gone(id);
  }
}

/** What an order of ours is, as far as it could close something. */
interface Closing {
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly size: number;
}

/** It is no larger than what the program holds against it. */
function closesHeld(engine: Engine | null, { symbol, side, size }: Closing): boolean {
  const instrument = engine?.account.instruments.find(({ spec }) => spec.symbol === symbol);
  const held = instrument === undefined ? 0 : (engine?.account.positions.lots(instrument.index) ?? 0) * instrument.lotSize;
  return (side === 'buy' ? held < 0 : held > 0) && size <= Math.abs(held) * (1 + 1e-9);
}

/** The order that is recorded may only reduce; one may stand at the venue for it under a name of its own. */
function reducesOnly({ account }: Engine, id: VenueOrder['id']): boolean {
  return account.orders.all().some(({ order }) => order.reduceOnly && linkName(order.id) === linkName(id));
}

/** Whether an id is that of an order which stands for a recorded one. */
function isLinkOfRecorded({ engine, ledger }: Program, id: VenueOrder['id']): boolean {
  const own = engine?.account.orders.all().find(({ order }) => linkName(order.id) === linkName(id))?.order.id;
  return own !== undefined && ledger?.hasOrder(own) === true;
}

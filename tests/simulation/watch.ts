import { linkName } from '../../src-main/core/exits/link-ids.ts';
import type { Engine } from '../../src-main/core/engine/engine.ts';
import type { VenueOrder, VenueRequest } from '../../src-main/ports/venue-orders.ts';
import type { Program } from './program.ts';
import type { CarriedReply, CarriedRequest, WishedOrder } from './protocols/world-protocol.ts';
import type { VenueTruth } from './venue-truth.ts';
import type { Invariant } from './violation.ts';
import { BOUNDS } from './world-limits.ts';

/** How far prices may move between a decision and the venue, a fraction. */
const MOVES = 0.03;
const MARKETS = ['BTCUSDT', 'ETHUSDT'] as const;

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

/** An order on its way to the venue. */
interface OnItsWay {
  readonly at: number;
  readonly symbol: string;
  readonly buys: number;
}

/** What an order on its way may come to. */
interface Coming {
  readonly id: string;
  readonly symbol: string;
  readonly size: number;
  readonly price: number;
  readonly buys: number;
  /** The order in whose place it comes. */
  readonly old: string | undefined;
}

/** Looks at everything that leaves the program, at the instant at which it does. */
export class Watch {
  /** A request for an order came to the venue twice by the network's fault: what it bought then is nobody's breach. */
  networkDoubled = false;
  /** A person has stopped trading and has not armed it again. */
  halted = false;
  private readonly parts: WatchParts;
  private readonly handed = new Set<string>();
  private readonly travelling = new Map<string, OnItsWay>();
  private readonly fenced = new WeakSet<Program>();
  private readonly armed = new WeakSet<Program>();

  constructor(parts: WatchParts) {
    this.parts = parts;
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
    if (request.kind === 'amend' && stands?.side === 'BUY' && !this.shrinks(request, request)) this.opens(program, request);
  }

  /** It stands in the place of an order that would buy as much or more at the same price, or of none: then the venue takes nothing. */
  private shrinks(old: Named, order: Terms): boolean {
    const { truth } = this.parts;
    const stands = truth.openNamed(old.id) ?? (old.venueId === null ? undefined : truth.openNamed(old.venueId));
    if (stands === undefined) return true;
    const price = stands.price > 0n ? stands.price : stands.stopPrice;
    const asked = order.price ?? order.trigger;
    if (stands.side !== 'BUY' || asked === null) return false;
    return Number(asked) === Number(price) / 1e8 && Number(order.size) <= Number(stands.quantity) / 1e8;
  }

  private onOrder(program: Program, order: VenueOrder, shrinks: boolean): void {
    const { engine, ledger } = program;
    const { violated } = this.parts;
    if (ledger?.hasOrder(order.id) !== true && !isLinkOfRecorded(program, order.id))
      violated('recorded before sent', `${order.id} was sent before it was recorded`);
    if (order.side !== 'buy' || shrinks) return;
    // What was sold elsewhere beyond what the program holds is a position below nothing, which may always be closed.
    if (engine !== null && closesShort(engine, order)) return;
    this.opens(program, order);
  }

  /** Something that buys, or buys more, was sent. */
  private opens(program: Program, { id }: Pick<VenueOrder, 'id'>): void {
    const { violated, needsArming } = this.parts;
    const { engine } = program;
    if (needsArming && !this.armed.has(program)) violated('armed first', `${id} buys and was sent by a session that was not armed`);
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
    if (why !== null) violated('fence holds', `${id} buys and was sent while ${why}`);
  }

  /** A request is handed to the network. */
  onRequest(request: CarriedRequest): void {
    const wish = this.parts.truth.protocol.wish(request);
    for (const id of wish?.placed ?? []) this.once(id);
    const order = wish?.order ?? null;
    if (order === null) return;
    const coming = order.old === order.id ? this.amended(order) : this.placed(order);
    if (coming === null) return;
    const { id, symbol, buys, old } = coming;
    this.travelling.set(id, { at: this.parts.now(), symbol, buys });
    this.holdToLimits({ ...coming, goes: old === undefined ? undefined : this.parts.truth.openNamed(old) });
  }

  private placed({ id, symbol, buys, size, amount, price, old }: WishedOrder): Coming {
    const at = price ?? this.parts.truth.mid(symbol);
    const whole = size ?? (amount ?? 0) / at;
    return { id, symbol, size: whole, price: at, buys: buys ? whole : 0, old };
  }

  /** Other terms of an order where it stands; null where they add nothing to it, or it is not there. */
  private amended({ id, size, price }: WishedOrder): Coming | null {
    const stands = this.parts.truth.openNamed(id);
    if (stands?.side !== 'BUY') return null;
    const before = Number(stands.quantity) / 1e8;
    const priced = Number(stands.price > 0n ? stands.price : stands.stopPrice) / 1e8;
    const [whole, at] = [size ?? before, price ?? priced];
    if (whole <= before && at <= priced) return null;
    const own = this.parts.truth.ownId(stands) ?? id;
    return { id: own, symbol: stands.symbol, size: whole, price: at, buys: whole - Number(stands.executed) / 1e8, old: id };
  }

  private once(id: string): void {
    if (this.handed.has(id)) this.parts.violated('sent once', `${id} was handed to the network a second time`);
    this.handed.add(id);
  }

  /** The venue has refused the order: it is nowhere. */
  onAnswer(request: CarriedRequest, reply: CarriedReply): void {
    const { protocol } = this.parts.truth;
    const order = protocol.wish(request)?.order;
    if (order?.old === undefined && order !== undefined && order !== null && protocol.refuses(reply)) this.travelling.delete(order.id);
  }

  /** The venue has the order now. */
  arrived(id: string): void {
    this.travelling.delete(id);
  }

  private holdToLimits(order: Coming & { readonly goes: VenueTruth['orders'][number] | undefined }): void {
    const { id, goes } = order;
    const { truth, violated, now } = this.parts;
    const arrivesMs = truth.protocol.profile.receiveWindowMs;
    if (order.buys === 0 || this.networkDoubled) return;
    const least = (value: number) => value * (1 - MOVES);
    // An order may stand there as several that name it; they count as the one that it is.
    const standing = truth.openOwn.filter(({ list, type }) => list < 0 || !type.startsWith('STOP'));
    const open = new Set(standing.map((order) => linkName(truth.ownId(order)!))).size + (goes === undefined ? 1 : 0);
    const gone = (symbol: string) => (goes?.symbol === symbol && goes.side === 'BUY' ? Number(goes.quantity - goes.executed) / 1e8 : 0);
    if (open > BOUNDS.openOrders) violated('limits hold', `${id} makes ${String(open)} orders that are open at the venue`);
    if (least(order.size * order.price) > BOUNDS.order) violated('limits hold', `${id} is worth ${String(order.size * order.price)}`);
    const worth = MARKETS.map((symbol) => {
      const ways = [...this.travelling.values()].filter((way) => way.symbol === symbol && way.at > now() - arrivesMs);
      const travelling = ways.reduce((sum, { buys }) => sum + buys, 0);
      return Math.max(0, truth.leastHeld(symbol) + truth.openBuys(symbol) - gone(symbol) + travelling) * truth.mid(symbol);
    });
    const most = worth[MARKETS.indexOf(order.symbol as (typeof MARKETS)[number])] ?? 0;
    if (least(most) > BOUNDS.position) violated('limits hold', `${id} could bring ${order.symbol} to ${String(most)}`);
    const gross = worth.reduce((sum, each) => sum + each, 0);
    if (least(gross) > BOUNDS.gross) violated('limits hold', `${id} could bring everything to ${String(gross)}`);
  }
}

function closesShort({ account }: Engine, { symbol, size }: VenueOrder): boolean {
  const instrument = account.instruments.find(({ spec }) => spec.symbol === symbol);
  const held = instrument === undefined ? 0 : account.positions.lots(instrument.index) * instrument.lotSize;
  return held < 0 && size !== null && Number(size) <= -held * (1 + 1e-9);
}

/** Whether an id is that of an order which stands for a recorded one. */
function isLinkOfRecorded({ engine, ledger }: Program, id: VenueOrder['id']): boolean {
  const own = engine?.account.orders.all().find(({ order }) => linkName(order.id) === linkName(id))?.order.id;
  return own !== undefined && ledger?.hasOrder(own) === true;
}

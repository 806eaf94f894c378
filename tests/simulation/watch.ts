import { BINANCE_WINDOW_MS } from '../../src-main/adapters/exchange-ccxt/venues/binance.ts';
import { linkName } from '../../src-main/core/exits/link-ids.ts';
import type { Engine } from '../../src-main/core/engine/engine.ts';
import type { VenueOrder, VenueRequest } from '../../src-main/ports/venue-orders.ts';
import type { Program } from './program.ts';
import type { CarriedRequest } from './simulated-network.ts';
import type { VenueTruth } from './venue-truth.ts';
import type { Invariant } from './violation.ts';
import { BOUNDS } from './world-limits.ts';

/** How far prices may move between a decision and the venue, a fraction. */
const MOVES = 0.03;
/** The venue takes a request for so long after its signing, ms. */
const ARRIVES_MS = BINANCE_WINDOW_MS;
/** The venue's own word that a request was not carried out. */
const REFUSED = 400;
/** The ids of a pair in its request. */
const PAIR_IDS = ['listClientOrderId', 'aboveClientOrderId', 'belowClientOrderId'];
const MARKETS = ['BTCUSDT', 'ETHUSDT'] as const;

/** What a watch stands on. */
export interface WatchParts {
  readonly now: () => number;
  readonly truth: VenueTruth;
  /** A session has to be armed before it opens anything. */
  readonly needsArming: boolean;
  readonly violated: (invariant: Invariant, problem: string) => void;
}

/** An order on its way to the venue. */
interface OnItsWay {
  readonly at: number;
  readonly symbol: string;
  readonly buys: number;
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
    const shrinks = request.kind === 'replace' && this.shrinks(request);
    for (const order of sent) this.onOrder(program, order, shrinks);
  }

  /** It stands in the place of an order that would buy as much or more on the same terms, or of none: then the venue takes nothing. */
  private shrinks({ old, order }: Extract<VenueRequest, { kind: 'replace' }>): boolean {
    const stands = this.parts.truth.openOwn.find(({ id, clientId }) => clientId === old.id || String(id) === old.venueId);
    if (stands === undefined) return true;
    const { price, size } = order;
    return (
      stands.side === 'BUY' &&
      price !== null &&
      Number(price) === Number(stands.price) / 1e8 &&
      Number(size) <= Number(stands.quantity) / 1e8
    );
  }

  private onOrder(program: Program, order: VenueOrder, shrinks: boolean): void {
    const { engine, ledger } = program;
    const { violated, needsArming } = this.parts;
    if (ledger?.hasOrder(order.id) !== true && !isLinkOfRecorded(program, order.id))
      violated('recorded before sent', `${order.id} was sent before it was recorded`);
    if (order.side !== 'buy' || shrinks) return;
    // What was sold elsewhere beyond what the program holds is a position below nothing, which may always be closed.
    if (engine !== null && closesShort(engine, order)) return;
    if (needsArming && !this.armed.has(program)) violated('armed first', `${order.id} buys and was sent by a session that was not armed`);
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
    if (why !== null) violated('fence holds', `${order.id} buys and was sent while ${why}`);
  }

  /** A request is handed to the network. */
  onRequest({ verb, path, values }: CarriedRequest): void {
    if (verb !== 'POST') return;
    if (path === '/api/v3/orderList/oco') for (const name of PAIR_IDS) this.once(values.get(name) ?? '');
    if (path !== '/api/v3/order' && path !== '/api/v3/order/cancelReplace') return;
    const { truth } = this.parts;
    const id = values.get('newClientOrderId') ?? '';
    this.once(id);
    const symbol = values.get('symbol') ?? '';
    const price = Number(values.get('price') ?? values.get('stopPrice') ?? truth.mid(symbol));
    const size = Number(values.get('quantity') ?? Number(values.get('quoteOrderQty') ?? 0) / price);
    const buys = values.get('side') === 'BUY' ? size : 0;
    this.travelling.set(id, { at: this.parts.now(), symbol, buys });
    const old = values.get('cancelOrigClientOrderId') ?? values.get('cancelOrderId') ?? undefined;
    this.holdToLimits(id, { size, price, symbol, buys, old });
  }

  private once(id: string): void {
    if (this.handed.has(id)) this.parts.violated('sent once', `${id} was handed to the network a second time`);
    this.handed.add(id);
  }

  /** The venue has refused the order: it is nowhere. */
  onAnswer({ verb, path, values }: CarriedRequest, status: number): void {
    if (verb === 'POST' && path === '/api/v3/order' && status === REFUSED) this.travelling.delete(values.get('newClientOrderId') ?? '');
  }

  /** The venue has the order now. */
  arrived(id: string): void {
    this.travelling.delete(id);
  }

  private holdToLimits(
    id: string,
    order: {
      readonly size: number;
      readonly price: number;
      readonly symbol: string;
      readonly buys: number;
      /** The order in whose place it comes. */
      readonly old: string | undefined;
    },
  ): void {
    const { truth, violated, now } = this.parts;
    if (order.buys === 0 || this.networkDoubled) return;
    const least = (value: number) => value * (1 - MOVES);
    const goes = truth.openOwn.find((each) => each.clientId === order.old || String(each.id) === order.old);
    // An order may stand there as several that name it; they count as the one that it is.
    const standing = truth.openOwn.filter(({ list, type }) => list < 0 || !type.startsWith('STOP'));
    const open = new Set(standing.map(({ clientId }) => linkName(clientId as VenueOrder['id']))).size + (goes === undefined ? 1 : 0);
    const gone = (symbol: string) => (goes?.symbol === symbol && goes.side === 'BUY' ? Number(goes.quantity - goes.executed) / 1e8 : 0);
    if (open > BOUNDS.openOrders) violated('limits hold', `${id} makes ${String(open)} orders that are open at the venue`);
    if (least(order.size * order.price) > BOUNDS.order) violated('limits hold', `${id} is worth ${String(order.size * order.price)}`);
    const worth = MARKETS.map((symbol) => {
      const ways = [...this.travelling.values()].filter((way) => way.symbol === symbol && way.at > now() - ARRIVES_MS);
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

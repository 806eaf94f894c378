import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../src-main/ports/clock.ts';
import type { Releasable } from '../../../src-shared/kernel/disposable.ts';
import type { MarketEvent, UserEvent } from '../core/events.ts';
import type { Market } from '../core/market.ts';
import { type Fill, type VenueOrder, isLimited, isOpen, isTriggered } from '../core/order.ts';
import type { Outbox } from '../faults/outbox.ts';
import type { RequestGate } from '../faults/request-gate.ts';
import type { RequestLog } from '../house/request-log.ts';
import type { Wire, WireSession } from '../house/wire.ts';
import { exactJson } from '../kraken/exact-json.ts';
import { type Json, type KfDesk, findContract, kfCoin, kfExecutionId, kfNumber, kfOrderId, kfSymbol } from './kf-desk.ts';
import { kfFigures } from './kf-market-routes.ts';
import { feedOrderJson, fillType, isWaiting } from './kf-order.ts';

/** What a session works with. */
export interface KfSessionParts {
  readonly desk: KfDesk;
  readonly outbox: Outbox;
  readonly gate: RequestGate;
  readonly log: RequestLog;
  readonly clock: Pick<Clock, 'now' | 'after'>;
  readonly userDelayMs: number;
}

interface Frame {
  readonly event?: string;
  readonly feed?: string;
  readonly product_ids?: readonly string[];
  readonly api_key?: string;
  readonly original_challenge?: string;
  readonly signed_challenge?: string;
}

const TICKER_MS = 20;
const PUBLIC: readonly string[] = ['ticker', 'trade', 'book'];
const OWN: readonly string[] = ['open_orders', 'open_orders_verbose', 'fills'];

const REMOVED: Readonly<Record<string, string>> = { LIQUIDATION: 'liquidation', NOTHING_TO_REDUCE: 'would_not_reduce_position' };

/** One websocket: markets for anybody, an account's orders and fills for who signs what it was challenged with. */
export class KfSession implements WireSession {
  private readonly wire: Wire;
  private readonly parts: KfSessionParts;
  private readonly challenges = new Set<string>();
  private readonly feeds = new Set<string>();
  private readonly own = new Map<string, number>();
  private readonly sequences = new Map<string, number>();
  private readonly told = new Map<string, string>();
  private readonly listeners: readonly Releasable[];
  private readonly timers = new Map<string, Releasable>();
  private over = false;

  constructor(wire: Wire, parts: KfSessionParts) {
    this.wire = wire;
    this.parts = parts;
    const { state } = parts.desk.exchange;
    this.listeners = [
      state.onMarket((event) => this.heardMarket(event)),
      state.onUser((event) => {
        if (event.kind === 'execution') parts.clock.after(parts.userDelayMs, () => this.tellUser(event));
      }),
    ];
    this.say({ event: 'info', version: 1 });
  }

  receive(message: string): void {
    const frame = JSON.parse(message) as Frame;
    const endpoint = `${frame.event ?? ''} ${frame.feed ?? ''}`.trim();
    this.parts.gate.pass<Json | null>({
      surface: 'ws-api',
      endpoint,
      symbol: frame.product_ids?.[0],
      carryOut: () => this.carryOut(endpoint, frame),
      reply: (reply) => {
        if (reply !== null) this.say(reply);
      },
      instead: ({ body }) => JSON.parse(body) as Json,
      cut: () => this.wire.cut(),
      stage: () => () => undefined,
    });
  }

  control(): void {
    // Its pings are those of websockets.
  }

  closed(): void {
    this.over = true;
    for (const each of [...this.listeners, ...this.timers.values()]) each.dispose();
    this.timers.clear();
  }

  private carryOut(endpoint: string, frame: Frame): Json | null {
    const { log, desk } = this.parts;
    log.note({
      surface: 'ws-api',
      endpoint,
      at: desk.clock.now(),
      status: 200,
      code: 0,
      params: { products: (frame.product_ids ?? []).join(',') },
    });
    const { event, feed = '', product_ids = [] } = frame;
    if (event === 'challenge') {
      const message = randomUUID();
      this.challenges.add(message);
      return { event: 'challenge', message };
    }
    if (OWN.includes(feed)) return this.subscribeOwn(frame, feed);
    if (!PUBLIC.includes(feed)) return { event: 'error', message: 'Invalid feed' };
    for (const id of product_ids) {
      const market = findContract(desk, id);
      if (event === 'subscribe') this.subscribe(feed, market);
      else this.unsubscribe(`${feed} ${id}`);
    }
    return { event: event === 'subscribe' ? 'subscribed' : 'unsubscribed', feed, product_ids };
  }

  private subscribeOwn({ api_key, original_challenge, signed_challenge }: Frame, feed: string): Json {
    const { desk, clock } = this.parts;
    if (!this.challenges.has(original_challenge ?? '')) return { event: 'error', message: 'Invalid challenge' };
    let account: number;
    try {
      ({ account } = desk.keys.ofChallenge(api_key ?? '', original_challenge ?? '', signed_challenge ?? ''));
    } catch {
      return { event: 'alert', message: 'Failed to subscribe to authenticated feed' };
    }
    this.own.set(feed, account);
    const { state } = desk.exchange;
    clock.after(0, () => {
      if (feed === 'fills') return this.tell('user', feed, { feed: 'fills_snapshot', account: String(account), fills: [] });
      const orders = state.openOrders(account).filter(({ symbol }) => state.market(symbol).rules.contract !== null);
      this.tell('user', feed, {
        feed: `${feed}_snapshot`,
        account: String(account),
        orders: orders.map((order) => feedOrderJson(order, state.market(order.symbol).rules)),
      });
    });
    return { event: 'subscribed', feed };
  }

  private subscribe(feed: string, market: Market): void {
    const id = kfSymbol(market.rules);
    const name = `${feed} ${id}`;
    this.feeds.add(name);
    const { clock, desk } = this.parts;
    if (feed === 'ticker') this.every(name, TICKER_MS, () => this.tellTicker(market));
    if (feed === 'trade') clock.after(0, () => this.tell('stream', feed, { feed: 'trade_snapshot', product_id: id, trades: [] }, id));
    if (feed !== 'book') return;
    const levels = (side: Market['bids']) => side.top(10_000).map(({ price, total }) => ({ price: kfNumber(price), qty: kfNumber(total) }));
    const whole = { bids: levels(market.bids), asks: levels(market.asks) };
    this.tell(
      'stream',
      feed,
      { feed: 'book_snapshot', product_id: id, timestamp: desk.clock.now(), seq: this.next(name), tickSize: null, ...whole },
      id,
    );
  }

  private unsubscribe(name: string): void {
    this.feeds.delete(name);
    this.told.delete(name);
    this.timers.get(name)?.dispose();
    this.timers.delete(name);
  }

  private next(name: string): number {
    const next = (this.sequences.get(name) ?? 0) + 1;
    this.sequences.set(name, next);
    return next;
  }

  private tellTicker(market: Market): void {
    const id = kfSymbol(market.rules);
    const [bid, ask] = [market.bids.top(1)[0], market.asks.top(1)[0]];
    const quote = {
      ...(bid === undefined ? {} : { bid: kfNumber(bid.price), bid_size: kfNumber(bid.total) }),
      ...(ask === undefined ? {} : { ask: kfNumber(ask.price), ask_size: kfNumber(ask.total) }),
      ...kfFigures(market, this.parts.desk.clock.now()),
    };
    const seen = JSON.stringify(quote);
    if (this.told.get(`ticker ${id}`) === seen) return;
    this.told.set(`ticker ${id}`, seen);
    const time = this.parts.desk.clock.now();
    const pair = `${kfCoin(market.rules.base)}:${market.rules.quote}`;
    this.tell(
      'stream',
      'ticker',
      { feed: 'ticker', product_id: id, time, ...quote, tag: 'perpetual', pair, last: kfNumber(market.tape.lastPrice) },
      id,
    );
  }

  private heardMarket(event: MarketEvent): void {
    const { rules } = this.parts.desk.exchange.state.market(event.symbol);
    if (rules.contract === null) return;
    const id = kfSymbol(rules);
    const time = this.parts.desk.clock.now();
    if (event.kind === 'trade' && this.feeds.has(`trade ${id}`)) {
      const { trade } = event;
      const uid = kfExecutionId(rules.name, trade.id);
      const side = trade.buyerIsMaker ? 'sell' : 'buy';
      const print = {
        uid,
        side,
        type: 'fill',
        seq: trade.id,
        time: trade.time,
        qty: kfNumber(trade.quantity),
        price: kfNumber(trade.price),
      };
      this.tell('stream', 'trade', { feed: 'trade', product_id: id, ...print }, id);
    }
    if (event.kind !== 'level' || !this.feeds.has(`book ${id}`)) return;
    const side = event.side === 'BUY' ? 'buy' : 'sell';
    const level = { side, seq: this.next(`book ${id}`), price: kfNumber(event.price), qty: kfNumber(event.total), timestamp: time };
    this.tell('stream', 'book', { feed: 'book', product_id: id, ...level }, id);
  }

  private tellUser({ account, order, execution, fill }: Extract<UserEvent, { kind: 'execution' }>): void {
    const { rules } = this.parts.desk.exchange.state.market(order.symbol);
    if (rules.contract === null) return;
    if (fill !== null && this.own.get('fills') === account)
      this.tell(
        'user',
        'fills',
        { feed: 'fills', username: String(account), fills: [fillJson(order, fill, kfSymbol(rules))] },
        kfSymbol(rules),
      );
    for (const feed of ['open_orders', 'open_orders_verbose']) {
      if (this.own.get(feed) !== account) continue;
      const tell = (told: Json, reason: string) => this.tell('user', feed, { feed, ...told, reason }, kfSymbol(rules));
      // Of one that is gone its name is all that is told.
      const gone = { order_id: kfOrderId(order.id), cli_ord_id: order.clientId, is_cancel: true };
      if (isTriggered(order.type) && execution === 'NEW' && !isWaiting(order)) tell(gone, 'stop_order_triggered');
      // What takes at once stands in no list of open orders.
      if (passes(order)) continue;
      if (isOpen(order)) tell({ order: feedOrderJson(order, rules), is_cancel: false }, reasonOf(order, execution));
      else tell(gone, reasonOf(order, execution));
    }
  }

  private every(name: string, ms: number, act: () => void): void {
    this.timers.get(name)?.dispose();
    const next = () => {
      this.timers.set(
        name,
        this.parts.clock.after(ms, () => {
          if (this.over || !this.feeds.has(name)) return;
          next();
          act();
        }),
      );
    };
    next();
  }

  private tell(surface: 'stream' | 'user', name: string, message: Json, symbol?: string): void {
    if (!this.over) this.parts.outbox.send({ surface, name, symbol, text: exactJson(message) });
  }

  private say(message: Json): void {
    this.parts.outbox.sendPlain(exactJson(message));
  }
}

function passes(order: Readonly<VenueOrder>): boolean {
  if (order.forced !== null) return false;
  const triggered = isTriggered(order.type) && !isLimited(order.type) && !isWaiting(order);
  return order.type === 'MARKET' || order.timeInForce === 'IOC' || triggered;
}

function reasonOf(order: Readonly<VenueOrder>, execution: string): string {
  if (execution === 'TRADE') return order.status === 'FILLED' ? 'full_fill' : 'partial_fill';
  if (execution === 'CANCELED') return REMOVED[order.expiry ?? ''] ?? 'cancelled_by_user';
  if (execution === 'EXPIRED') return order.expiry === 'SELF_TRADE' ? 'would_execute_self' : 'would_not_reduce_position';
  if (execution === 'REPLACED') return 'edited_by_user';
  return isWaiting(order) || order.workingAt === order.createdAt ? 'new_placed_order_by_user' : 'limit_order_from_stop';
}

function fillJson(order: Readonly<VenueOrder>, fill: Fill, instrument: string): Json {
  return {
    instrument,
    time: fill.time,
    price: kfNumber(fill.price),
    seq: fill.tradeId,
    buy: order.side === 'BUY',
    qty: kfNumber(fill.quantity),
    order_id: kfOrderId(order.id),
    ...(order.forced === null ? { cli_ord_id: order.clientId } : {}),
    fill_id: kfExecutionId(order.symbol, fill.tradeId),
    fill_type: fillType(order, fill),
    fee_paid: kfNumber(fill.commission),
    fee_currency: fill.commissionAsset,
  };
}

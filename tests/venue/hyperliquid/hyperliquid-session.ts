import type { Clock } from '../../../src-main/ports/clock.ts';
import type { Releasable } from '../../../src-shared/kernel/disposable.ts';
import type { MarketEvent, UserEvent } from '../core/events.ts';
import type { Outbox } from '../faults/outbox.ts';
import type { RequestGate } from '../faults/request-gate.ts';
import type { RequestLog } from '../house/request-log.ts';
import type { Wire, WireSession } from '../house/wire.ts';
import { contextOf } from './hyperliquid-contracts.ts';
import { type HyperliquidDesk, type PlacedMarket, coinOfSymbol, marketOfCoin } from './hyperliquid-desk.ts';
import { bestOf, tradeJson } from './hyperliquid-info.ts';
import { bareOrder, fillJson, hyperliquidStatus } from './hyperliquid-order.ts';

/** What a session works with. */
export interface HyperliquidSessionParts {
  readonly desk: HyperliquidDesk;
  readonly outbox: Outbox;
  readonly gate: RequestGate;
  readonly log: RequestLog;
  readonly clock: Pick<Clock, 'now' | 'after'>;
  readonly userDelayMs: number;
}

interface Subscription {
  readonly type: string;
  readonly coin?: string;
  readonly user?: string;
  readonly fast?: boolean;
}

interface Message {
  readonly method: string;
  readonly subscription?: Subscription;
}

/** How often best prices are looked at, ms. */
const EVERY_MS = 10;
/** Levels of a book, and how often it is told whether anything has changed or not, ms: ten times as often as by the real one. */
const BOOKS = { fast: { levels: 5, everyMs: 50 }, whole: { levels: 20, everyMs: 500 } };

/** How often it is told how a contract stands, whether anything has changed or not, ms. */
const CONTEXT_MS = 1_000;

/** One websocket, for markets and for whatever accounts are asked for: everything there is for everybody to see. */
export class HyperliquidSession implements WireSession {
  private readonly wire: Wire;
  private readonly parts: HyperliquidSessionParts;
  private readonly subscriptions = new Map<string, Subscription>();
  private readonly timers = new Map<string, Releasable>();
  private readonly told = new Map<string, string>();
  private over = false;

  constructor(wire: Wire, parts: HyperliquidSessionParts) {
    this.wire = wire;
    this.parts = parts;
    const { state } = parts.desk.exchange;
    this.timers.set(
      'prints',
      state.onMarket((event) => this.tellTrade(event)),
    );
    this.timers.set(
      'user',
      state.onUser((event) => parts.clock.after(parts.userDelayMs, () => this.tellOrder(event))),
    );
  }

  receive(text: string): void {
    const message = JSON.parse(text) as Message;
    if (message.method === 'ping') return this.parts.outbox.sendPlain('{"channel":"pong"}');
    this.parts.gate.pass<readonly unknown[]>({
      surface: 'ws-api',
      endpoint: message.method,
      symbol: message.subscription?.coin,
      carryOut: () => this.carryOut(message),
      reply: (replies) => {
        for (const reply of replies) this.parts.outbox.sendPlain(typeof reply === 'string' ? reply : JSON.stringify(reply));
      },
      instead: ({ body }) => [body],
      cut: () => this.wire.cut(),
      stage: () => () => undefined,
    });
  }

  control(): void {
    // Its own pings are texts.
  }

  closed(): void {
    this.over = true;
    for (const timer of this.timers.values()) timer.dispose();
    this.timers.clear();
  }

  private carryOut({ method, subscription = { type: '' } }: Message): readonly unknown[] {
    const { log, desk } = this.parts;
    const name = nameOf(subscription);
    const params = { type: subscription.type, coin: subscription.coin ?? '', user: subscription.user ?? '' };
    const problem = method === 'subscribe' ? this.subscribe(subscription, name) : null;
    log.note({ surface: 'ws-api', endpoint: method, at: desk.clock.now(), status: problem === null ? 200 : 400, code: 0, params });
    if (problem !== null) return [{ channel: 'error', data: problem }];
    if (method === 'unsubscribe') this.unsubscribe(name);
    const answer = { channel: 'subscriptionResponse', data: { method, subscription } };
    if (method !== 'subscribe' || subscription.type !== 'userFills') return [answer];
    return [answer, { channel: 'userFills', data: { isSnapshot: true, user: subscription.user, fills: this.past(subscription) } }];
  }

  /** What is wrong with it, or null. */
  private subscribe(subscription: Subscription, name: string): string | null {
    const { type, coin = '' } = subscription;
    if (this.subscriptions.has(name)) return `Already subscribed: ${JSON.stringify(subscription)}`;
    const market = marketOfCoin(this.parts.desk, coin);
    if ((type === 'bbo' || type === 'trades' || type === 'l2Book' || type === 'activeAssetCtx') && market === undefined)
      return `Invalid subscription ${JSON.stringify(subscription)}`;
    this.subscriptions.set(name, subscription);
    if (market === undefined) return null;
    if (type === 'bbo') this.every(name, EVERY_MS, () => this.tellBest(name, market));
    if (type === 'activeAssetCtx') this.tellContext(name, market);
    if (type === 'l2Book') this.tellBooks(name, market, subscription.fast === true ? BOOKS.fast : BOOKS.whole);
    return null;
  }

  private unsubscribe(name: string): void {
    this.subscriptions.delete(name);
    this.told.delete(name);
    this.timers.get(name)?.dispose();
    this.timers.delete(name);
  }

  private past({ user = '' }: Subscription): readonly unknown[] {
    const { desk } = this.parts;
    const own = desk.exchange.state.fillsOf(desk.keys.accountOf(user) ?? -1);
    return own.map(({ order, fill }) => fillJson(desk, order, fill, user)).reverse();
  }

  private tellBest(name: string, market: PlacedMarket): void {
    const [bids = [], asks = []] = bestOf(market, 1);
    const bbo = [bids[0] ?? null, asks[0] ?? null];
    const seen = JSON.stringify(bbo);
    if (this.told.get(name) === seen) return;
    this.told.set(name, seen);
    this.tell('stream', 'bbo', market.coin, { coin: market.coin, time: this.parts.desk.clock.now(), bbo });
  }

  /** The whole book at once, and again and again. */
  private tellBooks(name: string, market: PlacedMarket, { levels, everyMs }: (typeof BOOKS)['fast']): void {
    const { clock } = this.parts.desk;
    const tell = (): void =>
      this.tell('stream', 'l2Book', market.coin, { coin: market.coin, time: clock.now(), levels: bestOf(market, levels) });
    this.every(name, everyMs, tell);
    this.parts.clock.after(0, tell);
  }

  /** Of coins it tells over another channel, which nobody here hears. */
  private tellContext(name: string, placed: PlacedMarket): void {
    const { coin, market } = placed;
    if (market.rules.contract === null) return;
    const tell = (): void => {
      if (this.subscriptions.has(name))
        this.tell('stream', 'activeAssetCtx', coin, { coin, ctx: contextOf(placed, this.parts.desk.clock.now()) });
    };
    this.every(name, CONTEXT_MS, tell);
    this.parts.clock.after(0, tell);
  }

  private tellTrade(event: MarketEvent): void {
    if (event.kind !== 'trade') return;
    const coin = coinOfSymbol(this.parts.desk, event.symbol);
    if (!this.subscriptions.has(nameOf({ type: 'trades', coin }))) return;
    this.tell('stream', 'trades', coin, [tradeJson(event.trade, marketOfCoin(this.parts.desk, coin)!)]);
  }

  /** Orders and their fills are told over two channels, each to whoever has asked for the account. */
  private tellOrder(event: UserEvent): void {
    if (event.kind !== 'execution') return;
    const { desk } = this.parts;
    const coin = coinOfSymbol(desk, event.order.symbol);
    for (const { type, user = '' } of this.subscriptions.values()) {
      if (desk.keys.accountOf(user) !== event.account) continue;
      const { order, fill, time } = event;
      const status = hyperliquidStatus(order);
      if (type === 'orderUpdates') this.tell('user', type, coin, [{ order: bareOrder(order, coin), status, statusTimestamp: time }]);
      if (type === 'userFills' && fill !== null) this.tell('user', type, coin, { user, fills: [fillJson(desk, order, fill, user)] });
    }
  }

  private tell(surface: 'stream' | 'user', channel: string, symbol: string, data: unknown): void {
    if (!this.over) this.parts.outbox.send({ surface, name: channel, symbol, text: JSON.stringify({ channel, data }) });
  }

  private every(name: string, everyMs: number, act: () => void): void {
    this.timers.set(
      name,
      this.parts.clock.after(everyMs, () => {
        if (this.over || !this.subscriptions.has(name)) return;
        this.every(name, everyMs, act);
        act();
      }),
    );
  }
}

/** A subscription is ended by the words that it was begun with. */
function nameOf({ type, coin = '', user = '', fast = false }: Subscription): string {
  return `${type} ${coin} ${user.toLowerCase()} ${String(fast)}`;
}

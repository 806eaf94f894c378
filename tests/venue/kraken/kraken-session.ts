import type { Clock } from '../../../src-main/ports/clock.ts';
import type { Releasable } from '../../../src-shared/kernel/disposable.ts';
import type { UserEvent } from '../core/events.ts';
import type { MarketMaker } from '../core/market-maker.ts';
import { unitsText } from '../core/units.ts';
import type { Outbox } from '../faults/outbox.ts';
import type { RequestGate } from '../faults/request-gate.ts';
import type { RequestLog } from '../house/request-log.ts';
import type { Wire, WireSession } from '../house/wire.ts';
import { digits, exactJson } from './exact-json.ts';
import { KrakenBook } from './kraken-book.ts';
import { KrakenError, krakenErrorOf } from './kraken-error.ts';
import { executionsOf, wholeOrder } from './kraken-executions.ts';
import type { KrakenKey } from './kraken-keys.ts';
import { priceText, readKrakenOrder } from './kraken-order.ts';
import { type KrakenDesk, cancelNamed, findMarket, iso } from './kraken-routes.ts';
import { krakenStage } from './kraken-stage.ts';
import { orderTxid, wireSymbol } from './names.ts';

/** What a session works with. */
export interface KrakenSessionParts {
  readonly desk: KrakenDesk;
  readonly maker: MarketMaker;
  readonly outbox: Outbox;
  readonly gate: RequestGate;
  readonly log: RequestLog;
  readonly clock: Pick<Clock, 'now' | 'after'>;
  readonly userDelayMs: number;
}

type Values = Readonly<Record<string, unknown>>;

const HEARTBEAT_MS = 1_000;
const BOOK_MS = 50;

/** One websocket of the second version: markets without a token, an account and its orders with one. */
export class KrakenSession implements WireSession {
  private readonly wire: Wire;
  private readonly parts: KrakenSessionParts;
  private readonly books = new Map<string, KrakenBook>();
  private readonly trades = new Set<string>();
  private readonly channels = new Map<'executions' | 'balances', number>();
  /** Timers and listeners, by what they are for. */
  private readonly timers = new Map<string, Releasable>();
  private sequence = 0;
  private over = false;

  constructor(wire: Wire, parts: KrakenSessionParts) {
    this.wire = wire;
    this.parts = parts;
    const { state } = parts.desk.exchange;
    const market = state.onMarket((event) => {
      if (this.over || event.kind !== 'trade' || !this.trades.has(event.symbol)) return;
      const { rules } = state.market(event.symbol);
      const { trade } = event;
      const data = {
        symbol: wireSymbol(rules),
        side: trade.buyerIsMaker ? 'sell' : 'buy',
        price: digits(priceText(trade.price, rules)),
        qty: digits(unitsText(trade.quantity)),
        ord_type: 'market',
        trade_id: trade.id,
        timestamp: iso(trade.time),
      };
      this.tell('stream', 'trade', wireSymbol(rules), { channel: 'trade', type: 'update', data: [data] });
    });
    const user = state.onUser((event) => {
      if (!this.over && [...this.channels.values()].includes(event.account))
        parts.clock.after(parts.userDelayMs, () => this.tellUser(event));
    });
    this.timers.set('market', market);
    this.timers.set('user', user);
    this.every('heartbeat', HEARTBEAT_MS, () => this.say({ channel: 'heartbeat' }));
    this.say({ channel: 'status', type: 'update', data: [{ system: 'online', api_version: 'v2', version: '2.0.0', connection_id: 1 }] });
  }

  receive(message: string): void {
    let frame: { readonly method?: unknown; readonly params?: unknown; readonly req_id?: unknown };
    try {
      frame = JSON.parse(message) as typeof frame;
    } catch {
      return this.say({ error: 'Malformed request', success: false });
    }
    const method = typeof frame.method === 'string' ? frame.method : '';
    const values = (typeof frame.params === 'object' && frame.params !== null ? frame.params : {}) as Values;
    this.parts.gate.pass<unknown>({
      surface: 'ws-api',
      endpoint: method,
      symbol: typeof values['symbol'] === 'string' ? values['symbol'] : undefined,
      carryOut: () => this.carryOut(method, values, frame.req_id),
      reply: (reply) => (typeof reply === 'string' ? this.parts.outbox.sendPlain(reply) : this.say(reply)),
      instead: (fault) => fault.body,
      cut: () => this.wire.cut(),
      stage: (fault) => {
        const account = this.parts.desk.keys.accountOfToken(text(values['token']));
        const order = { pair: text(values['symbol']), side: text(values['side']), volume: text(values['order_qty']) };
        return krakenStage(fault, this.parts.desk, this.parts.maker, {
          account,
          ...order,
          txids: list(values['order_id']),
          clientIds: list(values['cl_ord_id']),
        });
      },
    });
  }

  control(): void {
    // Kraken's own pings are messages.
  }

  closed(): void {
    this.over = true;
    for (const timer of this.timers.values()) timer.dispose();
    this.timers.clear();
  }

  private carryOut(method: string, values: Values, id: unknown): unknown {
    const at = iso(this.parts.desk.clock.now());
    const head = { method, ...(id === undefined ? {} : { req_id: id }), time_in: at, time_out: at };
    const params = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
    );
    const note = (status: number) =>
      this.parts.log.note({ surface: 'ws-api', endpoint: method, at: this.parts.desk.clock.now(), status, code: 0, params });
    if (method === 'ping') return { ...head, method: 'pong' };
    try {
      const result = this.result(method, values);
      note(200);
      return { ...head, result, success: true };
    } catch (thrown) {
      const error = krakenErrorOf(thrown);
      note(400);
      return { ...head, error: error.message, success: false };
    }
  }

  private result(method: string, values: Values): unknown {
    switch (method) {
      case 'subscribe':
        return this.subscribe(values);
      case 'unsubscribe':
        return this.unsubscribe(values);
      case 'add_order':
        return this.addOrder(values);
      case 'cancel_order': {
        const key = this.key(values, 'trading');
        const names = [
          ...list(values['order_id']).map((txid) => ({ txid })),
          ...list(values['cl_ord_id']).map((clientId) => ({ clientId })),
        ];
        if (names.length === 0) throw new KrakenError('EGeneral:Invalid arguments');
        const ended = names.flatMap((name) => cancelNamed(this.parts.desk, key.account, name));
        return { order_id: orderTxid(ended[0]!.id), cl_ord_id: ended[0]!.clientId };
      }
      case 'cancel_all':
        return { count: this.parts.desk.exchange.cancelAll(this.key(values, 'trading').account).length };
      case 'cancel_all_orders_after': {
        const strikes = this.parts.desk.deadMan.arm(this.key(values, 'trading').account, Number(values['timeout']) * 1_000);
        return { currentTime: iso(this.parts.desk.clock.now()), triggerTime: strikes === null ? '0' : iso(strikes) };
      }
      default:
        throw new KrakenError('EGeneral:Unknown method');
    }
  }

  private addOrder(values: Values): unknown {
    const key = this.key(values, 'trading');
    const { rules } = findMarket(this.parts.desk, text(values['symbol']));
    const type = text(values['order_type']);
    const triggers = (values['triggers'] ?? {}) as Values;
    const waits = type !== 'limit' && type !== 'market';
    const request = readKrakenOrder(rules, {
      type,
      side: text(values['side']),
      volume: text(values['order_qty']),
      price: waits ? text(triggers['price']) : text(values['limit_price']),
      price2: text(values['limit_price']),
      timeInForce: text(values['time_in_force']),
      flags: values['post_only'] === true ? ['post'] : [],
      clientId: text(values['cl_ord_id']),
    });
    const order = this.parts.desk.exchange.place(key.account, request);
    return { order_id: orderTxid(order.id), cl_ord_id: order.clientId };
  }

  private subscribe(values: Values): unknown {
    const channel = text(values['channel']);
    const { desk, clock } = this.parts;
    const symbols = list(values['symbol']);
    if (channel === 'book') {
      const depth = Number(values['depth'] ?? 10);
      for (const symbol of symbols) {
        const book = new KrakenBook(findMarket(desk, symbol), depth);
        this.books.set(symbol, book);
        clock.after(0, () => this.tell('stream', 'book', symbol, book.snapshot()));
        this.every(`book ${symbol}`, BOOK_MS, () => {
          const update = book.update(desk.clock.now());
          if (update !== null) this.tell('stream', 'book', symbol, update);
        });
      }
      return { channel, symbol: symbols[0], depth, snapshot: true };
    }
    if (channel === 'trade') {
      for (const symbol of symbols) this.trades.add(findMarket(desk, symbol).rules.name);
      return { channel, symbol: symbols[0] };
    }
    if (channel === 'executions' || channel === 'balances') {
      const key = this.key(values, 'reading');
      this.channels.set(channel, key.account);
      clock.after(0, () => this.tellSnapshot(channel, key.account));
      return { channel, maxratecount: 180 };
    }
    throw new KrakenError('EGeneral:Invalid arguments:channel');
  }

  private unsubscribe(values: Values): unknown {
    const channel = text(values['channel']);
    const symbols = list(values['symbol']);
    for (const symbol of symbols) {
      if (channel === 'trade') this.trades.delete(findMarket(this.parts.desk, symbol).rules.name);
      if (channel !== 'book') continue;
      this.books.delete(symbol);
      this.timers.get(`book ${symbol}`)?.dispose();
      this.timers.delete(`book ${symbol}`);
    }
    if (channel === 'executions' || channel === 'balances') this.channels.delete(channel);
    return { channel };
  }

  private tellSnapshot(channel: 'executions' | 'balances', account: number): void {
    const { state } = this.parts.desk.exchange;
    const orders = () =>
      state.openOrders(account).map((order) => ({
        exec_type: order.workingAt < 0 ? 'pending_new' : 'new',
        ...wholeOrder(order, state.market(order.symbol).rules),
      }));
    const balances = () => [...state.account(account).balances].map(([asset, { free, locked }]) => balanceJson(asset, free + locked));
    this.tellNumbered(channel, 'snapshot', channel === 'executions' ? orders() : balances());
  }

  private tellUser(event: UserEvent): void {
    const { state } = this.parts.desk.exchange;
    if (event.kind === 'execution' && this.channels.get('executions') === event.account)
      for (const data of executionsOf(event, state.market(event.order.symbol).rules)) this.tellNumbered('executions', 'update', [data]);
    if (event.kind === 'balances' && this.channels.get('balances') === event.account)
      this.tellNumbered(
        'balances',
        'update',
        event.assets.map(({ asset, free, locked }) => balanceJson(asset, free + locked)),
      );
  }

  private tellNumbered(channel: string, type: 'snapshot' | 'update', data: readonly Record<string, unknown>[]): void {
    this.sequence += 1;
    const symbol = typeof data[0]?.['symbol'] === 'string' ? data[0]['symbol'] : undefined;
    this.tell('user', channel, symbol, { channel, type, data, sequence: this.sequence });
  }

  private tell(surface: 'stream' | 'user', name: string, symbol: string | undefined, message: unknown): void {
    if (!this.over) this.parts.outbox.send({ surface, name, symbol, text: exactJson(message) });
  }

  private say(message: unknown): void {
    this.parts.outbox.sendPlain(exactJson(message));
  }

  private key(values: Values, right: 'reading' | 'trading'): KrakenKey {
    const key = this.parts.desk.keys.ofToken(text(values['token']));
    if (!key.rights[right]) throw new KrakenError('EGeneral:Permission denied');
    return key;
  }

  private every(name: string, ms: number, act: () => void): void {
    this.timers.get(name)?.dispose();
    const next = () => {
      this.timers.set(
        name,
        this.parts.clock.after(ms, () => {
          if (this.over) return;
          next();
          act();
        }),
      );
    };
    next();
  }
}

function balanceJson(asset: string, total: bigint): Record<string, unknown> {
  return { asset, asset_class: 'currency', balance: digits(unitsText(total)) };
}

/** Texts of a list; none of anything else. */
function list(value: unknown): string[] {
  return Array.isArray(value) ? value.map(text) : [];
}

/** Text of a text or a number; nothing of anything else. */
function text(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? numberText(value) : '';
}

/** Decimal text of a double without an exponent. */
function numberText(value: number): string {
  return value < 1e-6 ? value.toFixed(8) : String(value);
}

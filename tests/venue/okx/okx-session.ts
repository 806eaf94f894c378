import type { Clock } from '../../../src-main/ports/clock.ts';
import type { Releasable } from '../../../src-shared/kernel/disposable.ts';
import type { MarketEvent, UserEvent } from '../core/events.ts';
import type { Market } from '../core/market.ts';
import { isTriggered } from '../core/order.ts';
import type { Outbox } from '../faults/outbox.ts';
import type { RequestGate } from '../faults/request-gate.ts';
import type { RequestLog } from '../house/request-log.ts';
import type { Wire, WireSession } from '../house/wire.ts';
import { OkxBook } from './okx-book.ts';
import { OkxError, okxErrorOf } from './okx-error.ts';
import { okxFundingRate, okxMark, okxTicker, okxTrade } from './okx-market-routes.ts';
import { okxAlgoJson } from './okx-algos.ts';
import { instId, isAlgoAlone, okxOrderPush, okxSz, okxText } from './okx-order.ts';
import { type OkxDesk, findMarket } from './okx-desk.ts';

/** What a session works with. */
export interface OkxSessionParts {
  readonly desk: OkxDesk;
  readonly outbox: Outbox;
  readonly gate: RequestGate;
  readonly log: RequestLog;
  readonly clock: Pick<Clock, 'now' | 'after'>;
  readonly userDelayMs: number;
  /** Which of the venue's addresses it is. */
  readonly path: string;
}

type Arg = Readonly<Record<string, string>>;

/** What is said where markets are subscribed to: at most so often, ms. */
const EVERY_MS: Readonly<Record<string, number>> = { 'bbo-tbt': 10, tickers: 100 };
/** What is said of contracts: looked at so often, and told at least so often, ms. */
const FIGURES: Readonly<Record<string, { readonly everyMs: number; readonly leastMs: number; readonly of: typeof okxMark }>> = {
  'mark-price': { everyMs: 200, leastMs: 10_000, of: okxMark },
  'funding-rate': { everyMs: 200, leastMs: 60_000, of: okxFundingRate },
};
/** Channels of an account, and the address at which each is told. */
const OWN: Readonly<Record<string, string>> = { orders: 'private', 'orders-algo': 'business' };
/** How often the channel `books` tells what has changed, ms. */
const BOOK_MS = 100;
const CONNECTION = 'a4d3ae55';

/** One websocket of the fifth version: markets for anybody, an account's orders after a login. */
export class OkxSession implements WireSession {
  private readonly wire: Wire;
  private readonly parts: OkxSessionParts;
  private account: number | null = null;
  private readonly channels = new Map<string, Arg>();
  private readonly timers = new Map<string, Releasable>();
  private readonly told = new Map<string, string>();
  private over = false;

  constructor(wire: Wire, parts: OkxSessionParts) {
    this.wire = wire;
    this.parts = parts;
    const { state } = parts.desk.exchange;
    this.timers.set(
      'prints',
      state.onMarket((event) => this.tellTrade(event)),
    );
    this.timers.set(
      'user',
      state.onUser((event) => {
        if (event.account === this.account) parts.clock.after(parts.userDelayMs, () => this.tellOrder(event));
      }),
    );
  }

  receive(message: string): void {
    if (message === 'ping') return this.parts.outbox.sendPlain('pong');
    const frame = JSON.parse(message) as { readonly op?: string; readonly args?: readonly Arg[] };
    const args = frame.args ?? [];
    this.parts.gate.pass<readonly unknown[]>({
      surface: 'ws-api',
      endpoint: frame.op ?? '',
      symbol: args[0]?.['instId'],
      carryOut: () => args.map((arg) => this.carryOut(frame.op ?? '', arg)),
      reply: (replies) => {
        for (const reply of replies) this.parts.outbox.sendPlain(typeof reply === 'string' ? reply : JSON.stringify(reply));
      },
      instead: ({ body }) => [body],
      cut: () => this.wire.cut(),
      stage: () => () => undefined,
    });
  }

  control(): void {
    // OKX's own pings are texts.
  }

  closed(): void {
    this.over = true;
    for (const timer of this.timers.values()) timer.dispose();
    this.timers.clear();
  }

  private carryOut(op: string, arg: Arg): unknown {
    const { log, desk } = this.parts;
    const note = (status: number) =>
      log.note({ surface: 'ws-api', endpoint: op, at: desk.clock.now(), status, code: 0, params: op === 'login' ? {} : arg });
    try {
      const result = this.result(op, arg);
      note(200);
      return { ...result, connId: CONNECTION };
    } catch (thrown) {
      note(400);
      const { code, message } = okxErrorOf(thrown);
      return { event: 'error', code, msg: message, connId: CONNECTION };
    }
  }

  private result(op: string, arg: Arg): Readonly<Record<string, unknown>> {
    if (op === 'login') {
      const { apiKey: key, passphrase, timestamp, sign } = arg;
      this.account = this.parts.desk.keys.ofLogin({ key, passphrase, timestamp, sign }).account;
      return { event: 'login', code: '0', msg: '' };
    }
    if (op === 'subscribe') this.subscribe(arg);
    else if (op === 'unsubscribe') this.unsubscribe(arg);
    else throw new OkxError('60012', `Illegal request: {"op":"${op}"}`);
    return { event: op, arg };
  }

  private subscribe(arg: Arg): void {
    const { channel = '' } = arg;
    const path = OWN[channel];
    if (path !== undefined) {
      if (path !== this.parts.path) throw new OkxError('60018', `Wrong URL or channel:${channel} doesn't exist.`);
      if (this.account === null) throw new OkxError('60011', 'Please log in');
      this.channels.set(channel, arg);
      return;
    }
    if (channel === 'books') {
      this.subscribeBook(arg);
      return;
    }
    if (channel in FIGURES) {
      this.subscribeFigure(arg, FIGURES[channel]!);
      return;
    }
    const everyMs = EVERY_MS[channel];
    if (everyMs === undefined && channel !== 'trades') throw new OkxError('60018', `Wrong channel: ${channel}`);
    const market = findMarket(this.parts.desk, arg['instId'] ?? '');
    const name = nameOf(arg);
    this.channels.set(name, arg);
    if (everyMs !== undefined) this.every(name, everyMs, () => this.tellQuote(arg, market));
  }

  private subscribeFigure(arg: Arg, { everyMs, leastMs, of }: (typeof FIGURES)[string]): void {
    const market = findMarket(this.parts.desk, arg['instId'] ?? '');
    if (market.rules.contract === null) throw new OkxError('60018', `Wrong channel: ${arg['channel'] ?? ''}`);
    const name = nameOf(arg);
    this.channels.set(name, arg);
    let [seen, toldAt] = ['', 0];
    const tell = (): void => {
      const now = this.parts.desk.clock.now();
      const figure = of(market, now);
      const words = JSON.stringify({ ...figure, ts: '' });
      if (this.channels.get(name) !== arg || (words === seen && now - toldAt < leastMs)) return;
      [seen, toldAt] = [words, now];
      this.tell('stream', arg, figure);
    };
    this.parts.clock.after(0, tell);
    this.every(name, everyMs, tell);
  }

  private subscribeBook(arg: Arg): void {
    const book = new OkxBook(findMarket(this.parts.desk, arg['instId'] ?? ''));
    const name = nameOf(arg);
    this.channels.set(name, arg);
    const { clock, desk } = this.parts;
    clock.after(0, () => {
      if (this.channels.get(name) === arg) this.tell('stream', arg, book.snapshot(desk.clock.now()), 'snapshot');
    });
    this.every(name, BOOK_MS, () => {
      const update = book.update(desk.clock.now());
      if (update !== null) this.tell('stream', arg, update, 'update');
    });
  }

  private unsubscribe(arg: Arg): void {
    const { channel = '' } = arg;
    const name = channel in OWN ? channel : nameOf(arg);
    for (const kept of [this.channels, this.told]) kept.delete(name);
    this.timers.get(name)?.dispose();
    this.timers.delete(name);
  }

  private tellQuote(arg: Arg, market: Market): void {
    const now = this.parts.desk.clock.now();
    const best = (side: Market['bids']) => side.top(1).map(({ price, total }) => [okxText(price), okxSz(market.rules, total), '0', '1']);
    const quote = { asks: best(market.asks), bids: best(market.bids) };
    const seen = JSON.stringify(quote);
    if (this.told.get(nameOf(arg)) === seen) return;
    this.told.set(nameOf(arg), seen);
    this.tell('stream', arg, arg['channel'] === 'tickers' ? okxTicker(market, now) : { ...quote, ts: String(now), seqId: market.updateId });
  }

  private tellTrade(event: MarketEvent): void {
    if (event.kind !== 'trade') return;
    const market = this.parts.desk.exchange.state.market(event.symbol);
    const arg = this.channels.get(nameOf({ channel: 'trades', instId: instId(market.rules) }));
    if (arg !== undefined) this.tell('stream', arg, { ...okxTrade(event.trade, market), count: '1' });
  }

  private tellOrder(event: UserEvent): void {
    if (event.kind !== 'execution') return;
    const { order, execution, fill } = event;
    const { rules } = this.parts.desk.exchange.state.market(order.symbol);
    const tell = (channel: string, data: Readonly<Record<string, unknown>>) => {
      const arg = this.channels.get(channel);
      if (arg !== undefined && ['ANY', data['instType']].includes(arg['instType']))
        this.tell('user', { ...arg, uid: String(event.account) }, data);
    };
    if (isTriggered(order.type) && (isAlgoAlone(order) || execution === 'NEW')) tell('orders-algo', okxAlgoJson(order, rules));
    if (!isAlgoAlone(order)) tell('orders', okxOrderPush(order, fill, rules));
  }

  private tell(surface: 'stream' | 'user', arg: Arg, data: Readonly<Record<string, unknown>>, action?: 'snapshot' | 'update'): void {
    if (this.over) return;
    const symbol = typeof data['instId'] === 'string' ? data['instId'] : arg['instId'];
    this.parts.outbox.send({ surface, name: arg['channel'] ?? '', symbol, text: JSON.stringify({ arg, action, data: [data] }) });
  }

  private every(name: string, ms: number, act: () => void): void {
    this.timers.get(name)?.dispose();
    const next = () => {
      this.timers.set(
        name,
        this.parts.clock.after(ms, () => {
          if (this.over || !this.channels.has(name)) return;
          next();
          act();
        }),
      );
    };
    next();
  }
}

function nameOf(arg: Arg): string {
  return `${arg['channel'] ?? ''} ${arg['instId'] ?? ''}`;
}

import type { MarketEvent, Trade } from '../core/events.ts';
import type { Market } from '../core/market.ts';
import type { Side } from '../core/order.ts';
import type { Bar } from '../core/tape.ts';
import { unitsText } from '../core/units.ts';
import { INTERVALS, aggregates, bookTickerJson, dayFigures, dayTickerJson, levelsJson, meanPrice, percent } from './market-json.ts';

/** Makes the messages of one stream. */
export interface StreamChannel {
  /** How often it is asked for messages, in ms; 0 is right after something happened. */
  readonly period: number;
  see(event: MarketEvent): void;
  /** What is to be sent now. */
  take(now: number): unknown[];
}

/** The channel of a stream's name, or null where the venue knows no such stream. */
export function makeChannel(name: string, markets: ReadonlyMap<string, Market>): StreamChannel | null {
  if (name === '!miniTicker@arr') return new AllMiniTickers(markets);
  const [symbol = '', kind = '', speed] = name.split('@');
  const market = symbol === symbol.toLowerCase() ? markets.get(symbol.toUpperCase()) : undefined;
  if (!market || (speed !== undefined && speed !== '100ms' && speed !== '1000ms')) return null;
  const period = speed === '100ms' ? 100 : 1_000;
  if (kind === 'trade') return new Trades(market);
  if (kind === 'aggTrade') return new AggregateTrades(market);
  if (kind === 'bookTicker') return new BookTicker(market);
  if (kind === 'depth') return new DepthChanges(market, period);
  if (/^depth(?:5|10|20)$/u.test(kind)) return new DepthTop(market, period, Number(kind.slice(5)));
  if (kind === 'ticker') return new DayTicker(market, (now) => fullTicker(market, now));
  if (kind === 'miniTicker') return new DayTicker(market, (now) => miniTicker(market, now));
  const length = kind.startsWith('kline_') ? INTERVALS[kind.slice(6)] : undefined;
  return length === undefined ? null : new Klines(market, kind.slice(6), length);
}

function isTradeOf(event: MarketEvent, market: Market): event is Extract<MarketEvent, { kind: 'trade' }> {
  return event.kind === 'trade' && event.symbol === market.rules.name;
}

class Trades implements StreamChannel {
  readonly period = 0;
  private readonly market: Market;
  private unsent: Trade[] = [];

  constructor(market: Market) {
    this.market = market;
  }

  see(event: MarketEvent): void {
    if (isTradeOf(event, this.market)) this.unsent.push(event.trade);
  }

  take(now: number): unknown[] {
    const trades = this.unsent;
    this.unsent = [];
    return trades.map((trade) => ({
      e: 'trade',
      E: now,
      s: this.market.rules.name,
      t: trade.id,
      p: unitsText(trade.price),
      q: unitsText(trade.quantity),
      T: trade.time,
      m: trade.buyerIsMaker,
      M: true,
    }));
  }
}

class AggregateTrades implements StreamChannel {
  readonly period = 0;
  private readonly market: Market;
  private unsent: Trade[] = [];

  constructor(market: Market) {
    this.market = market;
  }

  see(event: MarketEvent): void {
    if (isTradeOf(event, this.market)) this.unsent.push(event.trade);
  }

  take(now: number): unknown[] {
    const trades = this.unsent;
    this.unsent = [];
    return aggregates(trades).map((aggregate) => ({ e: 'aggTrade', E: now, s: this.market.rules.name, ...aggregate }));
  }
}

class BookTicker implements StreamChannel {
  readonly period = 0;
  private readonly market: Market;
  private last = '';

  constructor(market: Market) {
    this.market = market;
  }

  see(): void {
    // What it tells is read from the book when it is asked.
  }

  take(): unknown[] {
    const { symbol, bidPrice, bidQty, askPrice, askQty } = bookTickerJson(this.market);
    const state = [bidPrice, bidQty, askPrice, askQty].join(' ');
    if (state === this.last) return [];
    this.last = state;
    return [{ u: this.market.updateId, s: symbol, b: bidPrice, B: bidQty, a: askPrice, A: askQty }];
  }
}

class DepthChanges implements StreamChannel {
  readonly period: number;
  private readonly market: Market;
  private first = 0;
  private last = 0;
  private readonly changed: Readonly<Record<Side, Map<bigint, bigint>>> = { BUY: new Map(), SELL: new Map() };

  constructor(market: Market, period: number) {
    this.market = market;
    this.period = period;
  }

  see(event: MarketEvent): void {
    if (event.kind !== 'level' || event.symbol !== this.market.rules.name) return;
    if (this.first === 0) this.first = event.updateId;
    this.last = event.updateId;
    this.changed[event.side].set(event.price, event.total);
  }

  take(now: number): unknown[] {
    if (this.first === 0) return [];
    const levels = (side: Side) => levelsJson([...this.changed[side]].map(([price, total]) => ({ price, total })));
    const message = {
      e: 'depthUpdate',
      E: now,
      s: this.market.rules.name,
      U: this.first,
      u: this.last,
      b: levels('BUY'),
      a: levels('SELL'),
    };
    this.first = 0;
    this.changed.BUY.clear();
    this.changed.SELL.clear();
    return [message];
  }
}

class DepthTop implements StreamChannel {
  readonly period: number;
  private readonly market: Market;
  private readonly levels: number;

  constructor(market: Market, period: number, levels: number) {
    this.market = market;
    this.period = period;
    this.levels = levels;
  }

  see(): void {
    // What it tells is read from the book when it is asked.
  }

  take(): unknown[] {
    const { bids, asks, updateId } = this.market;
    return [{ lastUpdateId: updateId, bids: levelsJson(bids.top(this.levels)), asks: levelsJson(asks.top(this.levels)) }];
  }
}

class DayTicker implements StreamChannel {
  readonly period = 1_000;
  private readonly market: Market;
  private readonly write: (now: number) => unknown;
  private lastTrade = -1;

  constructor(market: Market, write: (now: number) => unknown) {
    this.market = market;
    this.write = write;
  }

  see(): void {
    // What it tells is read from the tape when it is asked.
  }

  take(now: number): unknown[] {
    if (this.market.tradeId === this.lastTrade) return [];
    this.lastTrade = this.market.tradeId;
    return [this.write(now)];
  }
}

class AllMiniTickers implements StreamChannel {
  readonly period = 1_000;
  private readonly markets: ReadonlyMap<string, Market>;
  private readonly lastTrades = new Map<string, number>();

  constructor(markets: ReadonlyMap<string, Market>) {
    this.markets = markets;
  }

  see(): void {
    // What it tells is read from the tapes when it is asked.
  }

  take(now: number): unknown[] {
    const changed = [...this.markets.values()].filter(({ rules, tradeId }) => this.lastTrades.get(rules.name) !== tradeId);
    for (const { rules, tradeId } of changed) this.lastTrades.set(rules.name, tradeId);
    return changed.length === 0 ? [] : [changed.map((market) => miniTicker(market, now))];
  }
}

class Klines implements StreamChannel {
  readonly period = 2_000;
  private readonly market: Market;
  private readonly interval: string;
  private readonly length: number;
  /** Open time of the bar that was told last, and what was told of it. */
  private told: { time: number; trades: number; closed: boolean } | null = null;

  constructor(market: Market, interval: string, length: number) {
    this.market = market;
    this.interval = interval;
    this.length = length;
  }

  see(): void {
    // What it tells is read from the tape when it is asked.
  }

  take(now: number): unknown[] {
    const since = this.told?.time ?? now - this.length;
    const messages: unknown[] = [];
    for (const bar of this.market.tape.joined(this.length, since)) {
      const closed = now >= bar.time + this.length;
      if (this.told?.time === bar.time && this.told.trades === bar.trades && this.told.closed === closed) continue;
      this.told = { time: bar.time, trades: bar.trades, closed };
      messages.push({ e: 'kline', E: now, s: this.market.rules.name, k: this.kline(bar, closed) });
    }
    return messages;
  }

  private kline(bar: Bar, closed: boolean): unknown {
    return {
      t: bar.time,
      T: bar.time + this.length - 1,
      s: this.market.rules.name,
      i: this.interval,
      f: bar.firstTrade,
      L: bar.firstTrade < 0 ? -1 : bar.firstTrade + bar.trades - 1,
      o: unitsText(bar.open),
      c: unitsText(bar.close),
      h: unitsText(bar.high),
      l: unitsText(bar.low),
      v: unitsText(bar.volume),
      n: bar.trades,
      x: closed,
      q: unitsText(bar.quote),
      V: unitsText(bar.takerVolume),
      Q: unitsText(bar.takerQuote),
      B: '0',
    };
  }
}

function miniTicker(market: Market, now: number): unknown {
  const day = dayFigures(market, now);
  return {
    e: '24hrMiniTicker',
    E: now,
    s: market.rules.name,
    c: unitsText(day.last),
    o: unitsText(day.open),
    h: unitsText(day.high),
    l: unitsText(day.low),
    v: unitsText(day.volume),
    q: unitsText(day.quote),
  };
}

function fullTicker(market: Market, now: number): unknown {
  const day = dayFigures(market, now);
  const { lastQty, bidPrice, bidQty, askPrice, askQty, openTime, closeTime, firstId, lastId } = dayTickerJson(market, now);
  return {
    e: '24hrTicker',
    E: now,
    s: market.rules.name,
    p: unitsText(day.last - day.open),
    P: percent(day),
    w: unitsText(meanPrice(day)),
    x: unitsText(day.open),
    c: unitsText(day.last),
    Q: lastQty,
    b: bidPrice,
    B: bidQty,
    a: askPrice,
    A: askQty,
    o: unitsText(day.open),
    h: unitsText(day.high),
    l: unitsText(day.low),
    v: unitsText(day.volume),
    q: unitsText(day.quote),
    O: openTime,
    C: closeTime,
    F: firstId,
    L: lastId,
    n: day.trades,
  };
}

import { type Random, Sfc32 } from '../../../src-shared/kernel/random.ts';
import type { Account } from './account.ts';
import type { Exchange } from './exchange.ts';
import type { Market } from './market.ts';
import { type OrderRequest, type Side, type VenueOrder, isOpen, remaining } from './order.ts';
import { floorTo, least, most, times, units, unitsOfNumber } from './units.ts';

/** Levels that the house keeps on each side. */
const LEVELS = 10;
/** Standard deviation of one step of the walk. */
const VOLATILITY = 0.0002;
/** How often a step has a customer who takes. */
const TAKES = 0.6;
/** Far more of everything than customers can ask for. */
const STOCK = units('1000000000000');

/** What the house wants to have on the book of one market. */
interface Desk {
  readonly market: Market;
  readonly random: Random;
  /** Distance between levels. */
  readonly gap: bigint;
  middle: bigint;
  readonly quotes: Set<VenueOrder>;
}

/**
 * The house: quotes a ladder round a seeded random walk and lets an invented crowd take from it, so that books are full, prices move
 * and customers' orders fill. It trades as everybody else does, through the same matching and with coins of its own.
 */
export class MarketMaker {
  readonly maker: Account;
  readonly crowd: Account;
  private readonly exchange: Exchange;
  private readonly desks = new Map<string, Desk>();

  constructor(exchange: Exchange, seed: number) {
    this.exchange = exchange;
    const { state } = exchange;
    this.maker = state.addAccount({ name: 'maker', house: true });
    this.crowd = state.addAccount({ name: 'crowd', house: true });
    let place = 0;
    for (const market of state.markets.values()) {
      const { rules, tape } = market;
      for (const asset of [rules.base, rules.quote])
        for (const account of [this.maker, this.crowd]) if (account.free(asset) === 0n) exchange.transfer(account.id, asset, STOCK);
      const gap = most(rules.tick, floorTo(tape.lastPrice / 5_000n, rules.tick));
      this.desks.set(rules.name, { market, random: new Sfc32(seed * 1_000 + place), gap, middle: tape.lastPrice, quotes: new Set() });
      place += 1;
      this.quote(rules.name);
    }
  }

  /** Moves the middle a step of the walk, quotes anew, and perhaps lets somebody take. */
  step(symbol: string): void {
    const desk = this.desk(symbol);
    const { market, random } = desk;
    const moved = unitsOfNumber((Number(desk.middle) / 1e8) * (1 + VOLATILITY * random.normal()));
    desk.middle = most(market.rules.tick * 10n, floorTo(moved, market.rules.tick));
    this.quote(symbol);
    if (!market.open || random.next() >= TAKES) return;
    const side: Side = random.next() < 0.5 ? 'BUY' : 'SELL';
    const best = market.against(side).top(1)[0];
    if (!best) return;
    const share = floorTo((best.total * BigInt(10 + random.below(80))) / 100n, market.rules.step);
    const quantity = least(share, floorTo(((market.rules.maxNotional / 10n) * 100_000_000n) / best.price, market.rules.step));
    if (times(best.price, quantity) >= market.rules.minNotional) this.take(symbol, side, best.price, quantity);
  }

  /** Puts the ladder round the middle: what lies across it goes, what is missing comes. */
  quote(symbol: string): void {
    const desk = this.desk(symbol);
    const { market, gap, middle } = desk;
    if (!market.open) return;
    const bid = floorTo(middle - 1n, gap);
    const ask = bid + gap * (middle - bid >= gap ? 2n : 1n);
    const wanted = (side: Side, level: number) => (side === 'BUY' ? bid - gap * BigInt(level) : ask + gap * BigInt(level));
    for (const order of [...desk.quotes]) {
      const away = order.side === 'BUY' ? bid - order.price : order.price - ask;
      if (!isOpen(order)) desk.quotes.delete(order);
      else if (away < 0n || away >= gap * BigInt(LEVELS)) this.drop(desk, order);
    }
    for (const side of ['SELL', 'BUY'] as const) {
      const there = new Set([...desk.quotes].filter((order) => order.side === side).map((order) => order.price));
      for (let level = 0; level < LEVELS; level += 1) {
        const price = wanted(side, level);
        if (price < market.rules.minPrice || there.has(price)) continue;
        const money = market.rules.minNotional * BigInt(100 + desk.random.below(900));
        this.add(desk, { side, price, quantity: floorTo((money * 100_000_000n) / price, market.rules.step) });
      }
    }
  }

  /** Brings a market to a price: whoever stands in between trades, and the last print is at that price. */
  moveTo(symbol: string, price: bigint): void {
    const desk = this.desk(symbol);
    const { market } = desk;
    const side: Side = price >= market.tape.lastPrice ? 'BUY' : 'SELL';
    desk.middle = price;
    for (const order of [...desk.quotes])
      if (side === 'BUY' ? order.side === 'SELL' && order.price <= price : order.side === 'BUY' && order.price >= price)
        this.drop(desk, order);
    const far: Side = side === 'BUY' ? 'SELL' : 'BUY';
    for (let level = 1; level <= LEVELS; level += 1) {
      const beyond = side === 'BUY' ? price + desk.gap * BigInt(level) : price - desk.gap * BigInt(level);
      if (beyond > 0n) this.add(desk, { side: far, price: beyond, quantity: this.lots(market, beyond, 300n) });
    }
    const standing = [...market.against(side).orders()].filter((order) => (side === 'BUY' ? order.price <= price : order.price >= price));
    const sum = standing.reduce((total, order) => total + remaining(order), 0n);
    if (sum > 0n) this.take(symbol, side, price, sum);
    const last = this.lots(market, price, 2n);
    this.add(desk, { side: far, price, quantity: last });
    this.take(symbol, side, price, last);
    this.quote(symbol);
  }

  /** Lets somebody take `quantity` of an order that rests, as if nothing better were there. */
  fill(order: VenueOrder, quantity: bigint): void {
    const desk = this.desk(order.symbol);
    const better = (other: VenueOrder) => (order.side === 'BUY' ? other.price >= order.price : other.price <= order.price);
    for (const own of [...desk.quotes]) if (own.side === order.side && better(own)) this.drop(desk, own);
    let ahead = 0n;
    for (const other of desk.market.sideOf(order.side).orders()) {
      if (other === order) break;
      ahead += remaining(other);
    }
    this.take(order.symbol, order.side === 'BUY' ? 'SELL' : 'BUY', order.price, ahead + quantity);
    this.quote(order.symbol);
  }

  /** Leaves nothing of the house on one side but `quantity` at its best price. */
  thin(symbol: string, side: Side, quantity: bigint): void {
    const desk = this.desk(symbol);
    const own = [...desk.quotes].filter((order) => order.side === side && isOpen(order));
    const best = own.map((order) => order.price).reduce((a, b) => (side === 'BUY' ? most(a, b) : least(a, b)), own[0]?.price ?? 0n);
    for (const order of own) this.drop(desk, order);
    // Less than the least order is nothing.
    if (best > 0n && times(best, quantity) >= desk.market.rules.minNotional) this.add(desk, { side, price: best, quantity });
  }

  /** Puts an order of the house on the book beside its ladder. */
  offer(symbol: string, side: Side, price: bigint, quantity: bigint): VenueOrder {
    return this.exchange.place(this.crowd.id, requestOf(symbol, { side, price, quantity }, 'GTC'));
  }

  private take(symbol: string, side: Side, price: bigint, quantity: bigint): void {
    if (times(price, quantity) < this.desk(symbol).market.rules.minNotional) return;
    this.exchange.place(this.crowd.id, requestOf(symbol, { side, price, quantity }, 'IOC'));
  }

  private lots({ rules }: Market, price: bigint, multiple: bigint): bigint {
    return floorTo((rules.minNotional * multiple * 100_000_000n) / price, rules.step) + rules.step;
  }

  private add(desk: Desk, quote: { readonly side: Side; readonly price: bigint; readonly quantity: bigint }): void {
    const order = this.exchange.place(this.maker.id, requestOf(desk.market.rules.name, quote, 'GTC'));
    if (isOpen(order)) desk.quotes.add(order);
  }

  private drop(desk: Desk, order: VenueOrder): void {
    desk.quotes.delete(order);
    if (isOpen(order)) this.exchange.cancel(this.maker.id, { symbol: order.symbol, orderId: order.id });
  }

  private desk(symbol: string): Desk {
    const desk = this.desks.get(symbol);
    if (!desk) throw new Error(`no market ${symbol}`);
    return desk;
  }
}

function requestOf(
  symbol: string,
  { side, price, quantity }: { readonly side: Side; readonly price: bigint; readonly quantity: bigint },
  timeInForce: 'GTC' | 'IOC',
): OrderRequest {
  return { symbol, side, type: 'LIMIT', timeInForce, quantity, quoteQuantity: 0n, price, stopPrice: 0n, trailingDelta: 0, clientId: '' };
}

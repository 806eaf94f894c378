import type { Account } from './account.ts';
import type { Market } from './market.ts';
import { type ExpiryReason, type Fill, type Side, type VenueOrder, isLimited, isOpen, isTriggered, remaining } from './order.ts';
import type { ExchangeState } from './state.ts';
import { sees } from './triggers.ts';
import { ONE, floorTo, least, times } from './units.ts';

interface Print {
  readonly market: Market;
  readonly price: bigint;
  readonly time: number;
}

/** Makes orders work: price and time decide who trades, prints wake those that wait, and every coin that moves is accounted for. */
export class Matching {
  private readonly state: ExchangeState;
  /** Prints that waiting orders have not seen. */
  private readonly unseen: Print[] = [];

  constructor(state: ExchangeState) {
    this.state = state;
  }

  /** What an account's market order would pay for `quantity`, or for what there is of it, with its commission where that is paid in money. */
  costOf(market: Market, account: Account, quantity: bigint): bigint {
    let left = quantity;
    let cost = 0n;
    for (const order of market.asks.orders()) {
      if (left === 0n) break;
      const taken = least(left, remaining(order));
      cost += times(order.price, taken);
      left -= taken;
    }
    return this.withFee(account, cost);
  }

  /** How much an amount of money buys or sells at what is there now, in whole steps. */
  quantityFor(market: Market, side: Side, quote: bigint): bigint {
    let left = quote;
    let quantity = 0n;
    for (const order of market.against(side).orders()) {
      const affordable = floorTo((left * ONE) / order.price, market.rules.step);
      const taken = least(affordable, remaining(order));
      quantity += taken;
      left -= times(order.price, taken);
      if (taken === affordable) break;
    }
    return quantity;
  }

  /** Lets an order trade with what is there, then rest or end as its type says. */
  work(order: VenueOrder): void {
    const market = this.state.market(order.symbol);
    order.workingAt = this.state.clock.now();
    if (order.timeInForce === 'FOK' && !this.fillable(market, order))
      return this.end(order, 'EXPIRED', { expiry: 'UNFILLED_FOK_ORDER_EXPIRED' });
    const against = market.against(order.side);
    const limit = isLimited(order.type) ? order.price : null;
    while (isOpen(order) && against.crosses(limit)) {
      const maker = against.first!;
      this.trade(market, order, maker, least(remaining(order), remaining(maker)));
    }
    if (!isOpen(order)) return;
    if (limit === null) return this.end(order, 'EXPIRED', { expiry: 'INSUFFICIENT_LIQUIDITY' });
    if (order.timeInForce !== 'GTC') return this.end(order, 'EXPIRED', { expiry: 'UNFILLED_IOC_QUANTITY_EXPIRED' });
    market.sideOf(order.side).add(order);
    order.resting = true;
    this.state.tellLevel(market, order);
  }

  /** Shows every print to the orders that wait, until no order that wakes prints another. */
  wake(): void {
    for (let print = this.unseen.shift(); print; print = this.unseen.shift()) {
      for (const order of [...print.market.waiting]) {
        if (!print.market.waiting.has(order) || !sees(order, print.price, print.time)) continue;
        this.activate(print.market, order);
      }
    }
  }

  /** Ends an open order: takes it from where it stands, frees what it locked, and tells. */
  end(order: VenueOrder, status: 'CANCELED' | 'EXPIRED', more: { readonly expiry?: ExpiryReason; readonly cancelId?: string } = {}): void {
    this.take(order);
    order.status = status;
    order.expiry = more.expiry ?? null;
    this.release(order, order.hold.amount);
    this.state.leave(order);
    if (status === 'CANCELED') {
      const original = order.clientId;
      this.state.tellExecution(order, 'CANCELED', { clientId: more.cancelId ?? this.state.makeClientId(), originalClientId: original });
    } else {
      this.state.tellExecution(order, 'EXPIRED');
    }
    this.closeList(order);
  }

  /** What an order must keep locked until it is done. */
  need(market: Market, order: VenueOrder): bigint {
    if (this.state.waitersHoldNothing && isTriggered(order.type) && order.workingAt < 0) return 0n;
    if (order.side === 'SELL') return remaining(order);
    const account = this.state.account(order.account);
    if (isLimited(order.type)) return this.withFee(account, times(order.price, remaining(order)));
    if (!isTriggered(order.type)) return 0n;
    const price = order.stopPrice > 0n ? order.stopPrice : (market.tape.lastPrice * BigInt(10_000 + order.trailingDelta)) / 10_000n;
    return this.withFee(account, times(price, remaining(order)));
  }

  /** Frees a part of what an order locks. */
  release(order: VenueOrder, amount: bigint): void {
    if (amount === 0n) return;
    order.hold.amount -= amount;
    this.state.account(order.account).lock(order.hold.asset, -amount);
  }

  /** Takes an order from where it stands and gives it other terms; who asked lets it work again. */
  restate(order: VenueOrder, terms: Pick<VenueOrder, 'quantity' | 'price' | 'stopPrice'>): void {
    const market = this.state.market(order.symbol);
    const waited = market.waiting.has(order);
    this.take(order);
    Object.assign(order, terms);
    if (waited) market.waiting.add(order);
  }

  private activate(market: Market, order: VenueOrder): void {
    market.waiting.delete(order);
    this.partnerGoes(market, order);
    if (!isLimited(order.type)) {
      this.release(order, order.hold.amount);
      const account = this.state.account(order.account);
      const { base, quote } = market.rules;
      const short =
        order.side === 'SELL'
          ? account.free(base) < remaining(order)
          : account.free(quote) < this.costOf(market, account, remaining(order));
      if (short) return this.end(order, 'EXPIRED', { expiry: 'REJECTED' });
    } else if (this.state.waitersHoldNothing) {
      const account = this.state.account(order.account);
      const amount = this.need(market, { ...order, workingAt: this.state.clock.now() });
      if (account.free(order.hold.asset) < amount) return this.end(order, 'EXPIRED', { expiry: 'REJECTED' });
      account.lock(order.hold.asset, amount);
      order.hold.amount = amount;
    }
    order.workingAt = this.state.clock.now();
    this.state.tellExecution(order, 'NEW');
    this.work(order);
  }

  /** An order of a pair comes to life: the other one ends, and what both locked is cut to what this one needs. */
  private partnerGoes(market: Market, order: VenueOrder): void {
    const list = this.state.lists.get(order.list);
    const partner = list?.orders.map((id) => this.state.orders.get(id)).find((other) => other && other !== order && isOpen(other));
    if (!partner) return;
    partner.hold = { asset: partner.hold.asset, amount: 0n };
    this.release(order, order.hold.amount - this.need(market, order));
    this.end(partner, 'EXPIRED', { expiry: 'OCO_TRIGGER' });
  }

  private closeList(order: VenueOrder): void {
    const list = this.state.lists.get(order.list);
    if (!list || list.done) return;
    if (list.orders.some((id) => isOpen(this.state.orders.get(id)!))) return;
    list.done = true;
    list.updatedAt = this.state.clock.now();
    this.state.tellList(list);
  }

  private take(order: VenueOrder): void {
    const market = this.state.market(order.symbol);
    if (market.waiting.delete(order)) return;
    if (!order.resting) return;
    market.sideOf(order.side).remove(order);
    order.resting = false;
    this.state.tellLevel(market, order);
  }

  private fillable(market: Market, order: VenueOrder): boolean {
    let left = remaining(order);
    for (const maker of market.against(order.side).orders()) {
      if (order.side === 'BUY' ? maker.price > order.price : maker.price < order.price) break;
      left -= least(left, remaining(maker));
    }
    return left === 0n;
  }

  private trade(market: Market, taker: VenueOrder, maker: VenueOrder, quantity: bigint): void {
    const { price } = maker;
    if (maker.executed === 0n) this.partnerGoes(market, maker);
    if (taker.executed === 0n) this.partnerGoes(market, taker);
    const quote = times(price, quantity);
    const time = this.state.clock.now();
    market.tradeId += 1;
    const [buy, sell] = taker.side === 'BUY' ? [taker, maker] : [maker, taker];
    for (const order of [taker, maker]) this.release(order, least(order.hold.amount, this.lockedFor(order, quantity)));
    const { rules } = market;
    const [buyer, seller] = [this.state.account(buy.account), this.state.account(sell.account)];
    const [buyRate, sellRate] = [buy === taker ? buyer.taker : buyer.maker, sell === taker ? seller.taker : seller.maker];
    const inQuote = this.state.feesInQuote;
    const [bought, sold] = [times(inQuote ? quote : quantity, buyRate), times(quote, sellRate)];
    buyer.add(rules.quote, -(quote + (inQuote ? bought : 0n)));
    buyer.add(rules.base, quantity - (inQuote ? 0n : bought));
    seller.add(rules.base, -quantity);
    seller.add(rules.quote, quote - sold);
    this.state.fees.add(inQuote ? rules.quote : rules.base, bought);
    this.state.fees.add(rules.quote, sold);
    const trade = { id: market.tradeId, price, quantity, quote, time, buyerIsMaker: sell === taker, takerOrder: taker.id };
    market.tape.add(trade);
    this.unseen.push({ market, price, time });
    const side = market.sideOf(maker.side);
    if (remaining(maker) === quantity) {
      side.remove(maker);
      maker.resting = false;
    } else {
      side.reduce(maker, quantity);
    }
    for (const order of [taker, maker]) {
      const fee =
        order === buy
          ? { commission: bought, commissionAsset: inQuote ? rules.quote : rules.base }
          : { commission: sold, commissionAsset: rules.quote };
      this.fill(order, { tradeId: trade.id, price, quantity, quote, ...fee, maker: order === maker, time });
    }
    this.state.tellLevel(market, maker);
    this.state.tellMarket({ kind: 'trade', symbol: rules.name, trade });
  }

  /** An amount of money with the dearest commission that may come on top of it. */
  private withFee(account: Account, quote: bigint): bigint {
    return this.state.feesInQuote ? quote + times(quote, account.taker) + 1n : quote;
  }

  /** How much of a hold belongs to `quantity` of an order. */
  private lockedFor(order: VenueOrder, quantity: bigint): bigint {
    if (order.side === 'SELL') return quantity;
    const quote = times(order.price, quantity);
    return this.state.feesInQuote ? quote + times(quote, this.state.account(order.account).taker) : quote;
  }

  private fill(order: VenueOrder, fill: Fill): void {
    order.executed += fill.quantity;
    order.executedQuote += fill.quote;
    order.fills.push(fill);
    const done = order.executed === order.quantity;
    order.status = done ? 'FILLED' : 'PARTIALLY_FILLED';
    if (done) {
      this.release(order, order.hold.amount);
      this.state.leave(order);
    }
    this.state.noteFill(order, fill);
    this.state.tellExecution(order, 'TRADE', { fill });
    if (done) this.closeList(order);
  }
}

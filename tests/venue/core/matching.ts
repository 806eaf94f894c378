import type { Account } from './account.ts';
import type { Contracts } from './contracts.ts';
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
  private readonly contracts: Contracts;
  /** Prints that waiting orders have not seen. */
  private readonly unseen: Print[] = [];

  constructor(state: ExchangeState, contracts: Contracts) {
    this.state = state;
    this.contracts = contracts;
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
      if (this.isSelfTrade(order, maker)) return this.end(order, 'EXPIRED', { expiry: 'SELF_TRADE' });
      this.trade(market, order, maker, least(this.contracts.tradable(order), this.contracts.tradable(maker)));
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
    // Contracts lock nothing: what they need is worked out from all of them together.
    if (market.rules.contract !== null) return 0n;
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
    if (!this.provided(market, order)) return this.end(order, 'EXPIRED', { expiry: 'REJECTED' });
    order.workingAt = this.state.clock.now();
    this.state.tellExecution(order, 'NEW');
    this.work(order);
  }

  /** Has what a woken order needs, and locks it where something is locked at all. */
  private provided(market: Market, order: VenueOrder): boolean {
    if (market.rules.contract !== null) {
      if (order.reduceOnly) return this.contracts.tradable(order) > 0n;
      return this.state.account(order.account).house || this.contracts.affords({ ...order, workingAt: this.state.clock.now() });
    }
    const account = this.state.account(order.account);
    const free = (asset: string) => this.contracts.available(account.id, asset);
    if (!isLimited(order.type)) {
      this.release(order, order.hold.amount);
      const { base, quote } = market.rules;
      return order.side === 'SELL' ? free(base) >= remaining(order) : free(quote) >= this.costOf(market, account, remaining(order));
    }
    if (!this.state.waitersHoldNothing) return true;
    const amount = this.need(market, { ...order, workingAt: this.state.clock.now() });
    if (free(order.hold.asset) < amount) return false;
    account.lock(order.hold.asset, amount);
    order.hold.amount = amount;
    return true;
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
    const { rules } = market;
    if (maker.executed === 0n) this.partnerGoes(market, maker);
    if (taker.executed === 0n) this.partnerGoes(market, taker);
    const quote = times(price, quantity);
    const time = this.state.clock.now();
    market.tradeId += 1;
    for (const order of [taker, maker]) this.release(order, least(order.hold.amount, this.lockedFor(order, quantity)));
    const settled = new Map(
      [taker, maker].map((order) => [order, this.settle(market, order, { quantity, price, quote, maker: order === maker })]),
    );
    const trade = { id: market.tradeId, price, quantity, quote, time, buyerIsMaker: taker.side === 'SELL', takerOrder: taker.id };
    market.tape.add(trade);
    this.unseen.push({ market, price, time });
    const side = market.sideOf(maker.side);
    if (remaining(maker) === quantity) {
      side.remove(maker);
      maker.resting = false;
    } else {
      side.reduce(maker, quantity);
    }
    for (const order of [taker, maker])
      this.fill(order, { tradeId: trade.id, price, quantity, quote, ...settled.get(order)!, maker: order === maker, time });
    this.state.tellLevel(market, maker);
    this.state.tellMarket({ kind: 'trade', symbol: rules.name, trade });
    if (rules.contract !== null) for (const { account } of [taker, maker]) this.endReducers(market, account);
  }

  /** Both are one customer's where nobody may trade with himself. The house makes its markets as it likes. */
  private isSelfTrade({ account }: VenueOrder, maker: VenueOrder): boolean {
    return this.state.selfTradesEnd && maker.account === account && !this.state.account(account).house;
  }

  /** Moves what one side of a trade gets and gives, and answers its commission and what its closing earned. */
  private settle(
    market: Market,
    order: VenueOrder,
    of: { readonly quantity: bigint; readonly price: bigint; readonly quote: bigint; readonly maker: boolean },
  ): Pick<Fill, 'commission' | 'commissionAsset' | 'profit'> {
    const { rules } = market;
    const account = this.state.account(order.account);
    const rate = of.maker ? account.maker : account.taker;
    if (rules.contract !== null) {
      const commission = this.contracts.booked(times(of.quote, rate));
      const profit = this.contracts.settle(order, of.price, of.quantity, commission);
      return { commission, commissionAsset: rules.contract.settle, profit };
    }
    const inBase = order.side === 'BUY' && !this.state.feesInQuote;
    const commission = times(inBase ? of.quantity : of.quote, rate);
    const commissionAsset = inBase ? rules.base : rules.quote;
    const [got, gave] = order.side === 'BUY' ? [rules.base, rules.quote] : [rules.quote, rules.base];
    const [gain, loss] = order.side === 'BUY' ? [of.quantity, of.quote] : [of.quote, of.quantity];
    account.add(gave, -loss - (commissionAsset === gave ? commission : 0n));
    account.add(got, gain - (commissionAsset === got ? commission : 0n));
    this.state.fees.add(commissionAsset, commission);
    return { commission, commissionAsset, profit: 0n };
  }

  /** A position that is gone, or has turned, takes with it what could only reduce it. */
  private endReducers(market: Market, account: number): void {
    if (this.state.account(account).house) return;
    for (const order of this.state.openOrders(account)) {
      if (order.symbol !== market.rules.name || !order.reduceOnly || !isOpen(order) || this.contracts.tradable(order) > 0n) continue;
      if (market.waiting.has(order) && this.state.waitersOutlivePositions) continue;
      this.end(order, 'CANCELED', { expiry: 'NOTHING_TO_REDUCE' });
    }
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
    if (this.state.market(order.symbol).rules.contract !== null) this.contracts.tell(order, fill);
    if (done) this.closeList(order);
  }
}

import { Contracts } from './contracts.ts';
import { checkCounts, checkFilters } from './filters.ts';
import { closable, magnitude } from './contract-position.ts';
import { makeOrder } from './make-order.ts';
import { Matching } from './matching.ts';
import type { Market } from './market.ts';
import { type Forced, type OrderList, type OrderRequest, type VenueOrder, isOpen, isTriggered } from './order.ts';
import { Refusal } from './refusal.ts';
import { type ExchangeOptions, ExchangeState } from './state.ts';
import { reached, waitsAbove } from './triggers.ts';
import { least, most } from './units.ts';

/** How an order is named: by the venue's id, by the customer's, or by both. */
export interface OrderName {
  readonly symbol: string;
  readonly orderId?: number | undefined;
  readonly clientId?: string | undefined;
}

/** What a cancel says beside the order's name. */
export interface CancelWish {
  /** The cancel's own id; empty lets the venue make one. */
  readonly cancelId?: string;
  readonly only?: 'NEW' | 'PARTIALLY_FILLED' | undefined;
}

/** Two orders of which one ends the other. */
export interface PairRequest {
  readonly above: OrderRequest;
  readonly below: OrderRequest;
  readonly clientId: string;
}

/**
 * An exchange of coins and of perpetual contracts: accounts, order books, orders and what is told of them. It speaks no protocol, opens no socket and reads no other
 * clock than the one it is given; the same seed and the same calls at the same times give the same events. Refusals change nothing.
 */
export class Exchange {
  readonly state: ExchangeState;
  readonly contracts: Contracts;
  private readonly matching: Matching;

  constructor(options: ExchangeOptions) {
    this.state = new ExchangeState(options);
    this.contracts = new Contracts(this.state);
    this.matching = new Matching(this.state, this.contracts);
  }

  /** Says what would be refused, and changes nothing. */
  check(account: number, request: OrderRequest): void {
    const market = this.openMarket(request.symbol, account);
    checkFilters(market, request, this.now());
    // The house keeps thousands of quotes; nobody counts them.
    if (!this.state.account(account).house) {
      const open = this.state.openCounts(account, request.symbol);
      checkCounts(market, open, { orders: 1, triggered: isTriggered(request.type) ? 1 : 0, lists: 0 });
    }
    this.checkClientId(account, request.clientId);
  }

  place(account: number, request: OrderRequest): VenueOrder {
    this.check(account, request);
    const market = this.state.market(request.symbol);
    this.checkMoment(market, request);
    const order = makeOrder(this.state, account, request);
    if (order.quoteQuantity > 0n) order.quantity = this.matching.quantityFor(market, order.side, order.quoteQuantity);
    if (order.quantity === 0n) throw new Refusal('filter', 'LOT_SIZE');
    if (market.rules.contract !== null) this.checkMargin(order);
    else if (order.type === 'MARKET') this.checkMarketFunds(market, order);
    else this.lock(order, this.matching.need(market, order));
    this.state.enter(order);
    this.begin(market, order);
    if (wouldTake(market, order)) this.matching.end(order, 'EXPIRED', { expiry: 'REJECTED' });
    else if (!isTriggered(order.type)) this.matching.work(order);
    this.matching.wake();
    return order;
  }

  /** Places both orders or none. */
  placePair(
    account: number,
    { above, below, clientId }: PairRequest,
  ): { readonly list: OrderList; readonly orders: readonly [VenueOrder, VenueOrder] } {
    const market = this.openMarket(above.symbol, account);
    checkPairTypes(above, below);
    for (const request of [above, below]) {
      checkFilters(market, request, this.now());
      this.checkClientId(account, request.clientId);
    }
    checkPairPrices(market, above, below);
    const triggered = [above, below].filter((request) => isTriggered(request.type)).length;
    checkCounts(market, this.state.openCounts(account, above.symbol), { orders: 2, triggered, lists: 1 });
    for (const request of [above, below]) this.checkMoment(market, request);
    const list: OrderList = {
      id: this.state.nextListId(),
      account,
      symbol: above.symbol,
      clientId: clientId === '' ? this.state.makeClientId() : clientId,
      orders: [],
      createdAt: this.now(),
      updatedAt: this.now(),
      done: false,
    };
    const orders = [
      makeOrder(this.state, account, below, { list: list.id }),
      makeOrder(this.state, account, above, { list: list.id }),
    ] as const;
    this.lock(orders[0], most(this.matching.need(market, orders[0]), this.matching.need(market, orders[1])));
    orders[1].hold = orders[0].hold;
    const entered = { ...list, orders: orders.map((order) => order.id) };
    this.state.lists.set(list.id, entered);
    for (const order of orders) this.state.enter(order);
    this.state.tellList(entered);
    for (const order of orders) this.begin(market, order);
    for (const order of orders) if (!isTriggered(order.type)) this.matching.work(order);
    this.matching.wake();
    return { list: entered, orders };
  }

  /** Ends an order, and with an order of a pair the other one. Answers what ended. */
  cancel(account: number, name: OrderName, wish: CancelWish = {}): VenueOrder[] {
    const order = this.find(account, name);
    if (!order || !isOpen(order)) throw new Refusal('unknown order to cancel');
    if (wish.only !== undefined && order.status !== wish.only) throw new Refusal('cancel restrictions');
    const list = this.state.lists.get(order.list);
    const ending = list ? this.ordersOf(list).filter(isOpen) : [order];
    const cancelId = wish.cancelId ?? this.state.makeClientId();
    if (ending.length > 1) for (const other of ending.slice(1)) other.hold = { asset: other.hold.asset, amount: 0n };
    for (const each of ending) this.matching.end(each, 'CANCELED', { cancelId });
    return ending;
  }

  cancelList(
    account: number,
    name: { readonly listId?: number | undefined; readonly clientId?: string | undefined },
    cancelId?: string,
  ): OrderList {
    const list = this.findList(account, name);
    if (!list || list.done) throw new Refusal('unknown list');
    const open = this.ordersOf(list).find(isOpen)!;
    this.cancel(account, { symbol: list.symbol, orderId: open.id }, cancelId === undefined ? {} : { cancelId });
    return list;
  }

  /** Ends every open order of an account, in one market or in all. */
  cancelAll(account: number, symbol?: string): VenueOrder[] {
    const ended: VenueOrder[] = [];
    const wanted = this.state.openOrders(account).filter((order) => symbol === undefined || order.symbol === symbol);
    for (const order of wanted) if (isOpen(order)) ended.push(...this.cancel(account, { symbol: order.symbol, orderId: order.id }));
    return ended;
  }

  /** Makes an order smaller where it stands, without losing its place. Answers its id from before. */
  amend(
    account: number,
    name: OrderName,
    wish: { readonly quantity: bigint; readonly clientId: string },
  ): { readonly order: VenueOrder; readonly before: string } {
    const order = this.find(account, name);
    if (!order || !isOpen(order)) throw new Refusal('unknown order to cancel');
    const market = this.state.market(order.symbol);
    const { rules } = market;
    if (wish.quantity === order.quantity) throw new Refusal('amend changes nothing');
    if (wish.quantity > order.quantity || wish.quantity <= order.executed) throw new Refusal('amend increases');
    if (wish.quantity < rules.minQuantity || wish.quantity % rules.step !== 0n) throw new Refusal('filter', 'LOT_SIZE');
    if (order.amends >= rules.maxAmends) throw new Refusal('filter', 'MAX_NUM_ORDER_AMENDS');
    const clientId = wish.clientId === '' ? this.state.makeClientId() : wish.clientId;
    if (clientId !== order.clientId) this.checkClientId(account, clientId);
    if (order.resting) market.sideOf(order.side).reduce(order, order.quantity - wish.quantity);
    order.quantity = wish.quantity;
    order.amends += 1;
    this.matching.release(order, order.hold.amount - this.needOfList(market, order));
    const before = order.clientId;
    this.state.rename(order, clientId);
    this.state.tellExecution(order, 'REPLACED', { originalClientId: before });
    if (order.resting) this.state.tellLevel(market, order);
    return { order, before };
  }

  /** Gives an order other terms where it stands: it keeps its ids and what it has filled. Null leaves a term as it is. */
  restate(
    account: number,
    orderId: number,
    wish: { readonly quantity: bigint | null; readonly price: bigint | null; readonly stopPrice: bigint | null },
  ): VenueOrder {
    const order = this.state.orders.get(orderId);
    if (!order || order.account !== account || !isOpen(order)) throw new Refusal('unknown order');
    const market = this.openMarket(order.symbol, account);
    const terms = {
      quantity: wish.quantity ?? order.quantity,
      price: wish.price ?? order.price,
      stopPrice: wish.stopPrice ?? order.stopPrice,
    };
    if (terms.quantity <= order.executed) throw new Refusal('amend increases');
    const restated = { ...order, ...terms };
    checkFilters(market, restated, this.now());
    this.checkMoment(market, restated);
    const more = this.matching.need(market, restated) - order.hold.amount;
    const enough = market.rules.contract === null ? this.has(account, order.hold.asset, more) : this.contracts.affords(restated);
    if (!enough) throw new Refusal('insufficient balance');
    this.matching.restate(order, terms);
    this.state.account(account).lock(order.hold.asset, more);
    order.hold.amount += more;
    order.amends += 1;
    order.updatedAt = this.now();
    this.state.tellExecution(order, 'REPLACED');
    if (order.workingAt >= 0) this.matching.work(order);
    this.matching.wake();
    return order;
  }

  /** The order of that name, the newest where the customer used an id again. */
  find(account: number, { symbol, orderId, clientId }: OrderName): VenueOrder | undefined {
    if (orderId !== undefined) {
      const order = this.state.orders.get(orderId);
      const fits = order?.account === account && order.symbol === symbol && (clientId === undefined || order.clientId === clientId);
      return fits ? order : undefined;
    }
    if (clientId === undefined) return undefined;
    const open = this.state.openByClientId(account, clientId);
    if (open?.symbol === symbol) return open;
    return this.state.ordersOf(account).findLast((order) => order.symbol === symbol && order.clientId === clientId);
  }

  findList(account: number, name: { readonly listId?: number | undefined; readonly clientId?: string | undefined }): OrderList | undefined {
    const lists = [...this.state.lists.values()].filter((list) => list.account === account);
    return lists.findLast(
      (list) => (name.listId === undefined || list.id === name.listId) && (name.clientId === undefined || list.clientId === name.clientId),
    );
  }

  ordersOf(list: OrderList): VenueOrder[] {
    return list.orders.map((id) => this.state.orders.get(id)!);
  }

  /**
   * Closes a position, or `quantity` of it, by an order of the venue's own at what the book gives. The account's open orders of the
   * contract end first.
   */
  liquidate(
    account: number,
    symbol: string,
    { quantity, forced = 'liquidation' }: { readonly quantity?: bigint; readonly forced?: Forced } = {},
  ): VenueOrder {
    const position = this.contracts.position(account, symbol);
    if (position.size === 0n) throw new Refusal('nothing to reduce');
    for (const order of this.state.openOrders(account))
      if (order.symbol === symbol && isOpen(order)) this.matching.end(order, 'CANCELED', { expiry: 'LIQUIDATION' });
    const side = position.size > 0n ? 'SELL' : 'BUY';
    const request: OrderRequest = {
      ...{ symbol, side, type: 'MARKET', timeInForce: 'GTC', price: 0n, stopPrice: 0n, quoteQuantity: 0n, trailingDelta: 0 },
      ...{ clientId: '', reduceOnly: true, quantity: least(quantity ?? magnitude(position.size), closable(position, side)) },
    };
    const order = makeOrder(this.state, account, request, { forced });
    this.state.enter(order);
    this.begin(this.state.market(symbol), order);
    this.matching.work(order);
    this.matching.wake();
    return order;
  }

  /** Brings coins in from outside, or takes them out. */
  transfer(account: number, asset: string, amount: bigint): void {
    const holder = this.state.account(account);
    holder.add(asset, amount);
    holder.updatedAt = this.now();
    if (holder.house) return;
    this.state.tellUser({ kind: 'transfer', account, time: this.now(), asset, delta: amount });
    this.state.tellBalances(holder, [asset]);
  }

  /** Tells of an order that has come: one that waits for a price does not work yet. */
  private begin(market: Market, order: VenueOrder): void {
    if (isTriggered(order.type)) market.waiting.add(order);
    else order.workingAt = this.now();
    this.state.tellExecution(order, 'NEW');
  }

  private now(): number {
    return this.state.clock.now();
  }

  private openMarket(symbol: string, account: number): Market {
    if (!this.state.account(account).mayTrade) throw new Refusal('may not trade');
    const market = this.state.market(symbol);
    if (!market.open) throw new Refusal('market closed');
    return market;
  }

  private checkClientId(account: number, clientId: string): void {
    if (clientId !== '' && this.state.openByClientId(account, clientId)) throw new Refusal('duplicate client id');
  }

  /** What only the market of this instant can refuse. */
  private checkMoment(market: Market, request: OrderRequest): void {
    if (!this.state.takingMakersEnd && wouldTake(market, request)) throw new Refusal('would match');
    if (!isTriggered(request.type) || request.stopPrice === 0n) return;
    if (reached(request.type, request.side, request.stopPrice, market.tape.lastPrice)) throw new Refusal('would trigger');
  }

  private checkMarketFunds(market: Market, order: VenueOrder): void {
    const { base, quote } = market.rules;
    const account = this.state.account(order.account);
    const enough =
      order.side === 'SELL'
        ? this.has(account.id, base, order.quantity)
        : this.has(account.id, quote, most(order.quoteQuantity, this.matching.costOf(market, account, order.quantity)));
    if (!enough) throw new Refusal('insufficient balance');
  }

  private lock(order: VenueOrder, amount: bigint): void {
    if (!this.has(order.account, order.hold.asset, amount)) throw new Refusal('insufficient balance');
    this.state.account(order.account).lock(order.hold.asset, amount);
    order.hold.amount = amount;
  }

  /** Cuts what may only reduce, and holds the rest to the margin that there is; the house has as much as it likes. */
  private checkMargin(order: VenueOrder): void {
    if (order.reduceOnly && !(isTriggered(order.type) && this.state.waitersOutlivePositions)) this.contracts.cut(order);
    if (this.state.account(order.account).house) return;
    if (!this.contracts.affords(order)) throw new Refusal('insufficient balance');
  }

  private has(account: number, asset: string, amount: bigint): boolean {
    return amount <= 0n || this.contracts.available(account, asset) >= amount;
  }

  private needOfList(market: Market, order: VenueOrder): bigint {
    const list = this.state.lists.get(order.list);
    const orders = list ? this.ordersOf(list).filter(isOpen) : [order];
    return orders.map((each) => this.matching.need(market, each)).reduce(most, 0n);
  }
}

function wouldTake(market: Market, { type, side, price }: Pick<OrderRequest, 'type' | 'side' | 'price'>): boolean {
  return type === 'LIMIT_MAKER' && market.against(side).crosses(price);
}

/** One leg waits for a loss, the other is a limit or waits for a profit, and the loss lies on the side where it hurts. */
function checkPairTypes(above: OrderRequest, below: OrderRequest): void {
  const losses = [above, below].filter((request) => request.type.startsWith('STOP_LOSS'));
  const loss = losses[0];
  const aboveLoses = above.side === 'BUY';
  if (losses.length !== 1 || !loss || (loss === above) !== aboveLoses) throw new Refusal('bad list types');
  const other = loss === above ? below : above;
  if (!['LIMIT_MAKER', 'TAKE_PROFIT', 'TAKE_PROFIT_LIMIT'].includes(other.type)) throw new Refusal('bad list types');
}

function checkPairPrices(market: Market, above: OrderRequest, below: OrderRequest): void {
  const last = market.tape.lastPrice;
  const priceOf = (request: OrderRequest) =>
    request.type === 'LIMIT_MAKER' || request.stopPrice === 0n ? request.price : request.stopPrice;
  const [upper, lower] = [priceOf(above), priceOf(below)];
  const broken = (upper > 0n && upper <= last) || (lower > 0n && lower >= last);
  const sides = [above, below].filter(
    (request) => isTriggered(request.type) && waitsAbove(request.type, request.side) !== (request === above),
  );
  if (broken || sides.length > 0) throw new Refusal('bad list prices');
}

import type { Releasable } from '../../../src-shared/kernel/disposable.ts';
import { Sfc32 } from '../../../src-shared/kernel/random.ts';
import { Account } from './account.ts';
import type { ContractEvent, Execution, FundingPayment, MarketEvent, UserEvent } from './events.ts';
import { Market } from './market.ts';
import { type Fill, type OrderList, type VenueOrder, isTriggered, isOpen } from './order.ts';
import type { OpenCounts } from './filters.ts';
import type { SymbolRules } from './symbol.ts';
import { Tape, inventedPast } from './tape.ts';
import { unitsText } from './units.ts';

/** Where the venue's time comes from. */
export interface VenueNow {
  now(): number;
}

/** What a venue is made of. */
export interface ExchangeOptions {
  readonly clock: VenueNow;
  readonly seed: number;
  readonly symbols: readonly SymbolRules[];
  /** Minutes of invented past that each market begins with. */
  readonly pastMinutes: number;
  /** Commissions are paid in the quote asset by both sides; else each pays in what it receives. */
  readonly feesInQuote?: boolean;
  /** A maker that would take is taken and ends at once; else it is refused. */
  readonly takingMakersEnd?: boolean;
  /** Orders that wait for a price lock nothing until it has come; what is not there then ends them. */
  readonly waitersHoldNothing?: boolean;
  /** Reduce-only orders that wait for a price stay when the position has gone; else they end with it. */
  readonly waitersOutlivePositions?: boolean;
  /** No customer trades with himself: what takes ends with what is left of it. */
  readonly selfTradesEnd?: boolean;
}

/** One execution beside the order that it belongs to. */
export interface OwnFill {
  readonly order: VenueOrder;
  readonly fill: Fill;
}

const ID_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Everything that the venue knows, and how it tells of it. What may change it is in the rooms beside. */
export class ExchangeState {
  readonly clock: VenueNow;
  readonly feesInQuote: boolean;
  readonly takingMakersEnd: boolean;
  readonly waitersHoldNothing: boolean;
  readonly waitersOutlivePositions: boolean;
  readonly selfTradesEnd: boolean;
  /** Money of contracts is booked in whole steps of so many units: what is finer is lost. */
  contractStep = 1n;
  readonly markets = new Map<string, Market>();
  readonly accounts = new Map<number, Account>();
  /** Takes the commissions. */
  readonly fees: Account;
  /** Stands against what contracts earn and lose; the venue's own, known by no number. */
  readonly clearing = new Account({ id: 0, name: 'clearing', maker: 0n, taker: 0n, house: true });
  readonly contractMarkets: readonly Market[];
  /** Open orders of every account; finished ones too, but for the house's. */
  readonly orders = new Map<number, VenueOrder>();
  readonly lists = new Map<number, OrderList>();
  private readonly history = new Map<number, VenueOrder[]>();
  private readonly executions = new Map<number, OwnFill[]>();
  private readonly funding = new Map<number, FundingPayment[]>();
  private readonly open = new Map<number, Map<string, VenueOrder>>();
  private readonly userListeners = new Set<(event: UserEvent) => void>();
  private readonly contractListeners = new Set<(event: ContractEvent) => void>();
  private readonly marketListeners = new Set<(event: MarketEvent) => void>();
  private readonly random: Sfc32;
  private lastOrder = 1_000;
  private lastList = 0;
  private lastExecution = 0;

  constructor(options: ExchangeOptions) {
    const { clock, seed, symbols, pastMinutes } = options;
    this.clock = clock;
    this.feesInQuote = options.feesInQuote ?? false;
    this.takingMakersEnd = options.takingMakersEnd ?? false;
    this.waitersHoldNothing = options.waitersHoldNothing ?? false;
    this.waitersOutlivePositions = options.waitersOutlivePositions ?? false;
    this.selfTradesEnd = options.selfTradesEnd ?? false;
    this.random = new Sfc32(seed ^ 0x1d5);
    symbols.forEach((rules, place) => {
      const { tick, step, start } = rules;
      const bars = inventedPast({ minutes: pastMinutes, now: clock.now(), end: start, tick, step, seed: seed + place });
      this.markets.set(rules.name, new Market(rules, new Tape(bars, start)));
    });
    this.contractMarkets = [...this.markets.values()].filter(({ rules }) => rules.contract !== null);
    this.fees = this.addAccount({ name: 'fees', house: true });
  }

  addAccount(options: { readonly name: string; readonly house?: boolean; readonly maker?: bigint; readonly taker?: bigint }): Account {
    const { name, house = false, maker = 0n, taker = 0n } = options;
    const account = new Account({ id: this.accounts.size + 1, name, maker, taker, house });
    this.accounts.set(account.id, account);
    return account;
  }

  market(symbol: string): Market {
    const market = this.markets.get(symbol);
    if (!market) throw new Error(`no market ${symbol}`);
    return market;
  }

  account(id: number): Account {
    const account = this.accounts.get(id);
    if (!account) throw new Error(`no account ${id}`);
    return account;
  }

  nextOrderId(): number {
    return (this.lastOrder += 1);
  }

  nextListId(): number {
    return (this.lastList += 1);
  }

  /** An id that the venue makes where the customer gave none. */
  makeClientId(): string {
    let id = '';
    while (id.length < 22) id += ID_LETTERS[this.random.below(ID_LETTERS.length)] ?? '';
    return id;
  }

  openByClientId(account: number, clientId: string): VenueOrder | undefined {
    return this.open.get(account)?.get(clientId);
  }

  /** Open orders of an account, oldest first. */
  openOrders(account: number): VenueOrder[] {
    return [...(this.open.get(account)?.values() ?? [])].sort((a, b) => a.id - b.id);
  }

  openCounts(account: number, symbol: string): OpenCounts {
    const orders = this.openOrders(account).filter((order) => order.symbol === symbol);
    const lists = new Set(orders.flatMap((order) => (order.list < 0 ? [] : [order.list])));
    return { orders: orders.length, triggered: orders.filter((order) => isTriggered(order.type)).length, lists: lists.size };
  }

  /** Every order of an account that is no house's, oldest first. */
  ordersOf(account: number): readonly VenueOrder[] {
    return this.history.get(account) ?? [];
  }

  fillsOf(account: number): readonly OwnFill[] {
    return this.executions.get(account) ?? [];
  }

  enter(order: VenueOrder): void {
    this.orders.set(order.id, order);
    entry(this.open, order.account, () => new Map<string, VenueOrder>()).set(order.clientId, order);
    if (!this.account(order.account).house) entry(this.history, order.account, () => []).push(order);
  }

  /** Takes an order that is no longer open from the open ones. */
  leave(order: VenueOrder): void {
    if (isOpen(order)) throw new Error(`order ${order.id} is open`);
    this.open.get(order.account)?.delete(order.clientId);
    if (this.account(order.account).house) this.orders.delete(order.id);
  }

  rename(order: VenueOrder, clientId: string): void {
    const open = this.open.get(order.account);
    open?.delete(order.clientId);
    order.clientId = clientId;
    open?.set(clientId, order);
  }

  noteFill(order: VenueOrder, fill: Fill): void {
    if (!this.account(order.account).house) entry(this.executions, order.account, () => []).push({ order, fill });
  }

  /** Funding that an account was paid or has paid, oldest first. */
  fundingOf(account: number): readonly FundingPayment[] {
    return this.funding.get(account) ?? [];
  }

  noteFunding(account: Account, payment: FundingPayment): void {
    if (account.house) return;
    entry(this.funding, account.id, () => []).push(payment);
    account.updatedAt = payment.time;
    this.tellContract({ kind: 'funding', account: account.id, time: payment.time, payment });
    this.tellBalances(account, [this.market(payment.symbol).rules.contract!.settle]);
  }

  onContract(listener: (event: ContractEvent) => void): Releasable {
    this.contractListeners.add(listener);
    return { dispose: () => void this.contractListeners.delete(listener) };
  }

  tellContract(event: ContractEvent): void {
    for (const listener of this.contractListeners) listener(event);
  }

  onUser(listener: (event: UserEvent) => void): Releasable {
    this.userListeners.add(listener);
    return { dispose: () => void this.userListeners.delete(listener) };
  }

  onMarket(listener: (event: MarketEvent) => void): Releasable {
    this.marketListeners.add(listener);
    return { dispose: () => void this.marketListeners.delete(listener) };
  }

  tellMarket(event: MarketEvent): void {
    for (const listener of this.marketListeners) listener(event);
  }

  tellUser(event: UserEvent): void {
    for (const listener of this.userListeners) listener(event);
  }

  tellLevel(market: Market, order: VenueOrder): void {
    market.updateId += 1;
    const total = market.sideOf(order.side).totalAt(order.price);
    this.tellMarket({ kind: 'level', symbol: order.symbol, side: order.side, price: order.price, total, updateId: market.updateId });
  }

  /** Tells an order's account of it, and then what the account holds. */
  tellExecution(
    order: VenueOrder,
    execution: Execution,
    more: { readonly fill?: Fill; readonly clientId?: string; readonly originalClientId?: string } = {},
  ): void {
    const account = this.account(order.account);
    const time = this.clock.now();
    order.updatedAt = time;
    account.updatedAt = time;
    if (account.house) return;
    this.lastExecution += 1;
    this.tellUser({
      kind: 'execution',
      account: account.id,
      time,
      id: this.lastExecution,
      execution,
      order: { ...order, trail: order.trail && { ...order.trail }, hold: { ...order.hold }, fills: [...order.fills] },
      fill: more.fill ?? null,
      clientId: more.clientId ?? order.clientId,
      originalClientId: more.originalClientId ?? '',
    });
    const { base, quote, contract } = this.market(order.symbol).rules;
    this.tellBalances(account, contract === null ? [base, quote] : [contract.settle]);
  }

  tellBalances(account: Account, assets: readonly string[]): void {
    if (account.house) return;
    const held = assets.map((asset) => ({ asset, ...account.balance(asset) }));
    this.tellUser({ kind: 'balances', account: account.id, time: this.clock.now(), assets: held });
  }

  tellList(list: OrderList): void {
    if (this.account(list.account).house) return;
    const clientIds = list.orders.map((id) => this.orders.get(id)?.clientId ?? '');
    this.tellUser({ kind: 'list', account: list.account, time: this.clock.now(), list: { ...list }, clientIds });
  }

  /** What all accounts hold together, by asset: nothing but a transfer from outside may change it. */
  totals(): Map<string, string> {
    const sums = new Map<string, bigint>();
    for (const account of [...this.accounts.values(), this.clearing])
      for (const [asset, { free, locked }] of account.balances) sums.set(asset, (sums.get(asset) ?? 0n) + free + locked);
    return new Map([...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([asset, sum]) => [asset, unitsText(sum)]));
  }
}

function entry<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const fresh = make();
  map.set(key, fresh);
  return fresh;
}

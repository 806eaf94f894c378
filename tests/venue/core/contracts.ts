import type { Account } from './account.ts';
import { type ContractPosition, FLAT, closable, magnitude, signed, trade } from './contract-position.ts';
import type { Market } from './market.ts';
import { type Fill, type VenueOrder, isLimited, isOpen, isTriggered, remaining } from './order.ts';
import { Refusal } from './refusal.ts';
import type { ExchangeState } from './state.ts';
import { ONE, least, most, times } from './units.ts';

/** Leverage of a contract for which an account has said none. */
export const FIRST_LEVERAGE = 10;

/** What an open order stands for; an order that is to be is none yet. */
type Wanted = Pick<VenueOrder, 'id' | 'account' | 'symbol' | 'side' | 'type' | 'price' | 'stopPrice' | 'workingAt' | 'reduceOnly'> & {
  readonly quantity: bigint;
  readonly executed: bigint;
};

/**
 * What contracts cost and need. All of them share the cash of their settle asset: cross margin. Cash is moved by closings, commissions
 * and funding and by nothing else; the venue's clearing account stands against every closing and every payment, so that no money is made.
 */
export class Contracts {
  private readonly state: ExchangeState;

  constructor(state: ExchangeState) {
    this.state = state;
  }

  position(account: number, symbol: string): Readonly<ContractPosition> {
    return this.state.account(account).positions.get(symbol) ?? FLAT;
  }

  leverage(account: number, symbol: string): number {
    return this.state.account(account).leverages.get(symbol) ?? FIRST_LEVERAGE;
  }

  /** Profit of a position at the mark that is not settled. */
  unrealised(account: number, market: Market): bigint {
    const { size, cost } = this.position(account, market.rules.name);
    return magnitudeSigned(size, market.mark) - cost;
  }

  /** Cash of a settle asset with the profit of open positions, spot orders' share taken off. */
  equity(account: number, asset: string): bigint {
    let sum = this.state.account(account).free(asset);
    for (const market of this.settledIn(asset)) sum += this.unrealised(account, market);
    return sum;
  }

  /** What positions and open orders of a settle asset need. */
  used(account: number, asset: string): bigint {
    let sum = 0n;
    for (const market of this.settledIn(asset)) sum += this.marginOf(account, market);
    return sum;
  }

  /** What new orders may take of an asset. Below zero where there is more need than equity. */
  available(account: number, asset: string): bigint {
    const free = this.state.account(account).free(asset);
    if (this.settledIn(asset).length === 0) return free;
    return least(free, this.equity(account, asset) - this.used(account, asset));
  }

  /** True where an order that is not open yet, or whose terms are to change, has the margin that it needs and its commission. */
  affords(order: Wanted): boolean {
    const market = this.state.market(order.symbol);
    const asset = market.rules.contract!.settle;
    const without = this.marginOf(order.account, market, null, order.id);
    const more = this.marginOf(order.account, market, order, order.id) - without;
    if (more === 0n) return true;
    const fee = times(times(this.priceOf(market, order), order.quantity - order.executed), this.state.account(order.account).taker);
    const rest = this.equity(order.account, asset) - (this.used(order.account, asset) - this.marginOf(order.account, market)) - without;
    return rest >= more + fee;
  }

  /** Holds an order to what it may reduce; a reduce-only order that is larger becomes as large as the position. */
  cut(order: VenueOrder): void {
    const position = this.position(order.account, order.symbol);
    const most = closable(position, order.side);
    if (most === 0n) throw new Refusal(position.size === 0n ? 'nothing to reduce' : 'would not reduce');
    order.quantity = least(order.quantity, most);
  }

  /** How much of an open order may trade now. */
  tradable(order: VenueOrder): bigint {
    if (!order.reduceOnly) return remaining(order);
    return least(remaining(order), closable(this.position(order.account, order.symbol), order.side));
  }

  /** Settles one side of a trade and answers what its closing earned. */
  settle(order: VenueOrder, price: bigint, quantity: bigint, commission: bigint): bigint {
    const account = this.state.account(order.account);
    const { settle } = this.state.market(order.symbol).rules.contract!;
    const position = account.positions.get(order.symbol) ?? { ...FLAT };
    const profit = this.booked(trade(position, order.side, price, quantity));
    account.positions.set(order.symbol, position);
    account.settle(settle, profit - commission);
    this.state.clearing.settle(settle, -profit);
    this.state.fees.settle(settle, commission);
    return profit;
  }

  setLeverage(account: number, symbol: string, leverage: number): void {
    const { rules } = this.state.market(symbol);
    const most = rules.contract?.tiers[0]!.leverage ?? 0;
    if (!Number.isSafeInteger(leverage) || leverage < 1 || leverage > most) throw new Refusal('bad leverage');
    const holder = this.state.account(account);
    const before = holder.leverages.get(symbol);
    holder.leverages.set(symbol, leverage);
    const asset = rules.contract!.settle;
    if (leverage >= (before ?? FIRST_LEVERAGE) || this.equity(account, asset) >= this.used(account, asset)) return;
    if (before === undefined) holder.leverages.delete(symbol);
    else holder.leverages.set(symbol, before);
    throw new Refusal('insufficient balance');
  }

  /** Pays funding on every position of a contract: a long pays a rate above zero, a short receives it. The rate in units, signed. */
  fund(symbol: string, rate: bigint): void {
    const { rules, mark } = this.state.market(symbol);
    const { settle } = rules.contract!;
    const time = this.state.clock.now();
    for (const account of this.state.accounts.values()) {
      const { size } = account.positions.get(symbol) ?? FLAT;
      if (size === 0n) continue;
      const amount = this.booked(-(size * mark * rate) / (ONE * ONE));
      account.settle(settle, amount);
      this.state.clearing.settle(settle, -amount);
      this.state.noteFunding(account, { symbol, size, rate, mark, amount, time });
    }
  }

  /** An amount as the venue's books have it. */
  booked(amount: bigint): bigint {
    return amount - (amount % this.state.contractStep);
  }

  /** Tells an account what it holds of a contract after a fill. */
  tell(order: VenueOrder, fill: Fill): void {
    const account = this.state.account(order.account);
    const { size, cost } = this.position(order.account, order.symbol);
    if (!account.house)
      this.state.tellContract({ kind: 'position', account: account.id, time: fill.time, symbol: order.symbol, size, cost });
  }

  /** What a position and the orders of its contract need: the position at the mark, and of the orders what they could open beyond it. */
  private marginOf(account: number, market: Market, extra: Wanted | null = null, without = -1): bigint {
    const { name } = market.rules;
    const position = this.position(account, name);
    let value = magnitude(magnitudeSigned(position.size, market.mark));
    const closing = { BUY: closable(position, 'BUY'), SELL: closable(position, 'SELL') };
    const open = this.state.account(account).house ? [] : this.state.openOrders(account);
    const orders: Wanted[] = open.filter((order) => order.symbol === name && order.id !== without && isOpen(order));
    for (const order of extra === null ? orders : [...orders, extra]) {
      if (order.reduceOnly || this.waits(order)) continue;
      const left = order.quantity - order.executed;
      const closes = least(left, closing[order.side]);
      closing[order.side] -= closes;
      value += times(this.priceOf(market, order), left - closes);
    }
    const leverage = BigInt(this.leverage(account, name));
    return (value + leverage - 1n) / leverage;
  }

  private waits({ type, workingAt }: Wanted): boolean {
    return this.state.waitersHoldNothing && isTriggered(type) && workingAt < 0;
  }

  /** What an order may open at, at the dearest: a sale below the market trades at the market. */
  private priceOf(market: Market, { side, type, price, stopPrice }: Wanted): bigint {
    if (isLimited(type)) return side === 'BUY' ? price : most(price, market.bids.best ?? price);
    if (isTriggered(type)) return stopPrice;
    return market.against(side).best ?? market.mark;
  }

  private settledIn(asset: string): readonly Market[] {
    return this.state.contractMarkets.filter(({ rules }) => rules.contract?.settle === asset);
  }
}

function magnitudeSigned(size: bigint, price: bigint): bigint {
  return signed(size < 0n ? 'SELL' : 'BUY', times(price, magnitude(size)));
}

/** An account's positions that are open, by symbol. */
export function openPositions(account: Account): readonly (readonly [string, Readonly<ContractPosition>])[] {
  return [...account.positions].filter(([, { size }]) => size !== 0n);
}

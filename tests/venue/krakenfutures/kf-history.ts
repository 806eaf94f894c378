import type { FundingPayment, UserEvent } from '../core/events.ts';
import type { Fill, VenueOrder } from '../core/order.ts';
import type { ExchangeState, VenueNow } from '../core/state.ts';
import type { SymbolRules } from '../core/symbol.ts';
import { isTriggered } from '../core/order.ts';
import { CONTRACT_ASSET, type Json, iso, kfExecutionId, kfNumber, kfSymbol, kfText } from './kf-desk.ts';
import { eventOrderJson, eventTriggerJson, fillType, isWaiting } from './kf-order.ts';

type Kind = 'orders' | 'triggers' | 'executions';

interface Event {
  readonly account: number;
  readonly time: number;
  /** When it happened by a clock that nobody sets. */
  readonly since: number;
  readonly tradeable: string;
  readonly event: Json;
}

/** A row of an account's log. */
export interface LogRow {
  readonly time: number;
  readonly since: number;
  readonly json: Json;
  /** Funding that waits for the trade that it is paid with. */
  readonly due?: bigint;
}

const REASONS: Readonly<Partial<Record<string, string>>> = { CANCELED: 'cancelled_by_user', EXPIRED: 'would_not_execute' };
const LOGGED = { normal: 'futures trade', liquidation: 'futures liquidation', adl: 'futures unwind counterparty' } as const;

/** Everything that has happened to an account's orders and money, as the venue's own service of history tells it. */
export class KfHistory {
  private readonly state: ExchangeState;
  private readonly clock: VenueNow;
  private readonly events: Readonly<Record<Kind, Event[]>> = { orders: [], triggers: [], executions: [] };
  private readonly logs = new Map<number, LogRow[]>();
  private readonly cash = new Map<number, bigint>();
  /** How far behind the venue it is, ms. */
  lagMs = 0;
  /** Fills have other ids than the executions of the history and of the log. */
  apart = false;
  /** Nothing tells that what is left of an order that takes at once is gone. */
  silentEnds = false;
  /** What is paid now is paid with the trade that comes at the same instant. */
  withTrade = false;

  constructor(state: ExchangeState, clock: VenueNow) {
    this.state = state;
    this.clock = clock;
    state.onUser((event) => this.heard(event));
    state.onContract((event) => {
      if (event.kind === 'funding') this.funded(event.account, event.payment);
    });
  }

  /** Events of a kind that are shown by now, oldest first: what was shown once stays so, whatever the venue's clock is set to. */
  of(kind: Kind, account: number): readonly Event[] {
    return this.events[kind].filter((event) => event.account === account && this.isShown(event));
  }

  logOf(account: number): readonly LogRow[] {
    return (this.logs.get(account) ?? []).filter((row) => this.isShown(row));
  }

  private isShown({ since }: Pick<Event, 'since'>): boolean {
    return since + this.lagMs <= this.clock.now();
  }

  private heard(event: UserEvent): void {
    if (event.kind === 'transfer' && event.asset === CONTRACT_ASSET) this.moved(event.account, event.delta);
    if (event.kind !== 'execution') return;
    const { rules } = this.state.market(event.order.symbol);
    if (rules.contract === null) return;
    if (event.fill !== null) this.traded(event.order, event.fill, rules);
    this.ordered(event, rules);
  }

  private ordered({ order, execution, time, account }: Extract<UserEvent, { kind: 'execution' }>, rules: SymbolRules): void {
    const add = (kind: Kind, name: string, told: Json) =>
      this.events[kind].push({ account, time, since: this.clock.now(), tradeable: kfSymbol(rules), event: { [name]: told } });
    const trigger = eventTriggerJson(order, rules);
    if (isWaiting(order)) {
      if (execution === 'NEW') add('triggers', 'OrderTriggerPlaced', { order: trigger, reason: 'new_user_order' });
      else if (execution === 'REPLACED') add('triggers', 'OrderTriggerUpdated', { newOrderTrigger: trigger, reason: 'edited_by_user' });
      else add('triggers', 'OrderTriggerCancelled', { order: trigger, reason: REASONS[execution] ?? '' });
      return;
    }
    const told = eventOrderJson(order, rules);
    if (this.silentEnds && execution === 'EXPIRED' && order.executed > 0n && told['orderType'] === 'IoC') return;
    if (execution === 'NEW') {
      if (isTriggered(order.type)) add('triggers', 'OrderTriggerActivated', { order: trigger });
      add('orders', 'OrderPlaced', { order: told, reason: 'new_user_order', reducedQuantity: '', algoId: '' });
    } else if (execution === 'TRADE' || execution === 'REPLACED') {
      const reason = execution === 'REPLACED' ? 'edited_by_user' : order.status === 'FILLED' ? 'full_fill' : 'partial_fill';
      add('orders', 'OrderUpdated', { newOrder: told, reason });
    } else if (order.expiry === 'SELF_TRADE')
      add('orders', 'OrderRejected', { order: told, orderError: 'WOULD_EXECUTE_SELF', reason: 'would_execute_self' });
    else add('orders', 'OrderCancelled', { order: told, reason: REASONS[execution] ?? '' });
  }

  private traded(order: Readonly<VenueOrder>, fill: Fill, rules: SymbolRules): void {
    const { account } = order;
    const uid = kfExecutionId(rules.name, fill.tradeId);
    const execution = {
      uid,
      order: eventOrderJson(order, rules),
      timestamp: fill.time,
      quantity: kfText(fill.quantity),
      price: kfText(fill.price),
      markPrice: kfText(fill.price),
      limitFilled: !fill.maker,
      executionType: fillType(order, fill),
      usdValue: kfText(fill.quote),
      orderData: { fee: kfText(fill.commission), positionSize: '' },
    };
    this.events.executions.push({
      ...{ account, time: fill.time, since: this.clock.now(), tradeable: kfSymbol(rules) },
      event: { execution: { execution, takerReducedQuantity: '' } },
    });
    const contract = kfSymbol(rules).toLowerCase();
    const due = this.takeDue(account, contract, fill.time);
    const row = {
      contract,
      execution: uid,
      info: LOGGED[order.forced ?? 'normal'],
      trade_price: kfNumber(fill.price),
      margin_account: 'flex',
    };
    // The size that was traded stands in a row of its own.
    this.log(account, fill.time, { ...row, asset: contract, old_balance: 0, new_balance: kfNumber(fill.quantity), fee: null });
    const [before, after] = this.moved(account, due + fill.profit - fill.commission);
    this.log(account, fill.time, {
      ...row,
      asset: CONTRACT_ASSET.toLowerCase(),
      fee: kfNumber(fill.commission),
      realized_pnl: fill.profit === 0n ? null : kfNumber(fill.profit),
      realized_funding: due === 0n ? null : kfNumber(due),
      old_balance: kfNumber(before),
      new_balance: kfNumber(after),
    });
  }

  private funded(account: number, { symbol, amount, rate, time }: FundingPayment): void {
    const [before, after] = this.moved(account, amount);
    this.log(account, time, {
      asset: CONTRACT_ASSET.toLowerCase(),
      contract: kfSymbol(this.state.market(symbol).rules).toLowerCase(),
      execution: null,
      info: 'funding rate change',
      margin_account: 'flex',
      fee: 0,
      funding_rate: kfNumber(rate),
      realized_pnl: null,
      realized_funding: kfNumber(amount),
      old_balance: kfNumber(before),
      new_balance: kfNumber(after),
    });
    const rows = this.logs.get(account)!;
    if (this.withTrade) rows.push({ ...rows.pop()!, due: amount });
  }

  /** Funding of a contract that came due at this instant, which then has no row of its own. */
  private takeDue(account: number, contract: string, time: number): bigint {
    const rows = this.logs.get(account);
    const last = rows?.at(-1);
    if (last?.due === undefined || last.time !== time || last.json['contract'] !== contract) return 0n;
    rows?.pop();
    this.moved(account, -last.due);
    return last.due;
  }

  private moved(account: number, amount: bigint): readonly [before: bigint, after: bigint] {
    const before = this.cash.get(account) ?? 0n;
    this.cash.set(account, before + amount);
    return [before, before + amount];
  }

  private log(account: number, time: number, row: Json): void {
    const rows = this.logs.get(account) ?? [];
    this.logs.set(account, rows);
    const id = rows.length + 1;
    rows.push({ time, since: this.clock.now(), json: { id, date: iso(time), booking_uid: `b${String(id)}`, ...row } });
  }
}

import type { Fill } from '../../../src-shared/domain/fill.ts';
import { directionOf, type IdentifiedOrder } from '../../../src-shared/domain/order.ts';
import { isFinalState } from '../../../src-shared/domain/order-state.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';
import type { EndReason, ExecutionReport, VenueOrderStatus } from '../../ports/execution-venue.ts';
import type { FeeLots } from '../../ports/ledger.ts';
import { FillRecord } from '../accounting/fill-record.ts';
import type { AccountState } from './account.ts';
import type { Amendments } from './amendments.ts';
import type { EngineConfig } from './engine-config.ts';
import { FEE_COINS_MEMORY, type FeeCoins } from './fee-coins.ts';
import type { OrderDesk } from './order-desk.ts';
import { isBracketLeg, type OpenOrder } from './order-register.ts';
import { settleProfit } from './settled-profit.ts';

/** Told of every fill that was booked, after the account is up to date. */
export type FillListener = (entry: OpenOrder, fill: Fill, feeLots: readonly FeeLots[]) => void;

const NO_FEE_LOTS: readonly FeeLots[] = [];

/** An order with the venue's answer about it. */
interface Answer {
  readonly entry: OpenOrder;
  readonly status: VenueOrderStatus | null;
}

/** What the executions tell the engine. */
export interface ExecutionListeners {
  readonly onFill: FillListener;
  /** Every order that a start asked about has been answered; whether an answer is still to be booked. */
  readonly onRecovered: (news: boolean) => void;
}

/** Takes the venue's reports: what they prove is booked, what they leave open stays in doubt. */
export class Executions {
  /** Orders whose fate the start still asks the venue for. */
  readonly unsettled = new Set<string>();
  private readonly config: EngineConfig;
  private readonly account: AccountState;
  private readonly desk: OrderDesk;
  private readonly amendments: Amendments;
  private readonly feeCoins: FeeCoins;
  private readonly listeners: ExecutionListeners;
  /** What a start's questions have brought so far: it is acted on when all of it is known. */
  private readonly answers: Answer[] = [];

  constructor(
    config: EngineConfig,
    parts: { readonly account: AccountState; readonly desk: OrderDesk; readonly amendments: Amendments; readonly feeCoins: FeeCoins },
    listeners: ExecutionListeners,
  ) {
    this.config = config;
    this.account = parts.account;
    this.desk = parts.desk;
    this.amendments = parts.amendments;
    this.feeCoins = parts.feeCoins;
    this.listeners = listeners;
  }

  handle(report: ExecutionReport): void {
    const entry = this.account.orders.get(report.order);
    if (report.kind === 'adopted') {
      if (entry === undefined) this.desk.adopt(report.made);
      return;
    }
    // An order this session never made is not ours to book.
    if (entry === undefined) return;
    switch (report.kind) {
      case 'fill':
        // Fills of an answer that still waits for the others came before this one.
        for (const fill of this.heldFills(entry)) this.book(entry, fill, false);
        this.book(entry, report.fill, report.remaining === 0);
        this.conclude(entry);
        return;
      case 'status':
        this.onAnswer({ entry, status: report.status });
        return;
      case 'cancel-refused':
        entry.cancelReason = null;
        return;
      case 'triggered':
        return;
      case 'trigger-moved':
        this.amendments.follow(entry, report.triggerTicks);
        return;
      case 'amended':
        this.amendments.amended(entry, report.number, report.terms);
        return;
      case 'amend-refused':
        this.amendments.refused(entry, report.number, report.reason);
        return;
      default:
        this.handleState(entry, report);
        this.conclude(entry);
    }
  }

  private heldFills(entry: OpenOrder): readonly Fill[] {
    return this.answers.find((answer) => answer.entry === entry)?.status?.fills ?? [];
  }

  /** An order that ends while a start asks for it needs no answer any more, and may get none. */
  private conclude(entry: OpenOrder): void {
    if (isFinalState(entry.state) && this.unsettled.delete(entry.order.id)) this.recovered();
  }

  /** A timer of the desk: `answer:ID` when a sent order stayed silent, `query:ID` when a question did. */
  handleTimer(kind: string, entry: OpenOrder): void {
    if (kind === 'answer' && (entry.state === 'submitted' || entry.state === 'recorded')) {
      this.desk.transition(entry, 'no-answer', null);
      this.desk.query(entry.order.id);
    } else if (kind === 'amend' ? entry.pending !== null : kind === 'query' && this.isOpenQuestion(entry)) this.desk.query(entry.order.id);
  }

  private isOpenQuestion(entry: OpenOrder): boolean {
    return entry.state === 'in-doubt' || entry.pending !== null || this.unsettled.has(entry.order.id);
  }

  private handleState(
    entry: OpenOrder,
    report: Extract<ExecutionReport, { kind: 'acknowledged' | 'rejected' | 'cancelled' | 'expired' | 'no-answer' }>,
  ): void {
    if (isFinalState(entry.state)) return;
    switch (report.kind) {
      case 'acknowledged':
        this.desk.transition(entry, 'acknowledge', null);
        return;
      case 'rejected':
        this.end(entry, entry.state === 'acknowledged' ? 'cancel' : 'reject', report.reason);
        return;
      case 'cancelled':
        this.end(entry, 'cancel', report.reason);
        return;
      case 'expired':
        this.end(entry, 'expire', report.reason);
        return;
      case 'no-answer':
        this.desk.transition(entry, 'no-answer', null);
        this.desk.query(entry.order.id);
    }
  }

  /** While a start asks, answers wait for each other: what follows from one must not be judged without the others. */
  private onAnswer(answer: Answer): void {
    if (!this.unsettled.delete(answer.entry.order.id)) {
      this.settle(answer, false);
      return;
    }
    this.answers.push(answer);
    this.recovered();
  }

  /** Every question of a start is answered. */
  private recovered(): void {
    if (this.unsettled.size > 0) return;
    const answers = this.answers.splice(0);
    // What was decided before is sent before anything that the news leads to.
    const news = answers.filter(hasNews);
    this.listeners.onRecovered(news.length > 0);
    for (const old of answers) if (!news.includes(old)) this.settle(old, true);
    for (const fresh of news) this.settle(fresh, true);
  }

  /** The venue's answer to "what became of it": fills that are not booked yet, then where it stands; or the proof that it never arrived. */
  private settle({ entry, status }: Answer, starting: boolean): void {
    if (status === null) {
      this.settleUnseen(entry, starting);
      return;
    }
    const news = status.fills.filter(({ id }) => !entry.fillIds.includes(id));
    for (const fill of news) this.book(entry, fill, status.state === 'filled' && fill === news.at(-1));
    if (isFinalState(entry.state)) return;
    this.amendments.settle(entry, status, starting);
    if (status.state === 'working') {
      this.desk.transition(entry, entry.filledLots > 0 && entry.state !== 'partially-filled' ? 'partial-fill' : 'acknowledge', null);
      // The request may have died with the last run; a second one ends nothing twice.
      if (entry.cancelReason !== null) this.desk.sendCancel(entry, entry.cancelReason);
    } else if (status.state === 'cancelled') this.end(entry, 'cancel', status.reason);
    else if (status.state === 'expired') this.end(entry, 'expire', status.reason);
    else if (status.state === 'rejected') this.end(entry, entry.state === 'acknowledged' ? 'cancel' : 'reject', status.reason);
  }

  private end(entry: OpenOrder, event: 'cancel' | 'expire' | 'reject', reason: EndReason | null): void {
    this.amendments.ended(entry);
    this.desk.transition(entry, event, reason);
  }

  private settleUnseen(entry: OpenOrder, starting: boolean): void {
    if (isFinalState(entry.state)) return;
    const { order } = entry;
    // A real venue's proof is by its own clock, and no order is sent on prices of before a restart.
    const proven = this.config.reconciles === true || this.account.time - order.decidedAt > this.config.receiveWindowMs;
    if (proven) this.desk.transition(entry, 'expire', 'never-sent');
    else if (starting && entry.state === 'recorded' && entry.cancelReason === null) this.desk.sendRecorded(entry);
    else {
      // Within the window it may still arrive.
      if (entry.state !== 'in-doubt') this.desk.transition(entry, 'no-answer', null);
      // The request to end it may have died with the last run; it arrives after the order, wherever that is.
      if (starting && entry.cancelReason !== null) this.desk.sendCancel(entry, entry.cancelReason);
      this.desk.queryAfterWindow(order);
    }
  }

  private book(entry: OpenOrder, fill: Fill, complete: boolean): void {
    if (entry.fillIds.includes(fill.id)) return;
    entry.fillIds = entry.fillIds.length === 0 ? [fill.id] : [...entry.fillIds, fill.id];
    const { order } = entry;
    const { account } = this;
    const instrument = account.instruments[order.instrument];
    invariant(instrument !== undefined, 'an order names an instrument of the session');
    const direction = directionOf(order.side);
    const notional = instrument.notional(fill.ticks, fill.lots);
    const money = { notional, fee: fill.fee };
    const realised = account.positions.apply(order.instrument, direction * fill.lots, money, fill.time);
    const { base, quote, settle } = instrument.spec;
    if (instrument.margin !== null) {
      if (realised !== null) account.balances.add(settle, realised);
    } else {
      account.balances.add(base, instrument.sizeOf(direction * fill.lots));
      if (direction === 1) account.balances.sub(quote, notional);
      else account.balances.add(quote, notional);
    }
    if (fill.paid === undefined) account.balances.sub(settle, fill.fee);
    else for (const { asset, amount } of fill.paid) account.balances.sub(asset, amount);
    // What opened something here may have closed something there, where fills were heard in another order.
    if (fill.profit !== undefined)
      settleProfit(account, this.desk.effects, { asset: settle, amount: fill.profit.sub(realised ?? Decimal.ZERO), time: fill.time });
    account.sync(order.instrument);
    const feeLots = this.payFee(order, fill);
    const slippageBps = order.decisionTicks > 0 ? (direction * (fill.ticks - order.decisionTicks) * 10_000) / order.decisionTicks : null;
    const fields = { fill, origin: order.origin, side: order.side, notional, realised, slippageBps };
    this.desk.effects.records.push(new FillRecord(instrument, feeLots.length === 0 ? fields : { ...fields, feeLots }));
    entry.filledLots += fill.lots;
    account.orders.noteFill(entry, fill.lots);
    for (const { instrument: holder, lots } of feeLots) if (holder === order.instrument) account.orders.noteFeeLots(entry, lots);
    if (order.quoteAmount !== null) entry.worstLots = Math.max(entry.worstLots, entry.filledLots);
    this.wakeLegs(entry, feeLots.length > 0);
    if (complete) this.amendments.ended(entry);
    this.desk.transition(entry, complete ? 'fill' : 'partial-fill', null);
    this.listeners.onFill(entry, fill, feeLots);
  }

  /** What positions give up for a fee that was not taken in the settle asset. */
  private payFee(order: IdentifiedOrder, fill: Fill): readonly FeeLots[] {
    if (fill.paid === undefined) return NO_FEE_LOTS;
    const feeLots = this.feeCoins.take(order, fill);
    const memory = this.feeCoins.changedMemory();
    if (memory !== null) this.desk.effects.records.push({ kind: 'strategy-memory', instance: FEE_COINS_MEMORY, memory });
    return feeLots;
  }

  /** The legs of a bracket protect what their entry has filled, less what its fees took. */
  private wakeLegs({ order: { group } }: OpenOrder, feeTookLots: boolean): void {
    const { orders } = this.account;
    if (group !== null && (group.role === 'entry' || feeTookLots))
      for (const other of orders.members(group.id)) if (isBracketLeg(other.order)) other.worstLots = orders.worstOf(other);
  }
}

/** Whether an answer says more than the ledger knew: a fill that is not booked, or an end. */
function hasNews({ entry, status }: Answer): boolean {
  if (status === null) return false;
  return status.state !== 'working' || status.fills.reduce((lots, fill) => lots + fill.lots, 0) > entry.filledLots;
}

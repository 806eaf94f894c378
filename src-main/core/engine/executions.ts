import type { Fill } from '../../../src-shared/domain/fill.ts';
import { directionOf } from '../../../src-shared/domain/order.ts';
import { FINAL_STATES } from '../../../src-shared/domain/order-state.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';
import type { ExecutionReport, VenueOrderStatus } from '../../ports/execution-venue.ts';
import { FillRecord } from '../accounting/fill-record.ts';
import type { AccountState } from './account.ts';
import type { EngineConfig } from './engine-config.ts';
import type { OrderDesk } from './order-desk.ts';
import type { OpenOrder } from './order-register.ts';

/** Told of every fill that was booked, after the account is up to date. */
export type FillListener = (entry: OpenOrder, fill: Fill) => void;

/** Takes the venue's reports: what they prove is booked, what they leave open stays in doubt. */
export class Executions {
  /** Orders whose fate the start still asks the venue for. */
  readonly unsettled = new Set<string>();
  private readonly config: EngineConfig;
  private readonly account: AccountState;
  private readonly desk: OrderDesk;
  private readonly onFill: FillListener;

  constructor(config: EngineConfig, account: AccountState, desk: OrderDesk, onFill: FillListener) {
    this.config = config;
    this.account = account;
    this.desk = desk;
    this.onFill = onFill;
  }

  handle(report: ExecutionReport): void {
    const entry = this.account.orders.get(report.order);
    // An order this session never made is not ours to book.
    if (entry === undefined) return;
    switch (report.kind) {
      case 'fill':
        this.book(entry, report.fill, report.remaining === 0);
        return;
      case 'status':
        this.settleDoubt(entry, report.status);
        return;
      case 'cancel-refused':
        entry.cancelAsked = false;
        return;
      case 'triggered':
        return;
      default:
        this.handleState(entry, report);
    }
  }

  /** A timer of the desk: `answer:ID` when a sent order stayed silent, `query:ID` when a question did. */
  handleTimer(kind: string, entry: OpenOrder): void {
    if (kind === 'answer' && (entry.state === 'submitted' || entry.state === 'recorded')) {
      this.desk.transition(entry, 'no-answer', null);
      this.desk.query(entry.order.id);
    } else if (kind === 'query' && (entry.state === 'in-doubt' || this.unsettled.has(entry.order.id))) this.desk.query(entry.order.id);
  }

  private handleState(
    entry: OpenOrder,
    report: Extract<ExecutionReport, { kind: 'acknowledged' | 'rejected' | 'cancelled' | 'expired' | 'no-answer' }>,
  ): void {
    if (FINAL_STATES.has(entry.state)) return;
    switch (report.kind) {
      case 'acknowledged':
        this.desk.transition(entry, 'acknowledge', null);
        return;
      case 'rejected':
        this.desk.transition(entry, entry.state === 'acknowledged' ? 'cancel' : 'reject', report.reason);
        return;
      case 'cancelled':
        this.desk.transition(entry, 'cancel', report.reason);
        return;
      case 'expired':
        this.desk.transition(entry, 'expire', report.reason);
        return;
      case 'no-answer':
        this.desk.transition(entry, 'no-answer', null);
        this.desk.query(entry.order.id);
    }
  }

  /** The venue's answer to "what became of it": fills that are not booked yet, then where it stands; or the proof that it never arrived. */
  private settleDoubt(entry: OpenOrder, status: VenueOrderStatus | null): void {
    const wasStarting = this.unsettled.has(entry.order.id);
    if (status === null) {
      this.settleUnseen(entry, wasStarting);
      return;
    }
    this.unsettled.delete(entry.order.id);
    let seen = 0;
    for (const fill of status.fills) {
      seen += fill.lots;
      if (seen > entry.filledLots) this.book(entry, fill, status.state === 'filled' && fill === status.fills.at(-1));
    }
    if (FINAL_STATES.has(entry.state)) return;
    if (status.state === 'working') {
      this.desk.transition(entry, entry.filledLots > 0 ? 'partial-fill' : 'acknowledge', null);
      if (entry.cancelAsked) {
        entry.cancelAsked = false;
        this.desk.cancel(entry, 'user');
      }
    } else if (status.state === 'cancelled') this.desk.transition(entry, 'cancel', status.reason);
    else if (status.state === 'expired') this.desk.transition(entry, 'expire', status.reason);
    else if (status.state === 'rejected') this.desk.transition(entry, 'reject', status.reason);
  }

  private settleUnseen(entry: OpenOrder, wasStarting: boolean): void {
    if (FINAL_STATES.has(entry.state)) return;
    const age = this.account.time - entry.order.decidedAt;
    if (wasStarting && entry.filledLots === 0 && age <= this.config.receiveWindowMs) {
      this.unsettled.delete(entry.order.id);
      this.desk.sendRecorded(entry);
    } else if (age > this.config.receiveWindowMs) {
      this.unsettled.delete(entry.order.id);
      this.desk.transition(entry, 'expire', 'never-sent');
    }
    // Within the window it may still arrive: the query's own timer asks again.
  }

  private book(entry: OpenOrder, fill: Fill, complete: boolean): void {
    const { order } = entry;
    const { account } = this;
    const instrument = account.instruments[order.instrument];
    invariant(instrument !== undefined, 'an order names an instrument of the session');
    const direction = directionOf(order.side);
    const notional = instrument.notional(fill.ticks, fill.lots);
    const money = { notional, fee: fill.fee };
    const realised = account.positions.apply(order.instrument, direction * fill.lots, money, fill.time);
    const { base, quote, settle } = instrument.spec;
    account.balances.add(base, instrument.sizeOf(direction * fill.lots));
    if (direction === 1) account.balances.sub(quote, notional);
    else account.balances.add(quote, notional);
    account.balances.sub(settle, fill.fee);
    account.sync(order.instrument);
    const slippageBps = order.decisionTicks > 0 ? (direction * (fill.ticks - order.decisionTicks) * 10_000) / order.decisionTicks : null;
    this.desk.effects.records.push(
      new FillRecord(instrument, { fill, origin: order.origin, side: order.side, notional, realised, slippageBps }),
    );
    entry.filledLots += fill.lots;
    if (order.quoteAmount !== null) entry.worstLots = Math.max(entry.worstLots, entry.filledLots);
    this.wakeLegs(entry, fill.lots);
    this.desk.transition(entry, complete ? 'fill' : 'partial-fill', null);
    this.onFill(entry, fill);
  }

  /** The legs of a bracket protect what their entry has filled. */
  private wakeLegs(entry: OpenOrder, lots: number): void {
    const { group } = entry.order;
    if (group?.role !== 'entry') return;
    for (const other of this.account.orders.all()) {
      if (other !== entry && other.order.group?.id === group.id) other.worstLots = Math.min(other.order.lots, other.worstLots + lots);
    }
  }
}

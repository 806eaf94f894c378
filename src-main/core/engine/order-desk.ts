import type { IdentifiedOrder, OrderIntent } from '../../../src-shared/domain/order.ts';
import type { OrderState } from '../../../src-shared/domain/order-state.ts';
import { askedTerms } from '../../../src-shared/domain/shown-terms.ts';
import { isFinalState, nextOrderState, type OrderEvent } from '../../../src-shared/domain/order-state.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { ClientOrderId } from '../../../src-shared/kernel/ids.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';
import type { ApprovedOrder } from '../../ports/approved-order.ts';
import type { EndReason } from '../../ports/execution-venue.ts';
import { approve, approveGroup, approveLeg, reapprove } from '../risk/gate.ts';
import { reserveOf } from '../risk/judged.ts';
import type { Refusal } from '../risk/refusal.ts';
import type { AccountState } from './account.ts';
import type { Effects } from './effects.ts';
import type { EngineConfig, OrderSource } from './engine-config.ts';
import type { GateView } from './gate-view.ts';
import type { OpenOrder } from './order-register.ts';

const NO_FILLS: readonly string[] = [];
/** Two orders that are judged together. */
const BOTH = { count: 2, reference: 0 } as const;

/** Takes intents through the gate into the ledger and on their way, and keeps the state of each order. */
export class OrderDesk {
  /** Set by the engine at the begin of each step. */
  effects: Effects;
  private readonly config: EngineConfig;
  private readonly account: AccountState;
  private readonly gate: GateView;

  constructor(config: EngineConfig, account: AccountState, gate: GateView, effects: Effects) {
    this.config = config;
    this.account = account;
    this.gate = gate;
    this.effects = effects;
  }

  /** The id of an order. */
  idOf(instrument: number, source: OrderSource): ClientOrderId {
    const traded = this.account.instruments[instrument];
    invariant(traded !== undefined, 'an intent names an instrument of the session');
    return this.config.orderId(traded, source);
  }

  /** Gives an intent its identity. */
  identify(intent: OrderIntent, source: OrderSource): IdentifiedOrder {
    const { market, time } = this.account;
    return {
      instrument: intent.instrument,
      side: intent.side,
      type: intent.type,
      lots: intent.lots,
      quoteAmount: intent.quoteAmount,
      limitTicks: intent.limitTicks,
      triggerTicks: intent.triggerTicks,
      trailTicks: intent.trailTicks,
      timeInForce: intent.timeInForce,
      expiresAt: intent.expiresAt,
      postOnly: intent.postOnly,
      reduceOnly: intent.reduceOnly,
      group: intent.group,
      id: this.idOf(intent.instrument, source),
      origin: source.origin,
      tag: null,
      decidedAt: utcMs(time),
      decisionTicks: market.markTicks[intent.instrument] ?? 0,
    };
  }

  /** One order: recorded and sent, or refused and recorded as such. */
  place(order: IdentifiedOrder): Refusal | null {
    const approval = approve(order, this.gate);
    if (!approval.ok) {
      this.refuse(order, approval.refusal);
      return approval.refusal;
    }
    this.record(approval.order);
    return null;
  }

  /** Two orders of which neither is wanted without the other: both are recorded and sent, or a refusal is recorded. The second one is judged as if the first were out. */
  placeBoth(first: IdentifiedOrder, second: IdentifiedOrder): boolean {
    const one = approve(first, this.gate, BOTH);
    if (!one.ok) {
      this.refuse(first, one.refusal);
      return false;
    }
    const other = this.account.orders.besides(this.open(first, 'submitted', 0), () => approve(second, this.gate));
    if (!other.ok) {
      this.refuse(second, other.refusal);
      return false;
    }
    this.record(one.order);
    this.record(other.order);
    return true;
  }

  /** An entry with its legs: all of them, or none. */
  placeGroup(entry: IdentifiedOrder, legs: readonly IdentifiedOrder[]): Refusal | null {
    const approval = approveGroup(entry, legs, this.gate);
    if (!approval.ok) {
      this.refuse(entry, approval.refusal);
      return approval.refusal;
    }
    for (const order of approval.orders) this.record(order);
    return null;
  }

  /** One more leg for the orders that protect a position; the others, which share its size, are not counted against it. `lots` is what it could still fill. */
  placeLeg(leg: IdentifiedOrder, siblings: readonly OpenOrder[], lots: number): Refusal | null {
    const approval = this.account.orders.without(siblings, () => approveLeg(leg, lots, this.gate));
    if (approval.ok) this.record(approval.order);
    else this.refuse(leg, approval.refusal);
    return approval.ok ? null : approval.refusal;
  }

  /** Whether `placeLeg` would place it; a refusal is recorded. */
  checkLeg(leg: IdentifiedOrder, siblings: readonly OpenOrder[], lots: number): Refusal | null {
    const approval = this.account.orders.without(siblings, () => approveLeg(leg, lots, this.gate));
    if (approval.ok) return null;
    this.refuse(leg, approval.refusal);
    return approval.refusal;
  }

  /** Whether `place` would place it if these orders were gone; a refusal is recorded. */
  check(order: IdentifiedOrder, gone: readonly OpenOrder[]): Refusal | null {
    const approval = this.account.orders.without(gone, () => approve(order, this.gate));
    if (approval.ok) return null;
    this.refuse(order, approval.refusal);
    return approval.refusal;
  }

  refuse(order: IdentifiedOrder, refusal: Refusal): void {
    this.effects.records.push({
      kind: 'refusal',
      code: refusal.code,
      details: { ...refusal.details, ...askedTerms(order) },
      instrument: order.instrument,
      origin: order.origin,
      side: order.side,
      time: utcMs(this.account.time),
    });
  }

  cancel(entry: OpenOrder, reason: EndReason): void {
    if (entry.cancelReason !== null || !this.account.orders.isOpen(entry.order.id)) return;
    entry.cancelReason = reason;
    this.setState(entry, entry.state, null);
    this.sendCancel(entry, reason);
  }

  /** Asks the venue for the end of an order, whether or not it was asked before. */
  sendCancel(entry: OpenOrder, reason: EndReason): void {
    this.effects.actions.push({ kind: 'cancel', order: entry.order.id, reason });
  }

  query(id: ClientOrderId): void {
    this.effects.actions.push({ kind: 'query', order: id });
    this.arm(`query:${id}`, this.account.time);
  }

  /** Arms a timer of the answer's time from an instant on. */
  arm(timer: string, since: number): void {
    const { answerTimeoutMs } = this.config;
    if (answerTimeoutMs > 0) this.effects.timers.push({ timer, at: Math.max(this.account.time, since + answerTimeoutMs) });
  }

  /** Asks again when a venue that has not seen the order by then will not see it any more. */
  queryAfterWindow({ decidedAt, id }: Pick<IdentifiedOrder, 'decidedAt' | 'id'>): void {
    const at = Math.max(this.account.time, decidedAt + this.config.receiveWindowMs) + 1;
    this.effects.timers.push({ timer: `query:${id}`, at });
  }

  /** Sends an order for the first time that was recorded before a crash and that the venue proved never to have seen; ends it where trading has been stopped since. */
  sendRecorded(entry: OpenOrder): void {
    const approval = reapprove(entry.order, this.gate);
    if (!approval.ok) {
      this.transition(entry, 'expire', 'never-sent');
      return;
    }
    entry.state = 'submitted';
    this.effects.actions.push({ kind: 'submit', order: approval.order });
    this.awaitAnswer(entry.order);
  }

  /** Moves an order along the transition table and records where it got to. */
  transition(entry: OpenOrder, event: OrderEvent, reason: EndReason | null): void {
    const next = nextOrderState(entry.state, event);
    invariant(next !== null, `an order that is ${entry.state} cannot ${event}`);
    if (next === entry.state && event === 'acknowledge') return;
    this.setState(entry, next, reason);
  }

  private setState(entry: OpenOrder, state: OrderState, reason: EndReason | null): void {
    entry.state = state;
    this.effects.records.push({
      kind: 'order-state',
      order: entry.order.id,
      state,
      filledLots: entry.filledLots,
      reason: isFinalState(state) ? reason : entry.cancelReason,
      time: utcMs(this.account.time),
    });
    this.account.orders.settle(entry);
  }

  /** Takes over an order that works at the venue already. */
  adopt(order: IdentifiedOrder): void {
    this.effects.records.push({ kind: 'order', order });
    const entry = this.open(order, 'submitted', 0);
    this.account.orders.add(entry);
    this.transition(entry, 'acknowledge', null);
  }

  private record(order: ApprovedOrder): void {
    this.effects.records.push({ kind: 'order', order });
    this.effects.actions.push({ kind: 'submit', order });
    this.gate.noteOrder(order.decidedAt);
    this.account.orders.add(this.open(order, 'submitted', 0));
    this.awaitAnswer(order);
  }

  private awaitAnswer({ decidedAt, id }: IdentifiedOrder): void {
    this.arm(`answer:${id}`, decidedAt);
  }

  /** What is kept of an order while it is out: its worst case in lots and in money. */
  open(order: IdentifiedOrder, state: OrderState, filledLots: number): OpenOrder {
    const leg = order.group !== null && (order.group.role === 'stop' || order.group.role === 'target');
    const lots = order.quoteAmount === null ? order.lots : this.estimateLots(order);
    return {
      order,
      state,
      filledLots,
      fillIds: NO_FILLS,
      worstLots: leg ? 0 : lots,
      reserve: reserveOf(order, this.gate),
      cancelReason: null,
      amendments: 0,
      pending: null,
      pendingSince: 0,
    };
  }

  private estimateLots(order: IdentifiedOrder): number {
    const instrument = this.account.instruments[order.instrument];
    const ticks = order.decisionTicks;
    if (instrument === undefined || order.quoteAmount === null || ticks <= 0) return 0;
    return instrument.lotsForAmount(order.quoteAmount, ticks, Decimal.ZERO);
  }
}

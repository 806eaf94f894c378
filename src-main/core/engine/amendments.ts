import { termsOf, type IdentifiedOrder, type OrderTerms } from '../../../src-shared/domain/order.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';
import type { AmendRefusal, VenueOrderStatus } from '../../ports/execution-venue.ts';
import type { AmendmentState } from '../../ports/ledger.ts';
import { approveAmendment } from '../risk/gate.ts';
import { reserveOf } from '../risk/judged.ts';
import { validateIntent } from '../risk/validate-intent.ts';
import type { AccountState } from './account.ts';
import type { GateView } from './gate-view.ts';
import type { OrderDesk } from './order-desk.ts';
import { isProtective, type OpenOrder } from './order-register.ts';

/**
 * Gives open orders other terms. What is asked for is durable before the venue hears of it; the old terms hold until the venue has taken
 * the new ones, and until it has answered the account counts with the worse of the two.
 */
export class Amendments {
  private readonly account: AccountState;
  private readonly desk: OrderDesk;
  private readonly gate: GateView;

  constructor(account: AccountState, desk: OrderDesk, gate: GateView) {
    this.account = account;
    this.desk = desk;
    this.gate = gate;
  }

  /** Asks for other terms; the fault when they are wrong or the gate does not let them pass. */
  ask(entry: OpenOrder, change: Partial<OrderTerms>): Fault | null {
    const { order } = entry;
    const wrong = this.problem(entry, change);
    if (wrong !== null) return wrong;
    const terms: OrderTerms = { ...termsOf(order), ...change };
    const number = entry.amendments + 1;
    const absent = isProtective(order) && order.group !== null ? this.account.orders.members(order.group.id) : [entry];
    const approval = this.account.orders.without(absent, () =>
      approveAmendment(order, { terms, number, filledLots: entry.filledLots, reference: this.sleepingReference(order) }, this.gate),
    );
    if (!approval.ok) {
      this.desk.refuse({ ...order, ...terms }, approval.refusal);
      return new Fault(approval.refusal.code, approval.refusal.details);
    }
    entry.amendments = number;
    this.await(entry, terms);
    this.record(entry, 'asked', null);
    this.desk.effects.actions.push({ kind: 'amend', amendment: approval.amendment });
    this.desk.arm(`amend:${order.id}`);
    return null;
  }

  /** Takes up what was asked for before a restart and was not answered. */
  restore(entry: OpenOrder, pending: OrderTerms | null, amendments: number): void {
    entry.amendments = amendments;
    if (pending !== null) this.await(entry, pending);
  }

  /** The venue took the terms. */
  amended(entry: OpenOrder, number: number, terms: OrderTerms): void {
    if (entry.pending !== null && number === entry.amendments) {
      entry.pending = null;
      this.take(entry, terms);
      this.record(entry, 'amended', null);
    }
  }

  /** The venue did not: the old terms hold. */
  refused(entry: OpenOrder, number: number, reason: AmendRefusal): void {
    if (entry.pending === null || number !== entry.amendments) return;
    this.record(entry, 'refused', reason);
    entry.pending = null;
    this.take(entry, termsOf(entry.order));
  }

  /** A trailing stop's trigger has moved. */
  follow(entry: OpenOrder, triggerTicks: number): void {
    entry.order = { ...entry.order, triggerTicks };
  }

  /** The venue's word on an order settles what became of an amendment of it. */
  settle(entry: OpenOrder, status: VenueOrderStatus, final: boolean): void {
    if (entry.pending === null) {
      if (entry.order.type === 'trailing-stop' && status.terms.triggerTicks !== null) this.follow(entry, status.terms.triggerTicks);
      return;
    }
    if (status.amendment >= entry.amendments) this.amended(entry, entry.amendments, status.terms);
    else if (final || status.state !== 'working')
      this.refused(entry, entry.amendments, status.state === 'working' ? 'never-sent' : 'ended');
    else this.desk.queryAfterWindow({ id: entry.order.id, decidedAt: utcMs(entry.pendingSince) });
  }

  /** An order that has ended takes no terms any more. */
  ended(entry: OpenOrder): void {
    if (entry.pending !== null) this.refused(entry, entry.amendments, 'ended');
  }

  private problem(entry: OpenOrder, change: Partial<OrderTerms>): Fault | null {
    const { order, state } = entry;
    if (state === 'in-doubt' || entry.pending !== null) return new Fault('order.in-doubt', { order: order.id });
    if (entry.cancelReason !== null) return new Fault('order.closed', { order: order.id, state: 'being cancelled' });
    if (order.type === 'market' || order.quoteAmount !== null) return new Fault('order.not-amendable', { order: order.id });
    const instrument = this.account.instruments[order.instrument];
    invariant(instrument !== undefined, 'an order names an instrument of the session');
    const wanted = { ...order, ...change };
    const checked = validateIntent(wanted, instrument);
    if (!checked.ok) return checked.fault;
    if (wanted.lots <= entry.filledLots) {
      return new Fault('order.filled-beyond', { filled: `${instrument.sizeText(entry.filledLots)} ${instrument.spec.base}` });
    }
    if (wanted.expiresAt !== null && wanted.expiresAt <= this.account.time) {
      return new Fault('input.invalid', { field: 'good till', problem: 'It is in the past.' });
    }
    return null;
  }

  /** The price of the entry that a leg waits for, ticks; 0 for every other order. */
  private sleepingReference({ group }: IdentifiedOrder): number {
    if (group === null || group.role === 'entry') return 0;
    const entry = this.account.orders.members(group.id).find(({ order }) => order.group?.role === 'entry');
    return entry !== undefined && entry.filledLots === 0 ? (entry.order.limitTicks ?? entry.order.triggerTicks ?? 0) : 0;
  }

  /** From now on the account counts with the larger of both sizes and of both reserves. */
  private await(entry: OpenOrder, terms: OrderTerms): void {
    entry.pending = terms;
    entry.pendingSince = this.account.time;
    if (!this.isLeg(entry)) entry.worstLots = Math.max(entry.worstLots, terms.lots);
    const reserve = reserveOf({ ...entry.order, ...terms }, this.gate);
    if (reserve.compare(entry.reserve) > 0) entry.reserve = reserve;
  }

  private take(entry: OpenOrder, terms: OrderTerms): void {
    entry.order = { ...entry.order, ...terms };
    this.account.orders.resized(entry);
    entry.reserve = entry.order.side === 'buy' ? reserveOf(entry.order, this.gate) : Decimal.ZERO;
    entry.worstLots = this.isLeg(entry) ? Math.min(terms.lots, this.entryLots(entry.order)) : terms.lots;
  }

  private isLeg({ order }: OpenOrder): boolean {
    return order.group?.role === 'stop' || order.group?.role === 'target';
  }

  private entryLots({ group }: IdentifiedOrder): number {
    return group === null ? 0 : (this.account.orders.groupOf(group.id).entryLots ?? 0);
  }

  private record(entry: OpenOrder, state: AmendmentState, reason: AmendRefusal | null): void {
    const terms = entry.pending ?? termsOf(entry.order);
    const time = utcMs(this.account.time);
    this.desk.effects.records.push({ kind: 'amendment', order: entry.order.id, number: entry.amendments, state, terms, reason, time });
  }
}

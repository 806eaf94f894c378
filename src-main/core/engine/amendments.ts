import { termsOf, type IdentifiedOrder, type OrderTerms } from '../../../src-shared/domain/order.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';
import { utcMs } from '../../../src-shared/kernel/time.ts';
import type { AmendRefusal, VenueOrderStatus } from '../../ports/execution-venue.ts';
import type { ApprovedAmendment } from '../../ports/approved-order.ts';
import type { AmendmentState, PendingTerms } from '../../ports/ledger.ts';
import { approveAmendment, reapproveAmendment, type AskedTerms } from '../risk/gate.ts';
import { reserveOf } from '../risk/judged.ts';
import { expiryFault, validateIntent, wrongSide } from '../risk/validate-intent.ts';
import type { AccountState } from './account.ts';
import type { EngineConfig } from './engine-config.ts';
import type { GateView } from './gate-view.ts';
import type { OrderDesk } from './order-desk.ts';
import { isProtective, type OpenOrder } from './order-register.ts';

/** The terms beside the size. */
const PRICES = ['limitTicks', 'triggerTicks', 'trailTicks', 'expiresAt'] as const;

/**
 * Gives open orders other terms. What is asked for is durable before the venue hears of it; the old terms hold until the venue has taken
 * the new ones, and until it has answered the account counts with the worse of the two.
 */
export class Amendments {
  private readonly account: AccountState;
  private readonly desk: OrderDesk;
  private readonly gate: GateView;

  private readonly receiveWindowMs: number;

  constructor(config: EngineConfig, account: AccountState, desk: OrderDesk, gate: GateView) {
    this.receiveWindowMs = config.receiveWindowMs;
    this.account = account;
    this.desk = desk;
    this.gate = gate;
  }

  /** Asks for other terms; the fault when they are wrong or the gate does not let them pass. What is so already is not asked for. */
  ask(entry: OpenOrder, change: Partial<OrderTerms>): Fault | null {
    const approval = this.judge(entry, change);
    if (approval === null || approval instanceof Fault) return approval;
    entry.amendments = approval.number;
    this.await(entry, approval.terms, this.account.time);
    this.record(entry, 'asked', null);
    this.send(entry, approval);
    return null;
  }

  /** The fault that `ask` would answer with; a refusal is recorded. */
  check(entry: OpenOrder, change: Partial<OrderTerms>): Fault | null {
    const approval = this.judge(entry, change);
    return approval instanceof Fault ? approval : null;
  }

  private judge(entry: OpenOrder, change: Partial<OrderTerms>): ApprovedAmendment | Fault | null {
    const { order } = entry;
    const terms: OrderTerms = { ...termsOf(order), ...change };
    if (entry.pending === null && isSame(terms, order, ['lots', ...PRICES])) return null;
    const wrong = this.problem(entry, change);
    if (wrong !== null) return wrong;
    const number = entry.amendments + 1;
    const absent = isProtective(order) && order.group !== null ? this.account.orders.members(order.group.id) : [entry];
    const shrinks = terms.lots <= order.lots && isSame(terms, order, PRICES);
    const asked = { terms, number, shrinks, lots: this.openLots(entry, terms), waits: this.waiting(order) };
    const approval = this.account.orders.without(absent, () => approveAmendment(order, asked, this.gate));
    if (approval.ok) return approval.amendment;
    this.desk.refuse({ ...order, ...terms }, approval.refusal);
    return new Fault(approval.refusal.code, approval.refusal.details);
  }

  /** Takes up what was asked for before a restart and was not answered. */
  restore(entry: OpenOrder, pending: PendingTerms | null, amendments: number): void {
    entry.amendments = amendments;
    if (pending !== null) this.await(entry, pending.terms, pending.since);
  }

  /** The venue took the terms. */
  amended(entry: OpenOrder, number: number, terms: OrderTerms): void {
    if (entry.pending === null || number !== entry.amendments) return;
    entry.pending = null;
    this.take(entry, terms);
    this.record(entry, 'amended', null);
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

  /** The venue's word on an order settles what became of an amendment of it; a start sends again what was not answered, as its first sending may never have happened. */
  settle(entry: OpenOrder, status: VenueOrderStatus, starting: boolean): void {
    const { terms, amendment, amendRefusal, state } = status;
    if (entry.order.type === 'trailing-stop' && terms.triggerTicks !== null) this.follow(entry, terms.triggerTicks);
    if (entry.pending === null) return;
    const number = entry.amendments;
    if (amendment >= number) {
      if (amendRefusal === null) this.amended(entry, number, terms);
      else this.refused(entry, number, amendRefusal);
    } else if (state !== 'working') this.refused(entry, number, 'ended');
    else if (this.account.time - entry.pendingSince > this.receiveWindowMs) this.refused(entry, number, 'never-sent');
    else if (starting) this.sendAgain(entry, entry.pending);
    else this.desk.queryAfterWindow({ id: entry.order.id, decidedAt: utcMs(entry.pendingSince) });
  }

  /** An order that has ended takes no terms any more. */
  ended(entry: OpenOrder): void {
    this.refused(entry, entry.amendments, 'ended');
  }

  private send(entry: OpenOrder, amendment: ApprovedAmendment): void {
    this.desk.effects.actions.push({ kind: 'amend', amendment });
    this.desk.arm(`amend:${entry.order.id}`, entry.pendingSince);
  }

  private sendAgain(entry: OpenOrder, terms: OrderTerms): void {
    const number = entry.amendments;
    const approval = reapproveAmendment(entry.order, { terms, number }, this.gate);
    if (approval.ok) this.send(entry, approval.amendment);
    else this.refused(entry, number, 'never-sent');
  }

  private problem(entry: OpenOrder, change: Partial<OrderTerms>): Fault | null {
    const { order, state } = entry;
    if (state === 'in-doubt' || entry.pending !== null) return new Fault('order.in-doubt', { order: order.id });
    if (entry.cancelReason !== null) return new Fault('order.closed', { order: order.id, state: 'being cancelled' });
    if (order.type === 'market' || order.quoteAmount !== null) return new Fault('order.not-amendable', { order: order.id });
    if (order.type === 'trailing-stop' && change.triggerTicks !== undefined)
      return new Fault('input.invalid', { field: 'trigger', problem: 'A trailing stop finds it itself: change its distance.' });
    const instrument = this.account.instruments[order.instrument];
    invariant(instrument !== undefined, 'an order names an instrument of the session');
    const wanted = { ...order, ...change };
    const checked = validateIntent(wanted, instrument);
    if (!checked.ok) return checked.fault;
    const early = expiryFault(wanted, this.account.time);
    if (early !== null) return early;
    if (wanted.lots <= entry.filledLots) {
      return new Fault('order.filled-beyond', { filled: `${instrument.sizeText(entry.filledLots)} ${instrument.spec.base}` });
    }
    return this.sideProblem(entry, wanted) ?? this.coverProblem(entry, wanted.lots);
  }

  /** A leg stays on its side of the entry that it waits for, or of the market where it protects what is held. */
  private sideProblem({ order }: OpenOrder, wanted: IdentifiedOrder): Fault | null {
    if (!order.reduceOnly || order.group === null || (wanted.triggerTicks === order.triggerTicks && wanted.limitTicks === order.limitTicks))
      return null;
    const reference = this.waiting(order)?.reference ?? 0;
    const instrument = this.account.instruments[order.instrument];
    invariant(instrument !== undefined, 'an order names an instrument of the session');
    return wrongSide(wanted, reference > 0 ? reference : (this.account.market.markTicks[order.instrument] ?? 0), instrument);
  }

  /** An entry does not outgrow the stop that is to protect it. */
  private coverProblem({ order }: OpenOrder, lots: number): Fault | null {
    if (order.group?.role !== 'entry' || lots <= order.lots) return null;
    const stop = this.account.orders.members(order.group.id).find((member) => member.order.group?.role === 'stop');
    if (stop === undefined || stop.order.lots >= lots) return null;
    const instrument = this.account.instruments[order.instrument];
    invariant(instrument !== undefined, 'an order names an instrument of the session');
    return new Fault('order.uncovered', { covered: `${instrument.sizeText(stop.order.lots)} ${instrument.spec.base}` });
  }

  /** Of a leg whose entry still works: the entry's size and the price it waits for, ticks (0 when it takes the market's); null for every other order. */
  private waiting({ group, reduceOnly }: IdentifiedOrder): AskedTerms['waits'] {
    if (group === null || !reduceOnly) return null;
    const entry = this.account.orders.members(group.id).find(({ order }) => order.group?.role === 'entry');
    if (entry === undefined) return null;
    const sleeps = entry.filledLots === 0;
    return { entryLots: entry.order.lots, reference: sleeps ? (entry.order.limitTicks ?? entry.order.triggerTicks ?? 0) : 0 };
  }

  /** Lots that an order could still fill with other terms. */
  private openLots({ order, filledLots }: OpenOrder, { lots }: OrderTerms): number {
    const { group } = order;
    const { orders } = this.account;
    if (group === null || group.role === 'entry') return lots - filledLots;
    const others = orders.members(group.id).filter((member) => member.order.id !== order.id && member.order.group?.role !== 'entry');
    const { endedLots, legLots } = orders.groupOf(group.id);
    const largest = Math.max(lots, endedLots, ...others.map((member) => member.order.lots));
    const open = Math.max(1, Math.min(lots - filledLots, largest - legLots));
    // A fee that was taken in coins has left less than the legs say; one that does not grow goes on protecting what there is.
    const held = Math.abs(this.account.positions.lots(order.instrument));
    return isProtective(order) && lots <= order.lots && held > 0 ? Math.min(open, held) : open;
  }

  /** From now on the account counts with the larger of both sizes and of both reserves. */
  private await(entry: OpenOrder, terms: OrderTerms, since: number): void {
    entry.pending = terms;
    entry.pendingSince = since;
    entry.worstLots = this.account.orders.worstOf(entry);
    const reserve = reserveOf({ ...entry.order, ...terms }, this.gate);
    if (reserve.compare(entry.reserve) > 0) entry.reserve = reserve;
  }

  private take(entry: OpenOrder, terms: OrderTerms): void {
    entry.order = { ...entry.order, ...terms };
    entry.reserve = reserveOf(entry.order, this.gate);
    entry.worstLots = this.account.orders.worstOf(entry);
  }

  private record(entry: OpenOrder, state: AmendmentState, reason: AmendRefusal | null): void {
    const terms = entry.pending ?? termsOf(entry.order);
    const time = utcMs(this.account.time);
    this.desk.effects.records.push({ kind: 'amendment', order: entry.order.id, number: entry.amendments, state, terms, reason, time });
  }
}

function isSame(a: OrderTerms, b: OrderTerms, names: readonly (keyof OrderTerms)[]): boolean {
  return names.every((name) => a[name] === b[name]);
}

import type { IdentifiedOrder, OrderTerms } from '../../../src-shared/domain/order.ts';
import type { RiskLimits } from '../../../src-shared/domain/limits.ts';
import type { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { FaultDetails } from '../../../src-shared/kernel/fault.ts';
import type { ClientOrderId } from '../../../src-shared/kernel/ids.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';
import type { ApprovedAmendment, ApprovedOrder } from '../../ports/approved-order.ts';
import { Judged, protects, strictlyReduces } from './judged.ts';
import type { AmendApproval, Approval, GroupApproval, Refusal } from './refusal.ts';
import type { RiskView } from './risk-view.ts';
import type { RiskRule } from './rule.ts';
import { LEG_RULES, RISK_RULES, SIZE_RULES } from './rules/catalog.ts';
import { minNotional, smallestAmount, smallestLots } from './rules/min-notional.ts';
import { tradingState } from './rules/trading-state.ts';

const working = new WeakMap<RiskLimits, readonly RiskRule[]>();

/** The rules that may have something to say under these limits; limits are set seldom and rules asked at each order. */
function rulesOf(limits: RiskLimits): readonly RiskRule[] {
  const known = working.get(limits);
  if (known !== undefined) return known;
  const rules = RISK_RULES.filter(({ needs }) => needs === undefined || limits[needs] !== null);
  working.set(limits, rules);
  return rules;
}

/** An order that is judged by itself, against the market's price. */
const ALONE: { readonly count: number; readonly reference: number } = { count: 1, reference: 0 };

/** Judges one order against every rule; the first refusal wins. `together` counts the orders that would be recorded with it, itself included. */
export function approve(order: IdentifiedOrder, view: RiskView, together = ALONE): Approval {
  const refusal = refused(new Judged(order, view, together), rulesOf(view.limits));
  return refusal === null ? { ok: true, order: pass(order) } : { ok: false, refusal };
}

/**
 * Judges orders that belong together: all pass or none. The legs of a bracket sleep until their entry fills and then protect what was
 * filled, so they are judged as protection of it. The legs of an OCO pair replace each other, so each is judged as if it were alone.
 */
export function approveGroup(first: IdentifiedOrder, others: readonly IdentifiedOrder[], view: RiskView): GroupApproval {
  const orders = [first, ...others];
  const refusal = first.group?.role === 'oco' ? ocoRefusal(orders, view) : bracketRefusal(first, others, view);
  return refusal === null ? { ok: true, orders: orders.map(pass) } : { ok: false, refusal };
}

/**
 * Passes an order that was approved and recorded before a restart and that the venue proved never to have seen. Its exposure has been
 * reserved since, so only the trading state is asked again: it may have changed in between.
 */
export function reapprove(order: IdentifiedOrder, view: RiskView): Approval {
  const fine = strictlyReduces(order, view, 0) || isLeg(order);
  const refusal = fine ? null : refused(new Judged(order, view, { count: 0, reference: 0 }), [tradingState]);
  return refusal === null ? { ok: true, order: pass(order) } : { ok: false, refusal };
}

/** Other terms for an order that is out, with what the gate must know to judge them. */
export interface AskedTerms {
  readonly terms: OrderTerms;
  readonly number: number;
  /** Lots that could still fill with these terms: what has filled is held already. */
  readonly lots: number;
  /** The order only becomes smaller; everything else stays. */
  readonly shrinks: boolean;
  /** A leg of a bracket whose entry still works: its size is judged against that entry, its prices against the entry's price, ticks. */
  readonly waits: { readonly entryLots: number; readonly reference: number } | null;
}

/**
 * Judges other terms of an order that is out, as a new order in its place: the view must not count the order itself (nor, for a leg, the
 * others of its group). What only shrinks passes in every trading state, as a cancel does.
 */
export function approveAmendment(order: IdentifiedOrder, asked: AskedTerms, view: RiskView): AmendApproval {
  const { terms, number, lots, shrinks, waits } = asked;
  const amended = { ...order, ...terms, lots };
  const judged = new Judged(amended, view, { count: 1, reference: waits?.reference ?? 0 });
  const protecting = order.reduceOnly && (judged.reducing || (waits !== null && terms.lots <= waits.entryLots));
  const refusal = refused(judged, shrinks ? [minNotional] : protecting ? LEG_RULES : rulesOf(view.limits));
  return refusal === null ? { ok: true, amendment: passTerms({ order: order.id, number, terms }) } : { ok: false, refusal };
}

/** Passes terms that were approved and recorded before a restart and that the venue has not answered: as with an order, only the trading state is asked again. */
export function reapproveAmendment(order: IdentifiedOrder, asked: Pick<AskedTerms, 'terms' | 'number'>, view: RiskView): AmendApproval {
  const judged = new Judged({ ...order, ...asked.terms }, view, { count: 0, reference: 0 });
  const refusal = order.reduceOnly ? null : refused(judged, [tradingState]);
  return refusal === null ? { ok: true, amendment: passTerms({ order: order.id, ...asked }) } : { ok: false, refusal };
}

/** Judges one more leg of a group that protects a position, for the lots it could still fill; the view must not count the group's other legs, which share its size. */
export function approveLeg(leg: IdentifiedOrder, lots: number, view: RiskView): Approval {
  const judged = new Judged({ ...leg, lots: Math.min(leg.lots, lots) }, view, { count: 1, reference: 0 });
  const refusal = judged.reducing ? refused(judged, LEG_RULES) : refused(judged, rulesOf(view.limits));
  return refusal === null ? { ok: true, order: pass(leg) } : { ok: false, refusal };
}

function passTerms(amendment: { readonly order: ClientOrderId; readonly number: number; readonly terms: OrderTerms }): ApprovedAmendment {
  return amendment as ApprovedAmendment;
}

/** The one place where an order becomes an approved one. */
function pass(order: IdentifiedOrder): ApprovedOrder {
  return order as ApprovedOrder;
}

function isLeg(order: IdentifiedOrder): boolean {
  return order.reduceOnly && (order.group?.role === 'stop' || order.group?.role === 'target');
}

function ocoRefusal(orders: readonly IdentifiedOrder[], view: RiskView): Refusal | null {
  for (const order of orders) {
    const refusal = refused(new Judged(order, view, { count: orders.length, reference: 0 }), rulesOf(view.limits));
    if (refusal !== null) return refusal;
  }
  return null;
}

function bracketRefusal(entry: IdentifiedOrder, legs: readonly IdentifiedOrder[], view: RiskView): Refusal | null {
  const judged = new Judged(entry, view, { count: 1 + legs.length, reference: 0 });
  const refusal = refused(judged, rulesOf(view.limits));
  if (refusal !== null) return refusal;
  for (const leg of legs) {
    const judgedLeg = new Judged(leg, view, { count: 0, reference: entry.limitTicks ?? entry.triggerTicks ?? 0 });
    const legRefusal = protects(leg, entry, view) ? refused(judgedLeg, LEG_RULES) : complete(unprotecting(leg, entry, judged), judgedLeg);
    if (legRefusal !== null) return legRefusal;
  }
  return null;
}

function unprotecting(leg: IdentifiedOrder, entry: IdentifiedOrder, { instrument }: Judged): Refusal {
  return { code: 'risk.not-reducing', details: { actual: instrument.sizeText(leg.lots), limit: instrument.sizeText(entry.lots) } };
}

function refused(judged: Judged, rules: readonly RiskRule[]): Refusal | null {
  for (const rule of rules) {
    if (rule.sparesReducing && judged.reducing) continue;
    const refusal = rule.check(judged);
    if (refusal !== null) return complete(refusal, judged);
  }
  return null;
}

/** A refusal with what every one of them says: the instrument, and what would pass in place of a size that does not. */
function complete({ code, details }: Refusal, judged: Judged): Refusal {
  const { symbol, id } = judged.instrument.spec;
  const passes = SIZE_RULES.some((rule) => rule.code === code) ? passing(judged) : {};
  return { code, details: { instrument: symbol, instrumentId: id, ...details, ...passes } };
}

/** The largest size (or amount) that would pass every size rule, when there is one that is not too small. */
function passing(judged: Judged): FaultDetails {
  const { order, instrument, view } = judged;
  let lots = Number.MAX_SAFE_INTEGER;
  let amount: Decimal | null = null;
  for (const rule of SIZE_RULES) {
    const room = rule.room(judged);
    if (room === null) continue;
    const perLot = room.perLot();
    invariant(!perLot.isZero(), 'an order that came so far has a price');
    lots = Math.min(lots, Number(room.headroom.divide(perLot, 0, 'floor').coefficient));
    if (amount === null || room.headroom.compare(amount) < 0) amount = room.headroom;
  }
  if (order.quoteAmount !== null) {
    return amount !== null && amount.compare(smallestAmount(judged)) >= 0 && amount.sign() > 0 ? { passesAmount: amount.toString() } : {};
  }
  // What strictly reduces is spared the limits, so a larger size than they leave may pass.
  const reducible = strictlyReduces(order, view, 1)
    ? Math.abs(view.positionLots(order.instrument)) - view.outstandingLots(order.instrument, order.side)
    : 0;
  lots = Math.max(lots, reducible);
  return lots >= Math.max(1, smallestLots(judged)) ? { passesSize: instrument.sizeText(lots) } : {};
}

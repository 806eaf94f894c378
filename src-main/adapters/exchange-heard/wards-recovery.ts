import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { ELSEWHERE, type IdentifiedOrder } from '../../../src-shared/domain/order.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { Releasable } from '../../../src-shared/kernel/disposable.ts';
import type { Clock } from '../../ports/clock.ts';
import type { LedgerOrder } from '../../ports/ledger.ts';
import type { SeenOrder, VenueMessage, VenueOrders } from '../../ports/venue-orders.ts';
import { provenIn } from './known-orders.ts';
import type { Ward } from './ward.ts';
import { newLeg, type WardLeg } from './ward-parts.ts';
import type { Wards } from './wards.ts';

/** Wait before a list that was not answered is asked for again, ms. */
const AGAIN_MS = 1_000;

/** What a recovery stands on. */
export interface WardsRecoveryParts {
  readonly wards: Wards;
  readonly orders: VenueOrders;
  readonly clock: Clock;
  readonly receiveWindowMs: number;
  /** Venue time at an instant of the clock's count. */
  readonly venueTimeAt: (monotonic: number) => number;
  readonly instruments: readonly Instrument[];
}

/** A leg that an earlier run has left. */
interface LeftLeg {
  readonly ward: Ward;
  readonly leg: WardLeg;
  readonly left: LedgerOrder;
}

/**
 * Finds again what an earlier run has put at the venue for its wards: every order of a symbol whose id says that it stands for one of them, once no request of
 * that run can arrive any more. What is missing is placed anew.
 */
export class WardsRecovery {
  private readonly parts: WardsRecoveryParts;
  private readonly symbols = new Map<string, { readonly number: number; since: number; readonly legs: LeftLeg[] }>();
  private readonly timers = new Set<Releasable>();
  private heldSince = 0;

  constructor(parts: WardsRecoveryParts) {
    this.parts = parts;
  }

  /** `heldSince`, by the clock's count of time: nothing of an earlier run left later. */
  resume(open: readonly LedgerOrder[], heldSince: number): void {
    const { clock, receiveWindowMs } = this.parts;
    this.heldSince = heldSince;
    for (const left of open) this.take(left, open);
    for (const symbol of this.symbols.keys()) this.list(symbol, heldSince + receiveWindowMs + 1 - clock.monotonic());
  }

  hear(message: Extract<VenueMessage, { kind: 'listed' | 'list-failed' }>): void {
    const [symbol, lost] = [...this.symbols].find(([, { number }]) => number === message.number) ?? [];
    if (symbol === undefined || lost === undefined) return;
    const { venueTimeAt, receiveWindowMs } = this.parts;
    const takenUntil = venueTimeAt(this.heldSince) + receiveWindowMs;
    if (message.kind === 'list-failed') this.list(symbol, AGAIN_MS);
    else if (message.time <= takenUntil) this.list(symbol, provenIn(takenUntil, message.time, receiveWindowMs));
    else {
      this.symbols.delete(symbol);
      this.recover(lost.legs, message.orders);
    }
  }

  close(): void {
    for (const timer of this.timers) timer.dispose();
  }

  private take(left: LedgerOrder, open: readonly LedgerOrder[]): void {
    const { order, group, amendments } = left;
    if (order.origin === ELSEWHERE || order.group?.role === 'entry') return;
    if (order.group === null && amendments === 0) return;
    const { wards, instruments } = this.parts;
    const symbol = instruments[order.instrument]?.spec.symbol ?? '';
    const ward = wards.wardOf(order.group?.id ?? order.id, order.instrument, order.group === null);
    ward.recovering = true;
    const kind = order.group !== null && order.type === 'limit' ? 'target' : 'stop';
    const leg = newLeg(order, kind, {
      filled: left.filledLots,
      amendment: amendments - (left.pending === null ? 0 : 1),
      unwanted: left.cancelReason !== null,
      unproven: left.state !== 'acknowledged' && left.state !== 'partially-filled',
    });
    wards.addLeg(ward, leg);
    for (const fill of left.fillIds) ward.booked.add(fill);
    if (ward.legs.length === 1) ward.filledBefore = group?.legLots ?? left.filledLots;
    ward.filledBefore -= left.filledLots;
    if (group?.entryLots !== null && group?.entryLots !== undefined && ward.entry === null) {
      const entry = open.find((other) => other.order.group?.id === order.group?.id && other.order.group?.role === 'entry');
      wards.addEntry(ward, entry?.order ?? order, { lots: group.entryLots, over: entry === undefined, trades: entry?.fillIds ?? [] });
    }
    const there = this.symbols.get(symbol) ?? { number: -1 - this.symbols.size, since: order.decidedAt, legs: [] };
    there.since = Math.min(there.since, order.decidedAt);
    there.legs.push({ ward, leg, left });
    this.symbols.set(symbol, there);
  }

  private list(symbol: string, ms: number): void {
    const lost = this.symbols.get(symbol);
    if (lost === undefined) return;
    const timer = this.parts.clock.after(Math.max(1, Math.ceil(ms)), () => {
      this.timers.delete(timer);
      this.parts.orders.send({ kind: 'list', number: lost.number, symbol, since: lost.since });
    });
    this.timers.add(timer);
  }

  private recover(legs: readonly LeftLeg[], orders: readonly SeenOrder[]): void {
    const { wards, instruments } = this.parts;
    for (const { ward, leg, left } of legs) {
      const own = orders.flatMap((order) =>
        order.id !== null && wards.legOfLink(order.id)?.leg === leg ? [{ ...order, id: order.id }] : [],
      );
      const standing = own.filter(({ state }) => state === 'working');
      if (left.pending !== null && settlePending(leg, left, (wanted) => isTaken(wanted, { ward, leg, standing, instruments })))
        wards.agree(leg);
      for (const order of own) ward.meet(leg, order);
    }
    const found = new Set(legs.map(({ ward }) => ward));
    for (const ward of found) ward.recovering = false;
    for (const ward of found) ward.advance();
  }
}

/** Terms that were asked for and not answered hold where they were taken. Whether they were. */
function settlePending(leg: WardLeg, { pending, amendments }: LedgerOrder, isTakenAs: (wanted: IdentifiedOrder) => boolean): boolean {
  const wanted = { ...leg.order, ...pending?.terms };
  const taken = isTakenAs(wanted);
  leg.amendment = amendments;
  leg.refusal = taken ? null : 'never-sent';
  if (taken) leg.order = wanted;
  return taken;
}

/** Whether what stands at the venue has the terms that were asked for; where another size was, how much of it stands says so. */
function isTaken(
  wanted: IdentifiedOrder,
  at: { readonly ward: Ward; readonly leg: WardLeg; readonly standing: readonly SeenOrder[]; readonly instruments: readonly Instrument[] },
): boolean {
  const { ward, leg, standing, instruments } = at;
  const was = leg.order.lots;
  if (!standing.some((seen) => ward.isAsWanted({ order: wanted }, seen))) return false;
  if (wanted.lots === was) return true;
  const lots = standing.reduce((sum, { size }) => sum + (instruments[wanted.instrument]?.lotsOf(Decimal.parse(size)) ?? 0), 0);
  return wanted.lots < was ? lots <= wanted.lots : lots > was;
}

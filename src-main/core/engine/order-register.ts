import type { IdentifiedOrder, OrderTerms, Side } from '../../../src-shared/domain/order.ts';
import { isFinalState, type OrderState } from '../../../src-shared/domain/order-state.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import type { ClientOrderId } from '../../../src-shared/kernel/ids.ts';
import type { EndReason } from '../../ports/execution-venue.ts';
import type { GroupTotals } from '../../ports/ledger.ts';

/** Final orders that are kept for late fills. */
const KEPT_FINALS = 512;

/** An order and what the engine knows of its fate. */
export interface OpenOrder {
  /** With its present terms. */
  order: IdentifiedOrder;
  state: OrderState;
  filledLots: number;
  /** Fills that are booked: a venue may tell one twice. */
  fillIds: readonly string[];
  /** Lots it may come to in the worst case: its size, or an estimate for an order by quote amount. Of a bracket's leg, what its entry has filled. */
  worstLots: number;
  /** Money held back for what it may buy or open, in full; shrinks with its fills. */
  reserve: Decimal;
  /** Why its end was asked for; null while nobody asked. The ledger keeps it, so that a restart asks again. */
  cancelReason: EndReason | null;
  /** Amendments asked for so far, and the terms of the newest until the venue has answered. */
  amendments: number;
  pending: OrderTerms | null;
  /** Market time at which they were asked for. */
  pendingSince: number;
}

/** Whether the order can only shrink a position: cancel-all and the kill switch leave it. */
export function isProtective(order: IdentifiedOrder): boolean {
  return order.reduceOnly;
}

/** Whether the order is a stop or a target that lives by what its entry fills. */
export function isBracketLeg({ group }: IdentifiedOrder): boolean {
  return group?.role === 'stop' || group?.role === 'target';
}

const NO_TOTALS: GroupTotals = { entryLots: null, legLots: 0, endedLots: 0 };

/** The larger of an order's size and the one that is asked for. */
function sizeOf({ order, pending }: OpenOrder): number {
  return Math.max(order.lots, pending?.lots ?? 0);
}

function remainingLots(entry: OpenOrder): number {
  return Math.max(0, entry.worstLots - entry.filledLots);
}

/** The account's orders that are not final, and the newest final ones. */
export class OrderRegister {
  /** In the order in which they came; few, so that walking them is quicker than a table of their ids. */
  private readonly open: OpenOrder[] = [];
  private readonly finals = new Map<ClientOrderId, OpenOrder>();
  private readonly groups = new Map<string, GroupTotals>();

  add(entry: OpenOrder): void {
    this.open.push(entry);
    const { group } = entry.order;
    if (group?.role !== 'entry') return;
    const totals = this.groupOf(group.id);
    this.groups.set(group.id, { ...totals, entryLots: totals.entryLots ?? 0 });
  }

  /** What the orders of a group have come to. */
  groupOf(id: string): GroupTotals {
    return this.groups.get(id) ?? NO_TOTALS;
  }

  /** Takes over what a group came to before a start. */
  restoreGroup(id: string, totals: GroupTotals): void {
    this.groups.set(id, totals);
  }

  /** Counts a fill to the order's group. */
  noteFill({ order }: OpenOrder, lots: number): void {
    const { group } = order;
    if (group === null) return;
    const totals = this.groupOf(group.id);
    if (group.role === 'entry') this.groups.set(group.id, { ...totals, entryLots: (totals.entryLots ?? 0) + lots });
    else this.groups.set(group.id, { ...totals, legLots: totals.legLots + lots });
  }

  /** Counts lots that a fee took to the order's group: of what the entry of a bracket has bought so much less is there for its legs. */
  noteFeeLots({ order: { group } }: OpenOrder, lots: number): void {
    if (group === null) return;
    const totals = this.groupOf(group.id);
    if (totals.entryLots !== null) this.groups.set(group.id, { ...totals, entryLots: totals.entryLots - lots });
  }

  /** Lots that an order by lots may come to in the worst case: the larger of its size and the one asked for; a leg of a bracket no more than its entry has filled. */
  worstOf(entry: OpenOrder): number {
    const { group } = entry.order;
    const lots = sizeOf(entry);
    return isBracketLeg(entry.order) ? Math.min(lots, this.groupOf(group?.id ?? '').entryLots ?? 0) : lots;
  }

  /** Looks at the account as if some orders were not there. */
  without<Value>(absent: readonly OpenOrder[], look: () => Value): Value {
    const all = this.open.splice(0);
    this.open.push(...all.filter((entry) => !absent.includes(entry)));
    try {
      return look();
    } finally {
      this.open.splice(0, this.open.length, ...all);
    }
  }

  /** Looks at the account as if one more order were out. */
  besides<Value>(entry: OpenOrder, look: () => Value): Value {
    this.open.push(entry);
    try {
      return look();
    } finally {
      this.open.pop();
    }
  }

  /** The open orders of a group. */
  members(group: string): readonly OpenOrder[] {
    return this.open.filter((entry) => entry.order.group?.id === group);
  }

  /** The order, open or recently ended. */
  get(id: ClientOrderId): OpenOrder | undefined {
    for (const entry of this.open) if (entry.order.id === id) return entry;
    return this.finals.get(id);
  }

  isOpen(id: ClientOrderId): boolean {
    return this.open.some((entry) => entry.order.id === id);
  }

  get size(): number {
    return this.open.length;
  }

  /** The open orders. None may end while somebody walks them. */
  all(): readonly OpenOrder[] {
    return this.open;
  }

  /** Takes over an order that ended before a start and of which a fill may still be told. */
  restoreEnded(entry: OpenOrder): void {
    this.finals.set(entry.order.id, entry);
  }

  /** Moves an order that became final out of the open ones. Filled ones cannot be filled again and are let go. */
  settle(entry: OpenOrder): void {
    if (!isFinalState(entry.state) || !this.remove(entry) || entry.state === 'filled') return;
    this.finals.set(entry.order.id, entry);
    if (this.finals.size <= KEPT_FINALS) return;
    for (const oldest of this.finals.keys()) {
      this.finals.delete(oldest);
      return;
    }
  }

  private remove(entry: OpenOrder): boolean {
    const { open } = this;
    const place = open.indexOf(entry);
    if (place < 0) return false;
    for (let i = place + 1; i < open.length; i += 1) open[i - 1] = open[i]!;
    open.pop();
    this.leave(entry);
    return true;
  }

  private leave({ order: { group, lots } }: OpenOrder): void {
    if (group === null) return;
    if (!this.open.some((other) => other.order.group?.id === group.id)) this.groups.delete(group.id);
    else if (group.role !== 'entry') {
      const totals = this.groupOf(group.id);
      this.groups.set(group.id, { ...totals, endedLots: Math.max(totals.endedLots, lots) });
    }
  }

  /** Lots outstanding on a side; legs that exclude each other come to no more than what they share. */
  outstandingLots(instrument: number, side: Side, openingOnly: boolean): number {
    let lots = 0;
    let groups: Map<string, number> | null = null;
    for (const entry of this.open) {
      const { order } = entry;
      if (order.instrument !== instrument || order.side !== side || (openingOnly && order.reduceOnly)) continue;
      const remaining = remainingLots(entry);
      if (order.group === null || order.group.role === 'entry') lots += remaining;
      else {
        groups ??= new Map();
        groups.set(order.group.id, (groups.get(order.group.id) ?? 0) + remaining);
      }
    }
    if (groups !== null) for (const [id, sum] of groups) lots += Math.min(sum, this.sharedLots(id));
    return lots;
  }

  /** Lots of an origin's outstanding orders on a side that are not reduce-only. */
  openingLotsOf(origin: string, instrument: number, side: Side): number {
    let lots = 0;
    for (const entry of this.open) {
      const { order } = entry;
      if (order.origin === origin && order.instrument === instrument && order.side === side && !order.reduceOnly)
        lots += remainingLots(entry);
    }
    return lots;
  }

  /** Lots that all legs of a group may still fill together. */
  private sharedLots(id: string): number {
    const { entryLots, legLots } = this.groupOf(id);
    const largest = this.largestLeg(id);
    return Math.max(0, (entryLots === null ? largest : Math.min(entryLots, largest)) - legLots);
  }

  /** Size of the largest leg of a group, ended ones and sizes that are asked for included. */
  largestLeg(id: string): number {
    let largest = this.groupOf(id).endedLots;
    for (const entry of this.open) {
      const { group } = entry.order;
      if (group?.id === id && group.role !== 'entry') largest = Math.max(largest, sizeOf(entry));
    }
    return largest;
  }

  /** Money held back by outstanding orders that settle in `asset`: what buys of spot pay, and what contracts may take as margin. */
  reserved(settles: (instrument: number) => string, asset: string, inDoubtOnly = false): Decimal {
    let sum = Decimal.ZERO;
    for (const entry of this.open) {
      if (entry.reserve.isZero() || settles(entry.order.instrument) !== asset) continue;
      if (inDoubtOnly && entry.state !== 'in-doubt') continue;
      sum = sum.add(openReserve(entry));
    }
    return sum;
  }
}

function openReserve(entry: OpenOrder): Decimal {
  if (entry.filledLots === 0) return entry.reserve;
  if (entry.worstLots <= entry.filledLots) return Decimal.ZERO;
  const left = Decimal.of(BigInt(entry.worstLots - entry.filledLots));
  return entry.reserve.mul(left).divide(Decimal.of(BigInt(entry.worstLots)), entry.reserve.scale, 'up');
}

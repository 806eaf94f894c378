import type { ClientOrderId } from '../../../src-shared/kernel/ids.ts';
import type { VenueOrder } from './venue-order.ts';

const NONE: readonly VenueOrder[] = [];

/** Every order of the venue: by client id, alive per instrument in order of arrival, and by group. */
export class VenueOrders {
  private readonly byId = new Map<ClientOrderId, VenueOrder>();
  private readonly alive: VenueOrder[][];
  private readonly groups = new Map<string, VenueOrder[]>();
  private readonly finals: VenueOrder[] = [];
  private readonly keptFinals: number;
  private readonly stale: boolean[];
  private count = 0;
  /** The order that came last: most questions are about it, and need no table then. */
  private newest: VenueOrder | undefined;

  constructor(instruments: number, keptFinals: number) {
    this.alive = Array.from({ length: instruments }, () => []);
    this.stale = Array.from({ length: instruments }, () => false);
    this.keptFinals = keptFinals;
  }

  /** Orders that have not ended. */
  get size(): number {
    return this.count;
  }

  get(id: ClientOrderId): VenueOrder | undefined {
    return this.newest?.order.id === id ? this.newest : this.byId.get(id);
  }

  add(entry: VenueOrder): void {
    const { order } = entry;
    this.byId.set(order.id, entry);
    this.newest = entry;
    this.alive[order.instrument]?.push(entry);
    this.count += 1;
    if (order.group === null) return;
    const members = this.groups.get(order.group.id);
    if (members === undefined) this.groups.set(order.group.id, [entry]);
    else members.push(entry);
  }

  /** Takes back an order that was kept, in the order in which they were sent; one that has ended is there for questions and for its group. */
  restore(entry: VenueOrder): void {
    this.add(entry);
    if (entry.ended) {
      this.ended(entry);
      this.sweep(entry.order.instrument);
    }
  }

  /** Every order that is known, in the order in which they were sent. */
  all(): Iterable<VenueOrder> {
    return this.byId.values();
  }

  /** Orders of an instrument in order of arrival. Those that ended since the last `sweep` are still in it. */
  of(instrument: number): readonly VenueOrder[] {
    return this.alive[instrument] ?? NONE;
  }

  /** All members of an order's group, itself included; nothing without a group. */
  group(entry: VenueOrder): readonly VenueOrder[] {
    const { group } = entry.order;
    return group === null ? NONE : (this.groups.get(group.id) ?? NONE);
  }

  /** Notes that an order has ended. It leaves the list of its instrument with the next sweep, so that a walk over the list stays valid. */
  ended(entry: VenueOrder): void {
    this.count -= 1;
    this.stale[entry.order.instrument] = true;
    this.finals.push(entry);
  }

  /** Lets go of ended orders, and of the oldest finals beyond those that are kept for questions. */
  sweep(instrument: number): void {
    if (this.stale[instrument] !== true) return;
    this.stale[instrument] = false;
    const list = this.alive[instrument]!;
    let kept = 0;
    for (const entry of list) if (!entry.ended) list[kept++] = entry;
    // Popping keeps the list's memory for the next order.
    while (list.length > kept) list.pop();
    if (this.finals.length <= 2 * this.keptFinals) return;
    for (const entry of this.finals.splice(0, this.finals.length - this.keptFinals)) this.forget(entry);
  }

  private forget(entry: VenueOrder): void {
    const { order } = entry;
    const members = this.group(entry);
    if (members.some((member) => !member.ended)) {
      this.finals.push(entry);
      return;
    }
    this.byId.delete(order.id);
    if (this.newest === entry) this.newest = undefined;
    if (order.group !== null) this.groups.delete(order.group.id);
  }
}

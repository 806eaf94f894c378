import { type Side, type VenueOrder, remaining } from './order.ts';

/** The orders of one price, first come first. */
interface Level {
  readonly price: bigint;
  readonly queue: VenueOrder[];
  total: bigint;
}

/** One side of a book: levels from the best price on, each a queue in the order of arrival. */
export class BookSide {
  readonly side: Side;
  private readonly levels: Level[] = [];

  constructor(side: Side) {
    this.side = side;
  }

  get best(): bigint | null {
    return this.levels[0]?.price ?? null;
  }

  /** The order that is next to trade. */
  get first(): VenueOrder | null {
    return this.levels[0]?.queue[0] ?? null;
  }

  /** Price and total of the first levels, best first. */
  top(count: number): { readonly price: bigint; readonly total: bigint }[] {
    return this.levels.slice(0, count).map(({ price, total }) => ({ price, total }));
  }

  totalAt(price: bigint): bigint {
    const at = this.find(price);
    return at.found ? this.levels[at.index]!.total : 0n;
  }

  /** Every order, in the order in which they would trade. */
  *orders(): Generator<VenueOrder> {
    for (const level of this.levels) yield* level.queue;
  }

  add(order: VenueOrder): void {
    const at = this.find(order.price);
    if (!at.found) this.levels.splice(at.index, 0, { price: order.price, queue: [], total: 0n });
    const level = this.levels[at.index]!;
    level.queue.push(order);
    level.total += remaining(order);
  }

  remove(order: VenueOrder): void {
    const at = this.find(order.price);
    const level = this.levels[at.index];
    const place = at.found && level ? level.queue.indexOf(order) : -1;
    if (!level || place < 0) throw new Error(`order ${order.id} is not on the book`);
    level.queue.splice(place, 1);
    level.total -= remaining(order);
    if (level.queue.length === 0) this.levels.splice(at.index, 1);
  }

  /** Tells that `quantity` of an order that is on the book is gone; called before the order itself is changed. */
  reduce(order: VenueOrder, quantity: bigint): void {
    const at = this.find(order.price);
    this.levels[at.index]!.total -= quantity;
  }

  /** True where an order at `limit` of the other side would trade with the best price; null takes any. */
  crosses(limit: bigint | null): boolean {
    const best = this.best;
    if (best === null) return false;
    return limit === null || (this.side === 'SELL' ? best <= limit : best >= limit);
  }

  private find(price: bigint): { readonly index: number; readonly found: boolean } {
    let low = 0;
    let high = this.levels.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const there = this.levels[middle]!.price;
      if (this.side === 'SELL' ? there < price : there > price) low = middle + 1;
      else high = middle;
    }
    return { index: low, found: this.levels[low]?.price === price };
  }
}

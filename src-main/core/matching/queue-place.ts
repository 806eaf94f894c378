/**
 * What is made of an order that was cancelled at a level where one of ours waits. `conservative`: it stood behind ours, as long as
 * anything did. `proportional`: in front and behind in proportion to what stands there.
 */
export type QueueModel = 'conservative' | 'proportional';

/** How long after a level has shrunk the print that shrank it may still be told, ms: prints and levels come by different streams. */
export const LATE_PRINT_MS = 1_000;

/** Where an order stands in the queue of its level, as far as the level's size and the prints at its price tell. All in lots. */
export class QueuePlace {
  /** Market time at which the order came to rest, and at which price. */
  readonly since: number;
  readonly ticks: number;
  /** What stands before it; Infinity while the level is not known. */
  ahead = Number.POSITIVE_INFINITY;
  private readonly model: QueueModel;
  /** What the level showed last; -1 while it is not known. */
  private shown = -1;
  /** Printed at the price and not yet seen in the level. */
  private printed = 0;
  /** Taken off the queue because the level shrank, without a print that said so, and when. */
  private foreseen = 0;
  private foreseenAt = 0;

  constructor(model: QueueModel, since: number, ticks: number) {
    this.model = model;
    this.since = since;
    this.ticks = ticks;
  }

  /** The level shows a size; -1 when it is not known (any more). What is known again counts as standing before the order, all of it. */
  show(lots: number, time: number): void {
    const { shown } = this;
    if (lots === shown) return;
    const drop = shown - lots;
    const unexplained = Math.max(0, drop - this.printed);
    const others = shown - this.printed;
    this.shown = lots;
    this.printed = 0;
    if (lots < 0) this.ahead = Number.POSITIVE_INFINITY;
    else if (shown < 0) this.ahead = lots;
    else if (drop > 0) this.shrink(lots, time, unexplained > 0 ? unexplained / others : 0);
  }

  /** A print at the price, of those who take from the order's side: what of it comes to the order. */
  print(lots: number, time: number): number {
    let left = lots;
    if (time - this.foreseenAt <= LATE_PRINT_MS) {
      const told = Math.min(this.foreseen, left);
      this.foreseen -= told;
      left -= told;
    }
    this.printed += left;
    const eaten = Math.min(this.ahead, left);
    this.ahead -= eaten;
    return left - eaten;
  }

  /** A print beyond the price: nothing stands before the order any more. */
  pass(): void {
    this.ahead = 0;
  }

  private shrink(lots: number, time: number, cancelledShare: number): void {
    const before = this.ahead;
    const kept = this.model === 'proportional' ? Math.ceil(before * (1 - cancelledShare)) : before;
    this.ahead = Math.min(kept, lots);
    const moved = before - this.ahead;
    if (moved === 0) return;
    if (time - this.foreseenAt > LATE_PRINT_MS) this.foreseen = 0;
    this.foreseen += moved;
    this.foreseenAt = time;
  }
}

import type { Side } from '../../../src-shared/domain/order.ts';
import type { KeptBars } from './kept-bars.ts';

/** What was heard: best prices, a trade, a bar that has closed, or whether a book is known. */
export type HeardKind = 'quote' | 'print' | 'bar' | 'book';

/** One thing that was heard. Its place in the queue is filled again when it was taken: read it then and keep nothing of it. */
export interface Heard {
  kind: HeardKind;
  /** When it was heard, our own time. */
  at: number;
  instrument: number;
  bidTicks: number;
  bidLots: number;
  askTicks: number;
  askLots: number;
  ticks: number;
  lots: number;
  taker: Side;
  bars: KeptBars | null;
  closedAt: number;
  /** Of a book: it is not known. */
  stale: boolean;
}

/** Places that a queue begins with. */
const PLACES = 64;

/** What was heard and is still to be passed on, in its order: a ring that grows and allocates nothing per message. */
export class HeardQueue {
  private ring: Heard[] = Array.from({ length: PLACES }, empty);
  private head = 0;
  private count = 0;

  /** The oldest; null where there is none. */
  get first(): Heard | null {
    return this.count === 0 ? null : this.ring[this.head]!;
  }

  /** A place at the end, to be filled at once. */
  add(kind: HeardKind, at: number, instrument: number): Heard {
    const { ring } = this;
    if (this.count === ring.length) {
      this.ring = [...ring.slice(this.head), ...ring.slice(0, this.head), ...Array.from({ length: ring.length }, empty)];
      this.head = 0;
    }
    const place = this.ring[(this.head + this.count) % this.ring.length]!;
    this.count += 1;
    place.kind = kind;
    place.at = at;
    place.instrument = instrument;
    return place;
  }

  /** Lets the oldest go; it may be read until something is added. */
  drop(): void {
    this.head = (this.head + 1) % this.ring.length;
    this.count -= 1;
  }

  /** The oldest bar of a series that is still to be passed on; null where there is none. */
  barOf(bars: KeptBars): Heard | null {
    for (let i = 0; i < this.count; i += 1) {
      const heard = this.ring[(this.head + i) % this.ring.length]!;
      if (heard.kind === 'bar' && heard.bars === bars) return heard;
    }
    return null;
  }

  clear(): void {
    this.count = 0;
  }
}

function empty(): Heard {
  return {
    ...{ kind: 'quote', at: 0, instrument: 0, bidTicks: 0, bidLots: 0, askTicks: 0, askLots: 0 },
    ...{ ticks: 0, lots: 0, taker: 'buy', bars: null, closedAt: 0, stale: false },
  };
}

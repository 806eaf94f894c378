import type { DepthMessage } from '../../../src-shared/domain/depth-message.ts';
import type { DepthSink } from '../../ports/depth.ts';
import { OrderBook } from './order-book.ts';

/** Whether a book is known, and how often and for how long it was not. */
export interface BookWatch {
  readonly known: boolean;
  readonly messages: number;
  /** Whole books that were taken. */
  readonly snapshots: number;
  readonly gaps: number;
  readonly crossed: number;
  /** Not known since it first was, ms. */
  readonly unknownMs: number;
}

/** Who is told when a book is known, and when it is not any more. */
export interface BookListener {
  /** `problem` says why it is not known; null where it is. */
  changed(problem: 'gap' | 'crossed' | 'lost' | null, time: number): void;
}

/** A book that is kept from a live feed. What was missed or lost makes it unknown at once; it is known again with a whole book, or when the next change follows the last. */
export class WatchedBook implements DepthSink {
  readonly book = new OrderBook();
  private readonly listener: BookListener;
  private readonly counts = { messages: 0, snapshots: 0 };
  private known = false;
  private unknownSince = 0;
  private unknownMs = 0;

  constructor(listener: BookListener) {
    this.listener = listener;
  }

  append(message: DepthMessage): void {
    const { book, counts } = this;
    counts.messages += 1;
    if (message.kind === 'snapshot') counts.snapshots += 1;
    const applied = book.apply(message);
    this.settle(applied === 'crossed' ? 'crossed' : 'gap', message.time);
  }

  /** The connection has gone: what changes meanwhile is not heard. */
  lost(time: number): void {
    this.book.silent = true;
    this.settle('lost', time);
  }

  /** What it says of itself at a time. */
  look(time: number): BookWatch {
    const { gap, crossed } = this.book.problems;
    const unknownMs = this.unknownMs + (!this.known && this.unknownSince > 0 ? time - this.unknownSince : 0);
    return { known: this.known, ...this.counts, gaps: gap, crossed, unknownMs };
  }

  flush(): void {
    // A book is in memory alone.
  }

  close(): void {
    // It may be looked at for as long as anybody has it.
  }

  private settle(problem: 'gap' | 'crossed' | 'lost', time: number): void {
    const known = this.book.state === 'whole' && !this.book.silent;
    if (known === this.known) return;
    this.known = known;
    if (known && this.unknownSince > 0) this.unknownMs += time - this.unknownSince;
    if (!known) this.unknownSince = time;
    this.listener.changed(known ? null : problem, time);
  }
}

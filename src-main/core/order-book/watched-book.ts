import type { DepthMessage } from '../../../src-shared/domain/depth-message.ts';
import type { BookListener, BookTrouble, BookWatch, DepthSink } from '../../ports/depth.ts';
import { type Applied, OrderBook } from './order-book.ts';

/** A book that is kept from a live feed. What was missed or lost makes it unknown at once; it is known again with a whole book, or when the next change follows the last. */
export class WatchedBook implements DepthSink {
  readonly book: OrderBook;
  private readonly listener: BookListener;
  private readonly counts = { messages: 0, snapshots: 0 };
  private known = false;
  private unknownSince = 0;
  private unknownMs = 0;

  constructor(listener: BookListener, book = new OrderBook()) {
    this.listener = listener;
    this.book = book;
  }

  get isKnown(): boolean {
    return this.known;
  }

  /** Takes a message, and says what became of it. */
  append(message: DepthMessage): Applied {
    const { book, counts } = this;
    counts.messages += 1;
    if (message.kind === 'snapshot') counts.snapshots += 1;
    const applied = book.apply(message);
    this.settle(applied === 'crossed' || applied === 'checksum' ? applied : 'gap', message.time);
    return applied;
  }

  /** The connection has gone: what changes meanwhile is not heard. Where what comes next begins anew, what was known of it is `forgotten`. */
  lost(time: number, forgotten = false): void {
    if (forgotten) this.book.forget();
    this.book.silent = true;
    this.settle('lost', time);
  }

  /** It should have been told anew and was not: it is not relied on until it is. */
  quiet(time: number): void {
    this.book.silent = true;
    this.settle('silent', time);
  }

  /** A change was told that could not be read. */
  missed(time: number): void {
    this.book.miss();
    this.settle('gap', time);
  }

  /** What it says of itself at a time. */
  look(time: number): BookWatch {
    const { gap, crossed, checksum } = this.book.problems;
    const unknownMs = this.unknownMs + (!this.known && this.unknownSince > 0 ? time - this.unknownSince : 0);
    return { known: this.known, ...this.counts, gaps: gap, crossed, checksums: checksum, unknownMs };
  }

  flush(): void {
    // A book is in memory alone.
  }

  close(): void {
    // It may be looked at for as long as anybody has it.
  }

  private settle(problem: BookTrouble, time: number): void {
    const known = this.book.state === 'whole' && !this.book.silent;
    if (known === this.known) return;
    this.known = known;
    if (known && this.unknownSince > 0) this.unknownMs += time - this.unknownSince;
    if (!known) this.unknownSince = time;
    this.listener.changed(known ? null : problem, time);
  }
}

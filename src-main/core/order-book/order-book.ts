import type { DepthMessage, LevelList } from '../../../src-shared/domain/depth-message.ts';
import { BookSide } from './book-side.ts';

/**
 * How much of a book is known. `empty`: nothing yet. `building`: begun from changes alone. `covered`: begun so, and known well enough to
 * trade on. `whole`: begun from a snapshot. `stale`: something was missed or contradicts itself, and it is not known again yet.
 */
export type BookState = 'empty' | 'building' | 'covered' | 'whole' | 'stale';

/** Why a book became stale: updates are missing, a bid at or above an ask, or not the sum that the venue names. */
export type BookProblem = 'gap' | 'crossed' | 'checksum';

/** What became of a message: `old` was known already and changed nothing; `ignored` says nothing of a book's levels. */
export type Applied = 'applied' | 'old' | 'ignored' | BookProblem;

/** Levels that must have been named on each side, beside the best prices, before a book without a snapshot counts as covered. */
export const COVERED_LEVELS = 10;

/** Changes that are kept for a snapshot that was taken before them and comes after them. */
const KEPT_DIFFS = 256;

/**
 * A book of price levels, kept from a venue's messages by their numbers: a change whose last update is known already is old; one that
 * begins behind the update after the newest known means a gap, and the book is stale. What it lost it does not guess: it begins anew from
 * the change that showed the gap, and is known again with a snapshot, or when it is covered.
 */
export class OrderBook {
  readonly bids = new BookSide(1);
  readonly asks = new BookSide(-1);
  state: BookState = 'empty';
  /** Newest update in it. */
  last = 0;
  /** Nothing of its levels was heard for so long that it is not relied on; the next message that continues it ends that. */
  silent = false;
  /** How often each problem made it stale. */
  readonly problems: Record<BookProblem, number> = { gap: 0, crossed: 0, checksum: 0 };
  private readonly checksum: ((book: OrderBook) => number) | null;
  private readonly most: number;
  private readonly kept: DepthMessage[] = [];
  /** No change has been applied since the snapshot: the next one may begin before its update. */
  private fresh = false;
  /** Update and best prices of the newest ticker. */
  private tickerId = 0;
  private tickerBid = 0;
  private tickerBidLots = 0;
  private tickerAsk = 0;
  private tickerAskLots = 0;
  /** Bids at or above this price are known, and asks at or below that one: a snapshot named them, or a ticker's best price was there. */
  private bidsKnown = Number.POSITIVE_INFINITY;
  private asksKnown = Number.NEGATIVE_INFINITY;

  /**
   * `checksum` gives what the venue's own sum over a book would be; without it a venue's sums are not looked at. `most` is how many levels of a side
   * the venue tells of: one that falls behind them is not told of any more, and is let go.
   */
  constructor(checksum: ((book: OrderBook) => number) | null = null, most = Number.POSITIVE_INFINITY) {
    this.checksum = checksum;
    this.most = most;
  }

  /** Whether orders may be decided and filled on it. */
  get usable(): boolean {
    return !this.silent && (this.state === 'whole' || this.state === 'covered');
  }

  /** Lots at a price; -1 where a level was never named and no best price has been beyond it. */
  lotsAt(side: 'bids' | 'asks', ticks: number): number {
    const lots = this[side].at(ticks);
    if (lots > 0) return lots;
    return this.reaches(side, ticks) ? 0 : -1;
  }

  /** Whether a price of a side lies where every level is known, or further behind. */
  reaches(side: 'bids' | 'asks', ticks: number): boolean {
    return side === 'bids' ? ticks >= this.bidsKnown : ticks <= this.asksKnown;
  }

  /** What is in it cannot be relied on any more, as after a gap: changes were missed that its numbers do not show. */
  miss(): void {
    this.fail('gap');
  }

  /** Nothing of it goes on: it is known again with the next snapshot alone. */
  forget(): void {
    this.begin(0);
    this.kept.length = 0;
    this.tickerId = 0;
    this.state = 'empty';
  }

  apply(message: DepthMessage): Applied {
    if (message.kind !== 'trade') this.silent = false;
    switch (message.kind) {
      case 'snapshot':
        return this.onSnapshot(message);
      case 'diff':
        return this.onDiff(message);
      case 'ticker':
        return this.onTicker(message);
      case 'trade':
        return 'ignored';
    }
  }

  private onSnapshot(message: DepthMessage): Applied {
    if (this.state === 'whole' && message.last < this.last) return 'old';
    this.begin(message.last);
    this.fresh = true;
    this.take(message);
    this.state = 'whole';
    const { bids, asks } = this;
    if (bids.length > 0) this.bidsKnown = bids.ticksOf(bids.length - 1);
    if (asks.length > 0) this.asksKnown = asks.ticksOf(asks.length - 1);
    this.cutToMost();
    if (this.tickerId > this.last) this.takeTicker();
    let applied: Applied = this.settle(message.checksum);
    for (const diff of this.kept.splice(0)) {
      const result = this.onDiff(diff);
      if (result !== 'applied' && result !== 'old') applied = result;
    }
    return applied;
  }

  private onDiff(message: DepthMessage): Applied {
    if (this.state === 'empty') {
      this.begin(message.first - 1);
      this.state = 'building';
    } else if (message.last <= this.last && message.previous !== this.last) return 'old';
    else if (!this.follows(message)) {
      this.fail('gap');
      this.begin(message.first - 1);
      this.change(message);
      return 'gap';
    }
    return this.change(message);
  }

  /** Whether a change begins where the book ends. A whole book that was asked for may end within a change, or with one: numbers between two may be left out. */
  private follows({ first, previous }: DepthMessage): boolean {
    if (previous >= 0 && previous === this.last) return true;
    return (previous < 0 || this.fresh) && first <= this.last + 1;
  }

  private change(message: DepthMessage): Applied {
    if (this.state !== 'whole') this.keep(message);
    this.last = message.last;
    this.fresh = false;
    this.take(message);
    this.cutToMost();
    if (this.tickerId > this.last) this.takeTicker();
    return this.settle(message.checksum);
  }

  private onTicker({ last, bids, asks }: DepthMessage): Applied {
    // Before the first change there is no book to put it in.
    if (last <= 0 || this.state === 'empty') return 'ignored';
    if (last <= this.last || last < this.tickerId) return 'old';
    this.tickerId = last;
    this.tickerBid = bids.ticks[0]!;
    this.tickerBidLots = bids.lots[0]!;
    this.tickerAsk = asks.ticks[0]!;
    this.tickerAskLots = asks.lots[0]!;
    this.takeTicker();
    return this.settle(-1);
  }

  /** After a change: contradictions, and what is known now. */
  private settle(checksum: number): Applied {
    if (this.isCrossed()) return this.fail('crossed');
    if (this.checksum !== null && checksum >= 0 && this.state === 'whole' && this.checksum(this) !== checksum) return this.fail('checksum');
    const { bids, asks, state } = this;
    const isBegun = (state === 'building' || state === 'stale') && this.tickerId > 0;
    if (isBegun && bids.length >= COVERED_LEVELS && asks.length >= COVERED_LEVELS) this.state = 'covered';
    return 'applied';
  }

  private isCrossed(): boolean {
    return this.bids.length > 0 && this.asks.length > 0 && this.bids.best >= this.asks.best;
  }

  /** What is in it cannot be relied on any more. */
  private fail(problem: BookProblem): BookProblem {
    const { last } = this;
    this.problems[problem] += 1;
    this.forget();
    this.last = last;
    this.state = 'stale';
    return problem;
  }

  private begin(last: number): void {
    this.bids.clear();
    this.asks.clear();
    this.last = last;
    this.fresh = false;
    this.bidsKnown = Number.POSITIVE_INFINITY;
    this.asksKnown = Number.NEGATIVE_INFINITY;
  }

  private take(message: DepthMessage): void {
    setAll(this.bids, message.bids);
    setAll(this.asks, message.asks);
  }

  /** Lets go of what the venue does not tell of; where there are fewer levels than that, there are no others. */
  private cutToMost(): void {
    const { bids, asks, most } = this;
    if (most === Number.POSITIVE_INFINITY) return;
    bids.keep(most);
    asks.keep(most);
    this.bidsKnown = bids.length < most ? 0 : bids.ticksOf(most - 1);
    this.asksKnown = asks.length < most ? Number.POSITIVE_INFINITY : asks.ticksOf(most - 1);
  }

  /** The best prices of a ticker that is newer than the levels. */
  private takeTicker(): void {
    this.bids.cut(this.tickerBid);
    this.asks.cut(this.tickerAsk);
    this.bids.set(this.tickerBid, this.tickerBidLots);
    this.asks.set(this.tickerAsk, this.tickerAskLots);
    // Only a ticker says where the best prices are; what changes name may lie behind levels that were never named.
    this.bidsKnown = Math.min(this.bidsKnown, this.tickerBid);
    this.asksKnown = Math.max(this.asksKnown, this.tickerAsk);
  }

  private keep(message: DepthMessage): void {
    if (this.kept.length === KEPT_DIFFS) this.kept.shift();
    this.kept.push(message.copy());
  }
}

function setAll(side: BookSide, levels: LevelList): void {
  for (let i = 0; i < levels.length; i += 1) side.set(levels.ticks[i]!, levels.lots[i]!);
}

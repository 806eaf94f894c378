import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { bookSentence } from '../../core/order-book/book-sentence.ts';
import type { Clock } from '../../ports/clock.ts';
import type { BookFeed, BookTrouble, KeptBook } from '../../ports/depth.ts';
import type { ViewedSide } from '../../ports/market-view.ts';
import type { HeardMarket } from './heard-market.ts';

/** Who needs books: somebody looks at them, or strategies trade their instruments. */
export type BookUse = 'shown' | 'traded';

/** A book as it is to be shown. */
export interface ShownBook {
  readonly bids: ViewedSide;
  readonly asks: ViewedSide;
  /** Since when it is not known, our own time; null while it is. */
  readonly staleSince: number | null;
}

/** What books are kept with. */
export interface HeardBooksParts {
  readonly feed: BookFeed;
  /** Told when a book is stale and when it is known again. */
  readonly market: Pick<HeardMarket, 'instruments' | 'hearBook'>;
  readonly clock: Clock;
  /** Something that a person should know, as a sentence. */
  readonly onNote: (sentence: string) => void;
}

/** A book that is kept. */
interface Held {
  readonly instrument: Instrument;
  kept: KeptBook | null;
  /** Since when it is not known although it was; null while it is, and before it first was. */
  staleSince: number | null;
  /** As it was seen last while it was known, and for what reach. */
  seen: { readonly bids: ViewedSide; readonly asks: ViewedSide } | null;
}

/**
 * The books of the instruments that are in use, and no others. One that was known and is not any more is stale: what would enlarge a position there is
 * refused until it is known again. One that is let go of is not stale, for nobody decides by it.
 */
export class HeardBooks {
  private readonly parts: HeardBooksParts;
  private readonly uses: Record<BookUse, ReadonlySet<number>> = { shown: new Set(), traded: new Set() };
  private readonly held = new Map<number, Held>();
  private closed = false;

  constructor(parts: HeardBooksParts) {
    this.parts = parts;
  }

  /** Which instruments a use is of, by dense index; the others of that use are let go of. */
  use(use: BookUse, instruments: readonly number[]): void {
    const before = this.uses[use];
    if (this.closed || (instruments.length === before.size && instruments.every((index) => before.has(index)))) return;
    this.uses[use] = new Set(instruments);
    const wanted = new Set([...this.uses.shown, ...this.uses.traded]);
    for (const index of [...this.held.keys()]) if (!wanted.has(index)) this.release(index);
    for (const index of wanted) if (!this.held.has(index)) this.keep(index);
  }

  /** The book of an instrument as it is, or as it last was; null where it is not kept, or has not been known yet. */
  shown(index: number, reach: number): ShownBook | null {
    const held = this.held.get(index);
    if (held === undefined) return null;
    const { kept, staleSince } = held;
    if (staleSince === null && kept !== null) held.seen = this.look(held.instrument, kept, reach) ?? held.seen;
    return held.seen === null ? null : { ...held.seen, staleSince };
  }

  close(): void {
    this.closed = true;
    for (const { kept } of this.held.values()) kept?.dispose();
    this.held.clear();
  }

  private keep(index: number): void {
    const { feed, market, onNote } = this.parts;
    const instrument = market.instruments[index];
    if (instrument === undefined) return;
    const held: Held = { instrument, kept: null, staleSince: null, seen: null };
    this.held.set(index, held);
    held.kept = feed.keep(instrument.spec.symbol, {
      changed: (trouble) => {
        if (this.held.get(index) === held) this.changed(held, trouble);
      },
      note: onNote,
    });
  }

  private changed(held: Held, trouble: BookTrouble | null): void {
    const { market, clock, onNote } = this.parts;
    const { index, spec } = held.instrument;
    // That it is known for the first time is no news.
    if (trouble === null && held.staleSince === null) return;
    const now = clock.now();
    held.staleSince = trouble === null ? null : now;
    market.hearBook(index, trouble !== null, now);
    onNote(bookSentence(spec.symbol, trouble));
  }

  private release(index: number): void {
    const held = this.held.get(index);
    this.held.delete(index);
    held?.kept?.dispose();
    if (held !== undefined && held.staleSince !== null) this.parts.market.hearBook(index, false, this.parts.clock.now());
  }

  /** Both sides in the steps of the instrument; null while it is not known. */
  private look(instrument: Instrument, kept: KeptBook, reach: number): Held['seen'] {
    const { steps } = kept;
    if (steps === null) return null;
    const finer = { ticks: Number(steps.tick) / instrument.tickSize, lots: Number(steps.lot) / instrument.lotSize };
    const side = (which: 'bids' | 'asks'): ViewedSide => inSteps(kept.side(which, reach / finer.ticks), finer);
    const [bids, asks] = [side('bids'), side('asks')];
    return bids.ticks.length + asks.ticks.length === 0 ? null : { bids, asks };
  }
}

/** Levels that are told in other steps than an instrument's; a size is as many lots as fit. */
function inSteps(side: ViewedSide, { ticks, lots }: { readonly ticks: number; readonly lots: number }): ViewedSide {
  if (ticks === 1 && lots === 1) return side;
  return { ticks: side.ticks.map((each) => Math.round(each * ticks)), lots: side.lots.map((each) => Math.floor(each * lots + 1e-6)) };
}

import type { Random } from '../../../src-shared/kernel/random.ts';
import type { BookSide } from '../../core/order-book/book-side.ts';
import type { Clock } from '../../ports/clock.ts';
import type { BookFeed, KeptBook, KeptBookListener } from '../../ports/depth.ts';
import type { ViewedSide } from '../../ports/market-view.ts';
import type { BookExchange } from './book-exchange.ts';
import { FollowedBook } from './followed-book.ts';
import { hearMessages } from './hear-messages.ts';
import { withPrintedNumbers } from './printed-numbers.ts';
import type { BookChannel } from './venues/book-channel.ts';
import type { VenueRules } from './venues/venue-rules.ts';

/** What books are kept with. */
export interface KeptBooksParts {
  readonly rules: Pick<VenueRules, 'profile' | 'book'>;
  readonly exchange: BookExchange;
  readonly clock: Clock;
  readonly random: Random;
  /** Until a subscription may be sent. */
  readonly ready: () => Promise<void>;
}

/** A book that is followed, and who keeps it. */
interface Kept {
  readonly followed: FollowedBook;
  readonly keepers: Set<KeptBookListener>;
}

/** The books of a venue that somebody keeps, over the library's connections: what a venue tells of them is taken before the library makes anything of it. */
export class KeptBooks implements BookFeed {
  private readonly parts: KeptBooksParts;
  private readonly channel: BookChannel | null;
  private readonly kept = new Map<string, Kept>();

  constructor(parts: KeptBooksParts) {
    this.parts = parts;
    this.channel = parts.rules.book;
    if (this.channel !== null) hearMessages(parts.exchange, (text) => this.hear(text));
  }

  keep(symbol: string, listener: KeptBookListener): KeptBook | null {
    const { channel, kept } = this;
    if (channel === null) return null;
    const one = kept.get(symbol) ?? this.follow(symbol, channel);
    const { followed, keepers } = one;
    keepers.add(listener);
    return {
      get steps() {
        return followed.steps;
      },
      get garbled() {
        return followed.garbled;
      },
      side: (which, reach) => sideOf(followed, which, reach),
      look: (time) => followed.watched.look(time),
      dispose: () => {
        if (!keepers.delete(listener) || keepers.size > 0) return;
        kept.delete(symbol);
        followed.end();
      },
    };
  }

  close(): void {
    for (const { followed } of this.kept.values()) followed.end();
    this.kept.clear();
  }

  private follow(symbol: string, channel: BookChannel): Kept {
    const keepers = new Set<KeptBookListener>();
    const followed = new FollowedBook({
      ...this.parts,
      ...{ channel, symbol },
      listener: {
        changed: (trouble, time) => {
          for (const keeper of [...keepers]) keeper.changed(trouble, time);
        },
        note: (sentence) => {
          for (const keeper of [...keepers]) keeper.note(sentence);
        },
      },
    });
    const made = { followed, keepers };
    this.kept.set(symbol, made);
    return made;
  }

  /** Takes a text that is a message of the channel, also of a book that was just let go: the library would stumble over it. False for every other. */
  private hear(text: string): boolean {
    const { channel } = this;
    if (channel === null || !text.includes(channel.marker)) return false;
    const heard = channel.read(channel.printed ? withPrintedNumbers(text) : JSON.parse(text));
    if (heard === null) return false;
    for (const { market, frame } of heard)
      for (const { followed } of this.kept.values()) if (market === null || followed.name === market) followed.take(frame);
    return true;
  }
}

function sideOf(followed: FollowedBook, which: 'bids' | 'asks', reach: number): ViewedSide {
  const { watched } = followed;
  const side: BookSide = watched.book[which];
  const { best } = side;
  let length = 0;
  if (watched.isKnown)
    while (length < side.length && Math.abs(side.ticksOf(length) - best) <= reach && followed.reaches(which, side.ticksOf(length)))
      length += 1;
  return {
    ticks: Float64Array.from({ length }, (_, level) => side.ticksOf(level)),
    lots: Float64Array.from({ length }, (_, level) => side.lotsOf(level)),
  };
}

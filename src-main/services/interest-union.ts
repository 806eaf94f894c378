import type { Interest } from '../../src-shared/contract/stream.ts';

/** What all pages together look at. */
export class InterestUnion {
  private readonly pages = new Map<string, Interest>();

  /** Takes what a page looks at now; returns what all look at. */
  set(page: string, interest: Interest): Interest {
    this.pages.set(page, interest);
    return this.all();
  }

  /** A page has gone. */
  remove(page: string): Interest {
    this.pages.delete(page);
    return this.all();
  }

  private all(): Interest {
    const interests = [...this.pages.values()];
    const candles = new Map(
      interests.flatMap((interest) => interest.candles).map((candle) => [`${candle.instrument} ${candle.timeframe}`, candle]),
    );
    return {
      books: [...new Set(interests.flatMap((interest) => interest.books))],
      tapes: [...new Set(interests.flatMap((interest) => interest.tapes))],
      candles: [...candles.values()],
    };
  }
}

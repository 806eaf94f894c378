import type { InstrumentSpec } from '../../../src-shared/domain/instrument.ts';
import type { Releasable } from '../../../src-shared/kernel/disposable.ts';
import type { FeedEvent, FeedListener, HeardBars, MarketFeed } from '../../../src-main/ports/market-feed.ts';

/** A market that stands still, as it was read once: a life need not ask for it again. */
export class StillFeed implements MarketFeed {
  private readonly specs: readonly InstrumentSpec[];
  private readonly quotes: readonly FeedEvent[];

  constructor(specs: readonly InstrumentSpec[], quotes: readonly FeedEvent[]) {
    this.specs = specs;
    this.quotes = quotes;
  }

  instruments(): Promise<readonly InstrumentSpec[]> {
    return Promise.resolve(this.specs);
  }
  bars(): Promise<HeardBars> {
    return Promise.resolve({ bars: [], time: 0 });
  }
  listen(_symbols: readonly string[], listener: FeedListener): Releasable {
    for (const quote of this.quotes) listener.heard(quote);
    return { dispose: () => undefined };
  }
  close(): Promise<void> {
    return Promise.resolve();
  }
}

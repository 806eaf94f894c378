import type { Timeframe } from '../../src-shared/domain/candle.ts';
import type { InstrumentSpec } from '../../src-shared/domain/instrument.ts';
import type { Side } from '../../src-shared/domain/order.ts';
import type { Releasable } from '../../src-shared/kernel/disposable.ts';
import type { VenueBar } from './candle-venues.ts';
import type { BookFeed } from './depth.ts';

/** Prices and trades of a venue's market: figures as the venue wrote them, times the venue's own, ms UTC. */
export type PriceEvent =
  | {
      readonly kind: 'quote';
      readonly symbol: string;
      readonly bid: string;
      readonly bidSize: string;
      readonly ask: string;
      readonly askSize: string;
    }
  | {
      readonly kind: 'trade';
      readonly symbol: string;
      readonly price: string;
      readonly size: string;
      /** The side that took. */
      readonly taker: Side;
      readonly time: number;
    };

/** What a venue says of a perpetual beside: its mark price, quote units; its funding rate, a share of the value that longs pay shorts at `nextAt`, ms UTC. */
export type FigureEvent =
  | { readonly kind: 'mark'; readonly symbol: string; readonly price: string }
  | { readonly kind: 'funding'; readonly symbol: string; readonly rate: string; readonly nextAt: number };

/** Something heard of a venue's market. */
export type FeedEvent = PriceEvent | FigureEvent;

/** Whether something is said of a perpetual, and no price or trade. */
export function isFigure(event: FeedEvent): event is FigureEvent {
  return event.kind === 'mark' || event.kind === 'funding';
}

/** How well a feed hears: pushed by the venue, asked for again and again while that fails, or nothing comes. */
export type FeedState = 'pushed' | 'asked' | 'silent';

/** A feed's health, told when it changes. */
export interface FeedHealth {
  readonly state: FeedState;
  /** A sentence of what went wrong last; null where nothing is wrong. */
  readonly problem: string | null;
  /** Connections that were made again, and messages that were not understood, since the feed was opened. */
  readonly reconnects: number;
  readonly garbled: number;
}

/** How a market was heard: the newest word of the feed on itself, and when anything came, our own time, ms UTC; null before. */
export interface MarketHeard {
  readonly health: FeedHealth | null;
  readonly at: number | null;
}

/** Bars, and what the venue's clock said before they were asked for, ms UTC: those that end by then have closed for certain. */
export interface HeardBars {
  readonly bars: readonly VenueBar[];
  readonly time: number;
}

/** Who listens to a feed. */
export interface FeedListener {
  heard(event: FeedEvent): void;
  health(health: FeedHealth): void;
}

/** A venue's public market. Its questions fail with `venue.busy`, `venue.unreachable`, `venue.refused`, `venue.garbled`. */
export interface MarketFeed extends Partial<BookFeed> {
  /**
   * The instruments of these symbols as the venue says they are; perpetuals at a leverage, 1 unless given. `instrument.unknown` for what it does not
   * have, `instrument.leverage` where it offers less.
   */
  instruments(symbols: readonly string[], leverage?: number): Promise<readonly InstrumentSpec[]>;
  /** Bars that open at or after an instant, oldest first, at most `most`; the last may be unfinished. */
  bars(symbol: string, timeframe: Timeframe, since: number, most: number): Promise<HeardBars>;
  /** Listens to quotes and trades of these symbols until released, and to what is said of those that are perpetuals. */
  listen(symbols: readonly string[], listener: FeedListener): Releasable;
  /** Leaves the venue: nothing is told any more. */
  close(): Promise<void>;
}

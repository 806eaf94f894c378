import type { Timeframe } from '../../src-shared/domain/candle.ts';

/** One bar as a venue tells it: open time ms UTC, open, high, low, close, volume; not yet judged. */
export type VenueBar = readonly unknown[];

/** A venue whose past bars can be asked for, page by page. */
export interface CandlePages {
  /** Most bars of a page. */
  readonly limit: number;
  /**
   * Bars that open at or after an instant, in the venue's order; it may give some before, the unfinished one, or none. Asks once and never again by itself.
   * Fails with `venue.busy` (told to wait; `waitMs` in the details, 0 when the venue did not say how long), `venue.unreachable`, `venue.refused`.
   */
  page(since: number): Promise<readonly VenueBar[]>;
}

/** What to ask a venue for. */
export interface VenueSeries {
  /** In small letters, `binance`. */
  readonly venue: string;
  /** `BTC/USDT` */
  readonly symbol: string;
  readonly timeframe: Timeframe;
}

/** Venues by name. */
export interface CandleVenues {
  /** Names of the venues that bars can be had from. */
  readonly names: readonly string[];
  /** Asks the venue for its instruments. Fails with `input.option-value` for what it does not have, `environment.missing`, and as `page` does. */
  open(series: VenueSeries): Promise<CandlePages>;
}

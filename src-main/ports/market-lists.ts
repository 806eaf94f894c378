import type { VenueMarkets } from '../../src-shared/domain/venue-markets.ts';

/** Venues whose markets can be listed. */
export interface MarketLists {
  /** In the order in which they are offered: id in small letters, `binance`, and name. */
  readonly venues: readonly { readonly id: string; readonly name: string }[];
  /**
   * Asks a venue, named in small letters, for its open markets and what they last traded at. Asks once and never again by itself.
   * Fails with `venue.unknown`, `venue.busy`, `venue.unreachable`, `venue.refused`, `venue.garbled`.
   */
  fetch(venue: string): Promise<VenueMarkets>;
}

/** The markets of venues as they were fetched last, kept in the home folder. */
export interface MarketCatalogue {
  /** What is kept, by venue in alphabetical order. A file that is not what was written is put aside and counts as absent. Throws `disk.failed`. */
  all(): readonly VenueMarkets[];
  /** Keeps the markets of a venue in the place of those that were kept before, durably. Throws `disk.full` or `disk.failed`. */
  keep(markets: VenueMarkets): void;
}

import type { MarketsView, RefreshedMarkets } from '../../src-shared/contract/markets.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import type { MarketCatalogue, MarketLists } from '../ports/market-lists.ts';

/** What the catalogue of markets is made of. */
export interface MarketsParts {
  readonly catalogue: MarketCatalogue;
  readonly venues: MarketLists['venues'];
  /** Fetches the markets of a venue, named in small letters, and keeps them. Fails as `MarketLists.fetch` does. */
  readonly refresh: (venue: string) => Promise<RefreshedMarkets>;
}

/** The markets of venues: what was fetched is kept in the home, so that looking for one needs no network. */
export class MarketsService {
  private readonly parts: MarketsParts;
  private readonly going = new Map<string, Promise<RefreshedMarkets>>();
  private readonly asked = new Set<string>();

  constructor(parts: MarketsParts) {
    this.parts = parts;
  }

  /** Every venue that was fetched with its markets, and every one that can be. */
  list(): MarketsView {
    return { kept: this.parts.catalogue.all(), venues: this.parts.venues };
  }

  /** Fetches the markets of a venue anew; who asks while that goes on gets the same answer. */
  async refresh(venue: string): Promise<RefreshedMarkets> {
    if (!this.parts.venues.some(({ id }) => id === venue))
      throw new Fault('venue.unknown', { venue, venues: this.parts.venues.map(({ id }) => id).join(', ') });
    this.asked.add(venue.toUpperCase());
    const going = this.going.get(venue) ?? this.parts.refresh(venue);
    this.going.set(venue, going);
    try {
      return await going;
    } finally {
      this.going.delete(venue);
    }
  }

  /** Venues that were asked since the start. */
  venuesAsked(): readonly string[] {
    return [...this.asked];
  }
}

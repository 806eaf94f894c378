import { coinName } from '../../src-shared/domain/coin-names.ts';
import type { NamedMarket } from '../../src-shared/domain/market-index.ts';
import { type ListedMarket, marketId, type VenueMarkets } from '../../src-shared/domain/venue-markets.ts';
import { lengthOfTime } from './figures.ts';

/** A kept market as the index takes it, with when it was fetched. */
export type KeptMarket = ListedMarket & NamedMarket & { readonly fetchedAt: number };

/** Every market that is kept, of all venues. */
export function keptMarkets(kept: readonly VenueMarkets[]): readonly KeptMarket[] {
  return kept.flatMap(({ venue, fetchedAt, markets }) =>
    markets.map((market) => ({ ...market, id: marketId(market.symbol, venue), name: coinName(market.base), venue, fetchedAt })),
  );
}

/** How long ago something was fetched, `3 h 5 min ago`. */
export function agoText(then: number, now: number): string {
  return `${lengthOfTime(Math.max(0, now - then))} ago`;
}

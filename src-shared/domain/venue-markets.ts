/** A market as its venue listed it at one instant; steps and prices as the venue wrote them. What was not told is null, never 0. */
export interface ListedMarket {
  /** `BTC/USDT`, of a perpetual `BTC/USDT:USDT`. */
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  /** Smallest price step, quote units per base unit. */
  readonly tick: string;
  /** Smallest size step, base units. */
  readonly lot: string;
  /** Smallest order value, quote units. */
  readonly minNotional: string | null;
  /** Price of the last trade when the list was fetched, quote units per base unit. */
  readonly last: number | null;
  /** Price 24 h before that. */
  readonly open24h: number | null;
  /** Value traded in those 24 h, quote units. */
  readonly quoteVolume24h: number | null;
}

/** The markets of one venue, as they were when they were fetched. */
export interface VenueMarkets {
  /** `BINANCE` */
  readonly venue: string;
  /** `Binance` */
  readonly name: string;
  /** Wall time, ms UTC. */
  readonly fetchedAt: number;
  readonly markets: readonly ListedMarket[];
  /** Markets of the venue that are closed, neither spot nor perpetuals that are paid in their quote asset, or have names that an instrument cannot have here. */
  readonly leftOut: number;
}

/** The id of an instrument in this program, `BTC/USDT.BINANCE`. */
export function marketId(symbol: string, venue: string): string {
  return `${symbol}.${venue}`;
}

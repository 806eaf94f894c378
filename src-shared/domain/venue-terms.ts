/** How much worse than the best price of the other side a market order may be filled, as a share, by the venue's tag. */
const MARKET_BOUNDS: Readonly<Record<string, string>> = { HYPERLIQUID: '0.05', HYPERLIQUIDPERP: '0.05' };

/** The bound of a market order where a venue has none and it goes as a limit that takes what is there at once; null where it has them. */
export function marketBoundAt(venue: string): string | null {
  return Object.hasOwn(MARKET_BOUNDS, venue) ? MARKET_BOUNDS[venue]! : null;
}

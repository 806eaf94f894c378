/** A part of Hyperliquid whose money is kept apart: what of an account a session there sees, and how its markets are written. */
export interface HyperliquidKind {
  /** As sentences call it. */
  readonly name: string;
  /** Whether a market is of this part, by the venue's name of it. */
  readonly owns: (coin: string) => boolean;
  /** Most digits behind the point of a price and of a size together. */
  readonly decimals: number;
  /** Numbers of its markets in actions. */
  readonly numbers: RegExp;
  /** Takes orders that wait for a price. */
  readonly waits: boolean;
  /** What is left of its actions' numbers by two: a session of each may sign with one key, and no number is taken twice. */
  readonly parity: 0 | 1;
}

/** Markets are called `PURR/USDC` or `@107`. */
export const HYPERLIQUID_SPOT: HyperliquidKind = {
  name: 'Hyperliquid',
  owns: (coin) => coin.startsWith('@') || coin.includes('/'),
  decimals: 8,
  numbers: /^1\d{4}$/u,
  waits: false,
  parity: 0,
};

/** Markets are called by their coin. Those of other people's exchanges there are `exchange:COIN`, and of outcomes `#1`: none of these. */
export const HYPERLIQUID_PERPETUALS: HyperliquidKind = {
  name: 'Hyperliquid perpetuals',
  owns: (coin) => /^\w+$/u.test(coin),
  decimals: 6,
  numbers: /^\d{1,4}$/u,
  waits: true,
  parity: 1,
};

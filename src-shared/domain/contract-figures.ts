/** What a venue says of a perpetual beside its trades: figures exactly as it wrote them, each with when it was heard, our own time, ms UTC. */
export interface ContractFigures {
  /** The price at which the venue values positions, quote units; null before it was told. */
  readonly mark: { readonly price: string; readonly at: number } | null;
  /** What longs pay shorts at `nextAt` (ms UTC), as a share of a position's value; below zero shorts pay. Null before it was told. */
  readonly funding: { readonly rate: string; readonly nextAt: number; readonly at: number } | null;
}

/** A mark price that was heard longer ago than this is stale, ms: venues tell it every ten seconds at least, and it is asked for where none comes. */
export const MARK_STALE_MS = 20_000;

/** A funding rate that was heard longer ago than this is stale, ms: venues tell it every ninety seconds at least. */
export const FUNDING_STALE_MS = 180_000;

/** How old a figure is, ms, once it is stale at `now`; null while it is not. */
export function staleFor(figure: { readonly at: number }, staleMs: number, now: number): number | null {
  const age = now - figure.at;
  return age > staleMs ? age : null;
}

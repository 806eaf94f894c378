/** Ticks that one row of a book may hold; each divides the next. */
export const GROUPINGS = [1, 5, 10, 50, 100] as const;

/** Who waits in a book: buyers or sellers. */
export type BookSide = 'bid' | 'ask';

/** The row a price falls into: bids down, asks up, so that a row never promises a better price than it holds. */
export function groupTicks(ticks: number, side: BookSide, grouping: number): number {
  return (side === 'bid' ? Math.floor(ticks / grouping) : Math.ceil(ticks / grouping)) * grouping;
}

import type { BookRow, QuoteRow } from '../../../src-shared/contract/rows.ts';
import type { Print } from '../../state/desk-store.ts';

/** Where the last price stands between the low and the high of the day, 0 to 1; null while the range is not known or empty. */
export function placeInRange(quote: Pick<QuoteRow, 'last' | 'low24h' | 'high24h'> | undefined): number | null {
  if (quote === undefined || !(quote.high24h > quote.low24h)) return null;
  return Math.max(0, Math.min(1, (quote.last - quote.low24h) / (quote.high24h - quote.low24h)));
}

/** The spread in quote units and in basis points of the middle; null while a side is missing. */
export function spreadOf(quote: Pick<QuoteRow, 'bid' | 'ask'> | undefined): { readonly spread: number; readonly bps: number } | null {
  if (quote === undefined || !(quote.bid > 0) || !(quote.ask > 0)) return null;
  const spread = quote.ask - quote.bid;
  return { spread, bps: (spread / ((quote.bid + quote.ask) / 2)) * 10_000 };
}

/** Size on both sides up to a distance from the middle, base units; null without a book. */
export function depthWithin(book: BookRow | undefined, bps: number): number | null {
  const bid = book?.bids[0];
  const ask = book?.asks[0];
  if (book === undefined || bid === undefined || ask === undefined) return null;
  const mid = (bid + ask) / 2;
  const far = (mid * bps) / 10_000;
  let depth = 0;
  for (const side of [book.bids, book.asks]) {
    for (let i = 0; i + 1 < side.length && Math.abs(side[i]! - mid) <= far; i += 2) depth += side[i + 1]!;
  }
  return depth;
}

/** Mean size of prints, base units; null without prints. */
export function averageSize(prints: readonly Print[] | undefined): number | null {
  if (prints === undefined || prints.length === 0) return null;
  return prints.reduce((sum, print) => sum + print[2], 0) / prints.length;
}

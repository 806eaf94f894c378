import type { RefreshedMarkets } from '../../../src-shared/contract/markets.ts';
import type { DeskFault } from '../desk/desk-messages.ts';

/** Whose markets are to be fetched, and where they are kept. */
export interface MarketsStart {
  readonly home: string;
  /** In small letters. */
  readonly venue: string;
}

/** What the fetching of a venue's markets tells. */
export type FromMarkets =
  { readonly kind: 'markets'; readonly refreshed: RefreshedMarkets } | { readonly kind: 'failed'; readonly fault: DeskFault };

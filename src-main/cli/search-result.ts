import type { SearchSummary, Trial } from '../ports/research-store.ts';

/** A search that has ended or was paused, with everything it tried. */
export interface SearchResult {
  readonly search: SearchSummary;
  /** In-sample without their daily returns. */
  readonly trials: readonly Trial[];
  /** Tries of its family, those of other runs and searches among them. */
  readonly tries: number;
}

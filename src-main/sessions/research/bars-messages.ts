import type { BookSource, RunBarsView, RunRequest } from '../../../src-shared/contract/research.ts';
import type { WalkHoldView } from '../../../src-shared/contract/searches.ts';
import type { SearchSummary } from '../../ports/research-store.ts';
import type { DeskFault } from '../desk/desk-messages.ts';

/** What a reading of a run's bars is started with. */
export interface BarsStart {
  readonly run: number;
  readonly request: RunRequest;
  readonly home: string;
  readonly marketSeed: number;
  /** From which instant to which, ms UTC, and at most how many bars. */
  readonly from: number;
  readonly to: number;
  readonly most: number;
  /** What the run's bars must hash to, or null where that is known. */
  readonly dataHash: string | null;
}

/** Bars of the simulated market from one instant to another, ms UTC. */
export interface MarketBarsStart {
  readonly instrument: string;
  readonly timeframe: RunRequest['timeframe'];
  readonly from: number;
  readonly to: number;
  readonly marketSeed: number;
}

/** What a reading of bars is started with; `books` lists the recorded order books of a home, `hold` holds what a walk-forward went over. */
export type BarsAsked =
  | { readonly kind: 'run'; readonly start: BarsStart }
  | { readonly kind: 'market'; readonly start: MarketBarsStart }
  | { readonly kind: 'books'; readonly home: string }
  | { readonly kind: 'hold'; readonly start: { readonly search: SearchSummary; readonly home: string; readonly marketSeed: number } };

/** What it tells. */
export type FromBars = { readonly kind: 'bars'; readonly view: RunBarsView } | { readonly kind: 'failed'; readonly fault: DeskFault };

/** The same of what was held. */
export type FromHold = { readonly kind: 'hold'; readonly view: WalkHoldView } | { readonly kind: 'failed'; readonly fault: DeskFault };

/** The same of recorded books. */
export type FromBooks =
  { readonly kind: 'books'; readonly books: readonly BookSource[] } | { readonly kind: 'failed'; readonly fault: DeskFault };

import type { OverfitView, SearchAsk } from '../../../src-shared/contract/searches.ts';
import type { CostProfile } from '../../../src-shared/domain/costs.ts';
import type { StrategyScript } from '../../ports/strategy-process.ts';
import type { DeskFault } from '../desk/desk-messages.ts';
import type { SearchProgress } from './search-job.ts';

/** What a search's thread is started with. */
export interface SearchStart {
  readonly home: string;
  /** Seed of the simulated market that the window shows. */
  readonly marketSeed: number;
  /** Version of the program. */
  readonly engine: string;
  /** Threads that run trials. */
  readonly jobs: number;
  /** The files of a strategy of the user's own as they are now; null for a built-in one, or one that is not there any more. */
  readonly script: StrategyScript | null;
  readonly what:
    | { readonly kind: 'start'; readonly id: string; readonly ask: SearchAsk; readonly costs: CostProfile }
    | { readonly kind: 'resume'; readonly id: string }
    | { readonly kind: 'judge'; readonly id: string };
}

/** What a search's thread may be asked for while it goes. */
export type ToSearch = 'pause' | 'cancel';

/** What a search's thread tells. */
export type FromSearch =
  | { readonly kind: 'progress'; readonly progress: SearchProgress }
  | { readonly kind: 'ended'; readonly progress: SearchProgress; readonly fault: DeskFault | null }
  | { readonly kind: 'judged'; readonly view: OverfitView }
  | { readonly kind: 'failed'; readonly fault: DeskFault };

import type { CheckAsk, CheckView } from '../../../src-shared/contract/checks.ts';
import type { RunRequest } from '../../../src-shared/contract/research.ts';
import type { StrategyScript } from '../../ports/strategy-process.ts';
import type { DeskFault } from '../desk/desk-messages.ts';

/** What a check's thread is started with. */
export interface CheckStart {
  readonly home: string;
  /** Seed of the simulated market that the window shows. */
  readonly marketSeed: number;
  /** Threads that run markets side by side. */
  readonly jobs: number;
  readonly check: CheckAsk;
  /** Wall time of its beginning, ms UTC, and the version of the program. */
  readonly at: number;
  readonly engine: string;
  /** Under which the store has the run, and where its bars come from. */
  readonly id: string;
  readonly request: RunRequest;
  /** The files of a strategy of the user's own as they are now; null for a built-in one, or one that is not there any more. */
  readonly script: StrategyScript | null;
}

/** What a check's thread tells. */
export type FromCheck =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'done'; readonly view: CheckView }
  | { readonly kind: 'failed'; readonly fault: DeskFault };

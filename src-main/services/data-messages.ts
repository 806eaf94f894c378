import type { DataResult, DataWork } from '../../src-shared/contract/data-jobs.ts';
import type { DeskFault } from '../sessions/desk/desk-messages.ts';

/** What a thread for work on the stored data is started with. */
export interface DataStart {
  readonly home: string;
  /** Seed of the simulated market that is recorded. */
  readonly marketSeed: number;
  readonly work: DataWork;
  /** The file that is read or written; '' where there is none. */
  readonly file: string;
}

/** How far work has come. */
export interface DataProgress {
  /** Rows read, or bars stored. */
  readonly rows: number;
  /** 0 to 1; null where it cannot be told. */
  readonly share: number | null;
  /** Why it waits for a venue, a sentence; '' while it does not. */
  readonly waits: string;
}

/** What the thread tells. */
export type FromData =
  | ({ readonly kind: 'progress' } & DataProgress)
  | { readonly kind: 'done'; readonly result: DataResult }
  | { readonly kind: 'failed'; readonly fault: DeskFault };

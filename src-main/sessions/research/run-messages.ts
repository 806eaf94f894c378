import type { RunReportView, RunRequest, RunTradeRow } from '../../../src-shared/contract/research.ts';
import type { CostProfile } from '../../../src-shared/domain/costs.ts';
import type { StrategyScript } from '../../ports/strategy-process.ts';
import type { Capsule } from './capsule.ts';
import type { DeskFault } from '../desk/desk-messages.ts';

/** What a run's thread is started with. */
export interface RunStart {
  readonly run: number;
  readonly request: RunRequest;
  readonly costs: CostProfile;
  readonly home: string;
  /** Seed of the simulated market that the window shows. */
  readonly marketSeed: number;
  /** Version of the program. */
  readonly engine: string;
  /** Under which the run is kept, and the wall time of its start, ms UTC. */
  readonly id: string;
  readonly at: number;
  /** The files of a strategy of the user's own as they were when the run was asked for; null for a built-in one. */
  readonly script: StrategyScript | null;
}

/** What a run's thread tells. */
export type FromRun =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'done'; readonly view: RunReportView; readonly trades: readonly RunTradeRow[]; readonly capsule: Capsule }
  | { readonly kind: 'failed'; readonly fault: DeskFault };

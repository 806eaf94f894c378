import type { PortfolioAsk, PortfolioReportView } from '../../../src-shared/contract/portfolios.ts';
import type { CostProfile } from '../../../src-shared/domain/costs.ts';
import type { DeskFault } from '../desk/desk-messages.ts';

/** What a portfolio's thread is started with. */
export interface PortfolioStart {
  readonly run: number;
  readonly request: PortfolioAsk;
  readonly costs: CostProfile;
  readonly home: string;
  /** Seed of the simulated market that the window shows. */
  readonly marketSeed: number;
  /** Version of the program. */
  readonly engine: string;
  /** Under which the run is kept, and the wall time of its start, ms UTC. */
  readonly id: string;
  readonly at: number;
}

/** What a portfolio's thread tells. */
export type FromPortfolio =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'done'; readonly view: PortfolioReportView }
  | { readonly kind: 'failed'; readonly fault: DeskFault };

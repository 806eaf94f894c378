import { runRequest, type RunRow } from '../../src-shared/contract/research.ts';
import { isWindowData } from '../sessions/research/stored-report.ts';
import type { ResearchStore, RunSummary } from '../ports/research-store.ts';

/** Runs that a list can show; older ones stay in the store. */
const LISTED = 10_000;

/** A run of the store under the number it has in the list. */
export interface ListedRun {
  readonly id: string;
  readonly row: RunRow;
}

/** The runs that the window made before, oldest first, numbered from 1 by their place in the store. */
export function listedRuns(store: ResearchStore): readonly ListedRun[] {
  return store
    .runs(LISTED)
    .toReversed()
    .flatMap((run, index) => listedRun(run, index + 1) ?? []);
}

function listedRun({ id, conditions, parameters, figures }: RunSummary, run: number): ListedRun | null {
  const { family, data, cash, size, costs, limits, seed } = conditions;
  // What was run over a file on the command line has no bars that the window could name.
  if (!isWindowData(data)) return null;
  const request = runRequest.safeParse({
    source: data.id === null ? { kind: 'simulated' } : { kind: 'stored', series: data.id },
    instrument: family.instrument,
    timeframe: family.timeframe,
    from: data.from,
    to: data.to,
    strategy: family.strategy,
    parameters,
    size,
    cash,
    costs: costs.name,
    limits: limits.maxOrderNotional === null ? 'none' : 'default',
    seed,
  });
  if (!request.success) return null;
  const row: RunRow = {
    run,
    state: 'done',
    request: request.data,
    totalReturn: figures['totalReturn'] ?? null,
    maxDrawdown: figures['maxDrawdown'] ?? null,
    done: 0,
    total: 0,
    rate: null,
    left: null,
    seconds: null,
    problem: '',
  };
  return { id, row };
}

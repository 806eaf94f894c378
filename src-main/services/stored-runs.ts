import { type RunRequest, runRequest, type RunRow } from '../../src-shared/contract/research.ts';
import { isWindowData } from '../sessions/research/stored-report.ts';
import type { NumberedRun, ResearchStore, RunConditions } from '../ports/research-store.ts';

/** Runs that a list can show; older ones stay in the store. */
const LISTED = 10_000;

/** A run of the store under its number. */
export interface ListedRun {
  readonly id: string;
  readonly row: RunRow;
}

/** The runs that the window can show, in the order of their numbers. */
export function listedRuns(store: ResearchStore): readonly ListedRun[] {
  return store
    .runs(LISTED)
    .flatMap((run) => listedRun(run) ?? [])
    .toSorted((a, b) => a.row.run - b.row.run);
}

function listedRun({ id, number, isReported, conditions, parameters, figures }: NumberedRun): ListedRun | null {
  const { family, data, cash, size, costs, limits, seed, book } = conditions;
  // What was run on the command line has figures, but no report that could be shown, and often no bars that the window could name.
  if (!isReported || (book === undefined && !isWindowData(data))) return null;
  const request = runRequest.safeParse({
    source: sourceOf(conditions),
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
    ...(book === undefined ? {} : { queue: book.queue }),
  });
  if (!request.success) return null;
  const row: RunRow = {
    run: number,
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

function sourceOf({ data, book }: RunConditions): RunRequest['source'] {
  if (book !== undefined) return { kind: 'recorded', recording: book.recording };
  return data.id === null ? { kind: 'simulated' } : { kind: 'stored', series: data.id };
}

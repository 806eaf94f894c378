import type { SearchAsk, SearchRow } from '../../src-shared/contract/searches.ts';
import { isWindowData } from '../sessions/research/stored-report.ts';
import type { SearchSummary } from '../ports/research-store.ts';

/** The row of a search that was just asked for. */
export function askedRow(search: string, { run, method, space, objectives, trials }: SearchAsk, at: number): SearchRow {
  const { strategy, instrument, timeframe, from, to } = run;
  return {
    search,
    state: 'running',
    at,
    ...{ strategy, instrument, timeframe, from, to, method, space, objectives },
    done: 0,
    total: trials,
    failed: 0,
    rate: null,
    left: null,
    best: null,
    resumable: true,
    problem: '',
  };
}

/** The row of a search as the store has it. One that its thread left while it ran is paused: it can be gone on with. */
export function storedRow(search: SearchSummary): SearchRow {
  const { id, at, state, conditions, method, space, objectives, trials, recorded, windows } = search;
  const { family, data } = conditions;
  return {
    search: id,
    state: state === 'running' ? 'paused' : state,
    at,
    strategy: family.strategy,
    instrument: family.instrument,
    timeframe: family.timeframe,
    from: data.from,
    to: data.to,
    ...{ method, space, objectives },
    done: recorded,
    total: state === 'done' ? recorded : Math.max(trials, recorded),
    failed: 0,
    rate: null,
    left: null,
    best: null,
    // Bars of a file, and walk-forward windows, are gone on with on the command line.
    resumable: state !== 'done' && state !== 'cancelled' && windows === null && isWindowData(data),
    problem: '',
  };
}

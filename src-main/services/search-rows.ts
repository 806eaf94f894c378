import type { SearchAsk, SearchRow } from '../../src-shared/contract/searches.ts';
import type { FundingNote } from '../../src-shared/domain/funding.ts';
import { underlyingOf } from '../core/market-data/perpetual-instrument.ts';
import { planWindows } from '../core/research/search/walk-forward.ts';
import { isWindowData } from '../sessions/research/stored-report.ts';
import { unwrap } from '../../src-shared/kernel/result.ts';
import type { RunConditions, SearchSummary, SearchWindow } from '../ports/research-store.ts';

/** The windows that a search asks for; null for none. Fails with `search.invalid` where they do not fit into its bars. */
export function askedWindows({ run, windows }: SearchAsk): readonly SearchWindow[] | null {
  return windows === null ? null : unwrap(planWindows({ from: run.from, to: run.to, ...windows }));
}

/** Each window has its trials and one run out of sample. */
function trialsOf(trials: number, windows: number | null): number {
  return windows === null ? trials : windows * (trials + 1);
}

/** The row of a search that was just asked for. */
export function askedRow(search: string, ask: SearchAsk, at: number): SearchRow {
  const { run, method, space, objectives, trials } = ask;
  const { strategy, instrument, timeframe, from, to, perpetual } = run;
  const windows = askedWindows(ask)?.length ?? null;
  return {
    search,
    state: 'running',
    at,
    ...{ strategy, instrument, timeframe, from, to, method, space, objectives, windows },
    ...(perpetual === undefined ? {} : { perpetual }),
    done: 0,
    total: trialsOf(trials, windows),
    failed: 0,
    rate: null,
    left: null,
    best: null,
    resumable: true,
    problem: '',
  };
}

/** How a stored search trades a perpetual, as it would be asked for; nothing of spot. */
function perpetualOf({ instrument, ways, funding }: RunConditions): Pick<SearchRow, 'perpetual'> {
  if (instrument.kind !== 'perpetual' || funding === undefined) return {};
  const { leverage } = instrument.terms;
  return { perpetual: { leverage, direction: ways ?? 'long', funding: fundingAsked(funding) } };
}

function fundingAsked(note: FundingNote): NonNullable<SearchRow['perpetual']>['funding'] {
  if (note.kind === 'stored') return { kind: 'stored' };
  return note.kind === 'stated' ? { kind: 'stated', bps: note.bps } : { kind: 'assumed' };
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
    instrument: conditions.instrument.kind === 'spot' ? family.instrument : underlyingOf(conditions.instrument).id,
    ...perpetualOf(conditions),
    timeframe: family.timeframe,
    from: data.from,
    to: data.to,
    ...{ method, space, objectives },
    windows: windows?.length ?? null,
    done: recorded,
    total: state === 'done' ? recorded : Math.max(trialsOf(trials, windows?.length ?? null), recorded),
    failed: 0,
    rate: null,
    left: null,
    best: null,
    // Bars of a file are gone on with on the command line.
    resumable: state !== 'done' && state !== 'cancelled' && isWindowData(data),
    problem: '',
  };
}

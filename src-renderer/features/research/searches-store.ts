import { create } from 'zustand';
import type { OverfitView, SearchRow, SearchTrialRow, WalkForwardView, WalkHoldView } from '../../../src-shared/contract/searches.ts';
import { callMain } from '../../state/call-main.ts';
import { tellRefusal } from '../../ui/tell.ts';
import { useDesk } from '../../state/desk-store.ts';
import type { SearchForm } from './search-form.ts';

/** A search over all bars at once, or a walk-forward. */
export type SearchKind = 'search' | 'walk';

interface Searches {
  /** By strategy, as typed so far. */
  readonly forms: Readonly<Record<string, SearchForm>>;
  /** What is shown of each kind, by id. */
  readonly chosen: Readonly<Partial<Record<SearchKind, string>>>;
  readonly trials: ReadonlyMap<string, { readonly trials: readonly SearchTrialRow[]; readonly total: number }>;
  readonly walks: ReadonlyMap<string, WalkForwardView>;
  /** The same cash held over a walk-forward's windows, or why that is not known. */
  readonly holds: ReadonlyMap<string, WalkHoldView | string>;
  readonly verdicts: ReadonlyMap<string, OverfitView | string>;
  type(strategy: string, form: SearchForm): void;
  choose(kind: SearchKind, search: string): void;
}

/** What the parts of searching share. */
export const useSearches = create<Searches>()((set) => ({
  forms: {},
  chosen: {},
  trials: new Map(),
  walks: new Map(),
  holds: new Map(),
  verdicts: new Map(),
  type: (strategy, form) => {
    set(({ forms }) => ({ forms: { ...forms, [strategy]: form } }));
  },
  choose: (kind, search) => {
    set(({ chosen }) => ({ chosen: { ...chosen, [kind]: search } }));
  },
}));

/** Reads what was searched. */
export async function loadSearches(): Promise<void> {
  const result = await callMain((client) => client.searches.list({}));
  if (!result.ok) {
    tellRefusal('search', result.fault.message);
    return;
  }
  const { searches } = result.value;
  useDesk.setState(({ searches: told }) => ({ searches: new Map([...searches.map((row) => [row.search, row] as const), ...told]) }));
}

/** Reads the trials of a search as they are now. */
export async function loadTrials(search: string): Promise<void> {
  const result = await callMain((client) => client.searches.trials({ search }));
  if (result.ok) useSearches.setState(({ trials }) => ({ trials: new Map(trials).set(search, result.value) }));
  else if (result.fault.code !== 'search.unknown') tellRefusal('search', result.fault.message);
}

/** Reads what a walk-forward came to so far. */
export async function loadWalk(search: string): Promise<void> {
  const result = await callMain((client) => client.searches.walk({ search }));
  if (result.ok) useSearches.setState(({ walks }) => ({ walks: new Map(walks).set(search, result.value) }));
  else if (result.fault.code !== 'search.unknown') tellRefusal('walk', result.fault.message);
}

/** Has the same cash held over the windows of a walk-forward; why that failed stands in its place. */
export async function loadWalkHold(search: string): Promise<void> {
  if (typeof useSearches.getState().holds.get(search) === 'object') return;
  const result = await callMain((client) => client.searches.walkHold({ search }));
  useSearches.setState(({ holds }) => ({ holds: new Map(holds).set(search, result.ok ? result.value : result.fault.message) }));
}

/** Has everything weighed that was tried of a search's family; why that failed stands in the place of the verdict. */
export async function loadVerdict(search: string): Promise<void> {
  const result = await callMain((client) => client.searches.judge({ search }));
  useSearches.setState(({ verdicts }) => ({ verdicts: new Map(verdicts).set(search, result.ok ? result.value : result.fault.message) }));
}

/** Every search, newest first. */
export function searchesNewestFirst(searches: ReadonlyMap<string, SearchRow>): readonly SearchRow[] {
  return [...searches.values()].sort((a, b) => b.at - a.at);
}

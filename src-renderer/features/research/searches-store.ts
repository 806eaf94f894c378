import { create } from 'zustand';
import type { OverfitView, SearchRow, SearchTrialRow } from '../../../src-shared/contract/searches.ts';
import { callMain } from '../../state/call-main.ts';
import { tellRefusal } from '../../ui/tell.ts';
import { useDesk } from '../../state/desk-store.ts';
import type { SearchForm } from './search-form.ts';

interface Searches {
  /** By strategy, as typed so far. */
  readonly forms: Readonly<Record<string, SearchForm>>;
  /** The search that is shown, by id. */
  readonly chosen: string | null;
  readonly trials: ReadonlyMap<string, { readonly trials: readonly SearchTrialRow[]; readonly total: number }>;
  readonly verdicts: ReadonlyMap<string, OverfitView | string>;
  type(strategy: string, form: SearchForm): void;
  choose(search: string): void;
}

/** What the parts of searching share. */
export const useSearches = create<Searches>()((set) => ({
  forms: {},
  chosen: null,
  trials: new Map(),
  verdicts: new Map(),
  type: (strategy, form) => {
    set(({ forms }) => ({ forms: { ...forms, [strategy]: form } }));
  },
  choose: (chosen) => {
    set({ chosen });
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
  useSearches.setState(({ chosen }) => ({ chosen: chosen ?? searches[0]?.search ?? null }));
}

/** Reads the trials of a search as they are now. */
export async function loadTrials(search: string): Promise<void> {
  const result = await callMain((client) => client.searches.trials({ search }));
  if (result.ok) useSearches.setState(({ trials }) => ({ trials: new Map(trials).set(search, result.value) }));
  else if (result.fault.code !== 'search.unknown') tellRefusal('search', result.fault.message);
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

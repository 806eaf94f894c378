import { create } from 'zustand';
import { nextWatchSort } from './watchlist-model.ts';
import type { WatchOrder, WatchSort } from './watchlist-model.ts';

interface Watchlist {
  /** Instruments in the trader's own order; others come after them. */
  readonly own: readonly string[];
  /** Instruments taken off the list. */
  readonly removed: readonly string[];
  readonly sort: WatchOrder;
  setOwn(own: readonly string[]): void;
  remove(instrument: string): void;
  add(instrument: string): void;
  sortBy(by: WatchSort): void;
  /** Takes what was kept; what is no watchlist in it is left out. */
  load(kept: Readonly<Record<string, unknown>>): void;
}

const SORTS: readonly WatchSort[] = ['own', 'name', 'change', 'volume'];

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}

function sortOf(value: unknown): WatchOrder {
  const { by, descending } = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
  return { by: SORTS.find((each) => each === by) ?? 'own', descending: descending === true };
}

/** What a trader made of the watchlist; the window keeps it. */
export const useWatchlist = create<Watchlist>()((set) => ({
  own: [],
  removed: [],
  sort: { by: 'own', descending: false },
  setOwn: (own) => {
    set({ own, sort: { by: 'own', descending: false } });
  },
  remove: (instrument) => {
    set(({ removed }) => ({ removed: [...removed.filter((other) => other !== instrument), instrument] }));
  },
  add: (instrument) => {
    set(({ removed }) => ({ removed: removed.filter((other) => other !== instrument) }));
  },
  sortBy: (by) => {
    set(({ sort }) => ({ sort: nextWatchSort(sort, by) }));
  },
  load: ({ own, removed, sort }) => {
    set({ own: texts(own), removed: texts(removed), sort: sortOf(sort) });
  },
}));

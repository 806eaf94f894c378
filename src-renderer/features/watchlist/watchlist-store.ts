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
  load(kept: Partial<Pick<Watchlist, 'own' | 'removed' | 'sort'>>): void;
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
  load: (kept) => {
    set(kept);
  },
}));

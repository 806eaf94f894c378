import { create } from 'zustand';
import { nextWatchSort } from './watchlist-model.ts';
import type { NamedList, WatchOrder, WatchSort } from './watchlist-model.ts';
import { WATCHLIST_SENTENCES as SAY } from './sentences.ts';

/** What the second line of a row may show. */
export const WATCH_COLUMNS = ['line', 'volume', 'change'] as const;
export type WatchColumn = (typeof WATCH_COLUMNS)[number];

/** Characters of ids that the window keeps in all lists together; a setting has room for so many. */
const ROOM = 230_000;

interface Watchlist {
  /** One at least. */
  readonly lists: readonly NamedList[];
  /** The place of the one on show. */
  readonly chosen: number;
  readonly sort: WatchOrder;
  readonly columns: readonly WatchColumn[];
  setOwn(own: readonly string[]): void;
  /** Takes a market off the list on show; what it returns puts it back where it was. */
  remove(id: string): () => void;
  /** Gives the list on show these markets behind those that it shows now; false where there is no room, and nothing changes. */
  add(ids: readonly string[], listed: readonly string[]): boolean;
  /** Puts every instrument of the desk back onto the list. */
  restoreAll(): void;
  sortBy(by: WatchSort): void;
  sortOwn(): void;
  choose(at: number): void;
  /** A new list, which is on show then; false where there is no room. */
  addList(name: string, own: readonly string[]): boolean;
  rename(name: string): void;
  /** Takes the list on show away; the last one stays. What it returns puts it back. */
  dropList(): () => void;
  toggleColumn(column: WatchColumn): void;
  /** Takes what was kept; what is no watchlist in it is left out. */
  load(kept: Readonly<Record<string, unknown>>): void;
}

const SORTS: readonly WatchSort[] = ['own', 'name', 'change', 'volume'];
const FIRST: NamedList = { name: SAY.title, all: true, own: [], removed: [] };

/** Ids that were kept in a list, or as one text with blanks between them. */
function texts(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.split(' ').filter((id) => id !== '');
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function sortOf(value: unknown): WatchOrder {
  const { by, descending } = fields(value);
  return { by: SORTS.find((each) => each === by) ?? 'own', descending: descending === true };
}

function listOf(value: unknown): NamedList {
  const { name, all, own, removed } = fields(value);
  return { name: typeof name === 'string' && name !== '' ? name : SAY.title, all: all === true, own: texts(own), removed: texts(removed) };
}

function columnsOf(value: unknown): readonly WatchColumn[] {
  return Array.isArray(value) ? WATCH_COLUMNS.filter((column) => value.includes(column)) : ['line', 'change'];
}

function fits(lists: readonly NamedList[]): boolean {
  let length = 0;
  for (const { own, removed } of lists) for (const id of [...own, ...removed]) length += id.length + 1;
  return length <= ROOM;
}

/** What the window keeps of the lists. */
export function keptWatchlist({ lists, chosen, sort, columns }: Watchlist): unknown {
  const texted = lists.map(({ own, removed, ...list }) => ({ ...list, own: own.join(' '), removed: removed.join(' ') }));
  return { lists: texted, chosen, sort, columns };
}

/** The list on show. */
export function chosenList({ lists, chosen }: Pick<Watchlist, 'lists' | 'chosen'>): NamedList {
  return lists[chosen] ?? lists[0] ?? FIRST;
}

type Change = (list: NamedList) => NamedList;

/** The lists with the one on show changed. */
function changed({ lists, chosen }: Pick<Watchlist, 'lists' | 'chosen'>, change: Change): readonly NamedList[] {
  return lists.map((list, at) => (at === chosen ? change(list) : list));
}

/** A market taken off a list, and put back where it was. */
function taking(id: string, from: NamedList): { readonly without: Change; readonly back: Change } {
  const at = from.own.indexOf(id);
  return {
    without: ({ own, removed, ...list }) => ({
      ...list,
      own: own.filter((other) => other !== id),
      removed: list.all ? [...removed, id] : removed,
    }),
    back: ({ own, removed, ...list }) => ({
      ...list,
      own: at < 0 || own.includes(id) ? own : [...own.slice(0, at), id, ...own.slice(at)],
      removed: removed.filter((other) => other !== id),
    }),
  };
}

/** Lists that were kept; one at least. Before there were several, the one was kept by its parts. */
function keptLists({ lists, own, removed }: Readonly<Record<string, unknown>>): readonly NamedList[] {
  if (Array.isArray(lists) && lists.length > 0) return lists.map(listOf);
  const parts = (value: unknown): readonly string[] => (Array.isArray(value) ? texts(value) : []);
  return [{ ...FIRST, own: parts(own), removed: parts(removed) }];
}

/** What a trader made of the watchlists; the window keeps it. */
export const useWatchlist = create<Watchlist>()((set, get) => ({
  lists: [FIRST],
  chosen: 0,
  sort: { by: 'own', descending: false },
  columns: ['line', 'change'],
  setOwn: (own) => {
    set((state) => ({ lists: changed(state, (list) => ({ ...list, own })), sort: { by: 'own', descending: false } }));
  },
  remove: (id) => {
    const { chosen, lists } = get();
    const { without, back } = taking(id, chosenList({ lists, chosen }));
    set((state) => ({ lists: changed(state, without) }));
    return () => {
      set((state) => ({ lists: changed({ lists: state.lists, chosen }, back) }));
    };
  },
  add: (ids, listed) => {
    const there = new Set(listed);
    const own = [...listed, ...ids.filter((id) => !there.has(id))];
    const coming = new Set(ids);
    const lists = changed(get(), (list) => ({ ...list, own, removed: list.removed.filter((id) => !coming.has(id)) }));
    if (!fits(lists)) return false;
    set({ lists });
    return true;
  },
  restoreAll: () => {
    set((state) => ({ lists: changed(state, (list) => ({ ...list, all: true, removed: [] })) }));
  },
  sortBy: (by) => {
    set(({ sort }) => ({ sort: nextWatchSort(sort, by) }));
  },
  sortOwn: () => {
    set({ sort: { by: 'own', descending: false } });
  },
  choose: (at) => {
    set(({ lists }) => ({ chosen: Math.max(0, Math.min(lists.length - 1, at)) }));
  },
  addList: (name, own) => {
    const lists = [...get().lists, { name, all: false, own, removed: [] }];
    if (!fits(lists)) return false;
    set({ lists, chosen: lists.length - 1 });
    return true;
  },
  rename: (name) => {
    set((state) => ({ lists: changed(state, (list) => ({ ...list, name })) }));
  },
  dropList: () => {
    const { lists, chosen } = get();
    const dropped = lists[chosen];
    if (dropped === undefined || lists.length === 1) return () => undefined;
    set({ lists: lists.filter((_, at) => at !== chosen), chosen: Math.max(0, chosen - 1) });
    return () => {
      set((state) => ({ lists: [...state.lists.slice(0, chosen), dropped, ...state.lists.slice(chosen)], chosen }));
    };
  },
  toggleColumn: (column) => {
    set(({ columns }) => ({ columns: WATCH_COLUMNS.filter((each) => columns.includes(each) !== (each === column)) }));
  },
  load: ({ chosen, sort, columns, ...kept }) => {
    const lists = keptLists(kept);
    const at = typeof chosen === 'number' && lists[chosen] !== undefined ? chosen : 0;
    set({ lists, chosen: at, sort: sortOf(sort), columns: columnsOf(columns) });
  },
}));

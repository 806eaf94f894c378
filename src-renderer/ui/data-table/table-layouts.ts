import { create } from 'zustand';
import type { TableLayout, TableSort } from './column.ts';

interface TableLayoutStore {
  /** By table id; the shell keeps it across starts. */
  readonly layouts: Readonly<Record<string, TableLayout>>;
  change(table: string, change: TableLayout): void;
  reset(table: string): void;
  load(layouts: Readonly<Record<string, TableLayout>>): void;
}

export const useTableLayouts = create<TableLayoutStore>()((set) => ({
  layouts: {},
  change: (table, change) => {
    set(({ layouts }) => ({ layouts: { ...layouts, [table]: { ...layouts[table], ...change } } }));
  },
  reset: (table) => {
    set(({ layouts }) => {
      const { [table]: gone, ...others } = layouts;
      return gone === undefined ? {} : { layouts: others };
    });
  },
  load: (layouts) => {
    set({ layouts });
  },
}));

/** The sort after a press on a column's head: ascending, descending, none. */
export function nextSort(sort: TableSort | undefined, column: string): TableSort | undefined {
  if (sort?.column !== column) return { column, descending: false };
  return sort.descending ? undefined : { column, descending: true };
}

/** A column moved by `by` places among the shown ones. */
export function movedOrder(ids: readonly string[], id: string, by: number): readonly string[] {
  const from = ids.indexOf(id);
  if (from < 0) return ids;
  const rest = ids.filter((other) => other !== id);
  const to = Math.min(Math.max(0, from + by), rest.length);
  return [...rest.slice(0, to), id, ...rest.slice(to)];
}

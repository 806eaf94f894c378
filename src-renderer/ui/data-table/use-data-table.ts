import { useDeferredValue, useMemo, useState } from 'react';
import { hiddenColumns, orderedColumns, shownColumns, tableCsv } from './column.ts';
import type { Column, TableLayout, TableSort } from './column.ts';
import { filterColumns, filterRows, toggledFilter } from './row-filter.ts';
import type { ColumnFilters, FilterValue } from './row-filter.ts';
import { sortRows } from './row-order.ts';
import { movedOrder, nextSort, useTableLayouts } from './table-layouts.ts';

export interface DataTableInput<Row> {
  /** Under which its columns' layout is kept, such as `orders-open`. */
  readonly id: string;
  /** The grid's name for screen readers. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** Takes a finished CSV; the caller offers to save it. Without it, or `exportAll`, there is no export. */
  readonly onExport?: ((csv: string) => void) | undefined;
  /** Exports more than the rows that are here, in place of them. */
  readonly exportAll?: (() => void) | undefined;
  /** How many rows there are in all, where not all of them are here yet. */
  readonly total?: number | undefined;
}

/** A table's rows, columns and what can be done to them; hand it to `DataTable` and `DataTableTools`. */
export interface DataTableModel<Row> extends DataTableInput<Row> {
  readonly layout: TableLayout;
  readonly shown: readonly Column<Row>[];
  readonly visibleRows: readonly Row[];
  /** The same rows before they are sorted: what is worked out from them outlives a sort. */
  readonly filteredRows: readonly Row[];
  readonly filter: string;
  /** The values that single columns let through. */
  readonly filters: ColumnFilters;
  /** Whether rows are left out or put in another order than they come in. */
  readonly isArranged: boolean;
  readonly canExport: boolean;
  setFilter(filter: string): void;
  toggleFilter(value: FilterValue): void;
  clearFilters(): void;
  /** The next sort of a column: ascending, descending, none. */
  sortBy(column: string): void;
  sort(sort: TableSort | undefined): void;
  move(column: string, by: number): void;
  resize(column: string, width: number): void;
  toggle(column: string): void;
  reset(): void;
  exportCsv(): void;
}

const AS_DESIGNED: TableLayout = {};
const NO_FILTERS: ColumnFilters = {};

type LayoutActions = Pick<DataTableModel<never>, 'sortBy' | 'sort' | 'move' | 'resize' | 'toggle' | 'reset'>;

/** What changes a table's layout; it reads the layout as it is then, so that the same actions serve every drawing. */
function layoutActions<Row>(id: string, columns: readonly Column<Row>[]): LayoutActions {
  const store = useTableLayouts.getState;
  const layout = (): TableLayout => store().layouts[id] ?? AS_DESIGNED;
  const change = (next: TableLayout): void => {
    store().change(id, next);
  };
  return {
    sort: (sort) => {
      change({ sort });
    },
    sortBy: (column) => {
      change({ sort: nextSort(layout().sort, column) });
    },
    move: (column, by) => {
      const order = orderedColumns(columns, layout()).map((each) => each.id);
      const hidden = new Set(hiddenColumns(columns, layout()));
      const visible = order.filter((each) => !hidden.has(each));
      change({ order: [...movedOrder(visible, column, by), ...order.filter((each) => hidden.has(each))] });
    },
    resize: (column, width) => {
      change({ widths: { ...layout().widths, [column]: Math.round(width) } });
    },
    toggle: (column) => {
      const hidden = hiddenColumns(columns, layout());
      change({ hidden: hidden.includes(column) ? hidden.filter((each) => each !== column) : [...hidden, column] });
    },
    reset: () => {
      store().reset(id);
    },
  };
}

export function useDataTable<Row>(input: DataTableInput<Row>): DataTableModel<Row> {
  const { id, columns, rows, onExport, exportAll } = input;
  const layout = useTableLayouts((store) => store.layouts[id]) ?? AS_DESIGNED;
  const [filter, setFilter] = useState('');
  const [filters, setFilters] = useState(NO_FILTERS);
  // The letters stand in the field at once; a hundred thousand rows follow when there is time.
  const wanted = useDeferredValue(filter);
  const actions = useMemo(() => layoutActions(id, columns), [id, columns]);
  const shown = useMemo(() => shownColumns(columns, layout), [columns, layout]);
  const filtered = useMemo(() => filterRows(filterColumns(rows, columns, filters), columns, wanted), [rows, columns, filters, wanted]);
  const visibleRows = useMemo(() => sortRows(filtered, columns, layout.sort), [filtered, columns, layout.sort]);
  return {
    ...input,
    ...actions,
    layout,
    shown,
    visibleRows,
    filteredRows: filtered,
    filter,
    filters,
    isArranged: filter !== '' || Object.keys(filters).length > 0 || layout.sort !== undefined,
    canExport: onExport !== undefined || exportAll !== undefined,
    setFilter,
    toggleFilter: (value) => {
      setFilters((before) => toggledFilter(before, value));
    },
    clearFilters: () => {
      setFilter('');
      setFilters(NO_FILTERS);
    },
    exportCsv: () => {
      if (exportAll !== undefined) exportAll();
      else onExport?.(tableCsv(visibleRows, shown));
    },
  };
}

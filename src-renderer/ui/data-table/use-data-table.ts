import { useMemo, useState } from 'react';
import { filterRows, orderedColumns, shownColumns, sortRows, tableCsv } from './column.ts';
import type { Column, TableLayout } from './column.ts';
import { movedOrder, nextSort, useTableLayouts } from './table-layouts.ts';

export interface DataTableInput<Row> {
  /** Under which its columns' layout is kept, such as `orders-open`. */
  readonly id: string;
  /** The grid's name for screen readers. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** Takes a finished CSV; the caller offers to save it. Without it there is no export. */
  readonly onExport?: ((csv: string) => void) | undefined;
}

/** A table's rows, columns and what can be done to them; hand it to `DataTable` and `DataTableTools`. */
export interface DataTableModel<Row> extends DataTableInput<Row> {
  readonly layout: TableLayout;
  readonly shown: readonly Column<Row>[];
  readonly visibleRows: readonly Row[];
  readonly filter: string;
  setFilter(filter: string): void;
  sortBy(column: string): void;
  move(column: string, by: number): void;
  resize(column: string, width: number): void;
  toggle(column: string): void;
  reset(): void;
  exportCsv(): void;
}

const AS_DESIGNED: TableLayout = {};

export function useDataTable<Row>(input: DataTableInput<Row>): DataTableModel<Row> {
  const { id, columns, rows, onExport } = input;
  const layout = useTableLayouts((store) => store.layouts[id]) ?? AS_DESIGNED;
  const change = useTableLayouts((store) => store.change);
  const reset = useTableLayouts((store) => store.reset);
  const [filter, setFilter] = useState('');
  const shown = useMemo(() => shownColumns(columns, layout), [columns, layout]);
  const visibleRows = useMemo(
    () => sortRows(filterRows(rows, columns, filter), columns, layout.sort),
    [rows, columns, filter, layout.sort],
  );
  return {
    ...input,
    layout,
    shown,
    visibleRows,
    filter,
    setFilter,
    sortBy: (column) => {
      change(id, { sort: nextSort(layout.sort, column) });
    },
    move: (column, by) => {
      const order = orderedColumns(columns, layout).map((each) => each.id);
      const hidden = new Set(layout.hidden);
      const visible = order.filter((each) => !hidden.has(each));
      change(id, { order: [...movedOrder(visible, column, by), ...order.filter((each) => hidden.has(each))] });
    },
    resize: (column, width) => {
      change(id, { widths: { ...layout.widths, [column]: Math.round(width) } });
    },
    toggle: (column) => {
      const hidden = layout.hidden ?? [];
      change(id, { hidden: hidden.includes(column) ? hidden.filter((each) => each !== column) : [...hidden, column] });
    },
    reset: () => {
      reset(id);
    },
    exportCsv: () => {
      onExport?.(tableCsv(visibleRows, shown));
    },
  };
}

import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import type { CSSProperties, ReactElement, ReactNode } from 'react';
import { useAppearance } from '../appearance.ts';
import { InGridContext } from '../in-grid.ts';
import { DENSITIES } from '../tokens.ts';
import { gridTemplate, widthOf } from './column.ts';
import { HeadRow } from './head-row.tsx';
import { BodyRow } from './body-row.tsx';
import { useGridKeys } from './use-grid-keys.ts';
import type { DataTableModel } from './use-data-table.ts';

export interface DataTableProps<Row> {
  readonly table: DataTableModel<Row>;
  /** The chosen row (`selected` surface and left bar). */
  readonly selectedKey?: string | undefined;
  readonly onSelect?: ((row: Row) => void) | undefined;
  /** Enter or double click on a row. */
  readonly onOpen?: ((row: Row) => void) | undefined;
  /** Delete on a row: cancels or closes; the caller asks. */
  readonly onDelete?: ((row: Row) => void) | undefined;
  /** Shown under the head when there are no rows: a `PanelMessage`. */
  readonly empty?: ReactNode;
  /** The first words of the sum row, "Sum of 7"; without it there is no sum row. */
  readonly sumLabel?: string | undefined;
  /** Greys the figures. */
  readonly stale?: boolean;
}

const VIRTUAL_FROM = 200;

/**
 * A table as an ARIA grid: one tab stop, arrow keys, sorting, resizing and moving by pointer and keys, copying, a sum row that stays in view.
 * Beyond 200 rows only those in view are drawn, with the right row counts and indices.
 */
export function DataTable<Row>(props: DataTableProps<Row>): ReactElement {
  const { table, empty, sumLabel, stale } = props;
  const { visibleRows, shown, layout, label } = table;
  const grid = useRef<HTMLDivElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = DENSITIES[useAppearance((store) => store.density)].row;
  const virtual = visibleRows.length > VIRTUAL_FROM;
  const virtualizer = useVirtualizer({
    count: virtual ? visibleRows.length : 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  const keys = useGridKeys(grid, scroller, { ...props, rowHeight });
  const style = useMemo(() => {
    const width = shown.reduce((sum, column) => sum + widthOf(column, layout), 0);
    return { '--ui-columns': gridTemplate(shown, layout), '--ui-table-width': `${String(width)}px` } as CSSProperties;
  }, [shown, layout]);
  const items = virtual ? virtualizer.getVirtualItems().map((item) => item.index) : visibleRows.map((_, index) => index);
  const before = virtual ? (items[0] ?? 0) * rowHeight : 0;
  const after = virtual ? (visibleRows.length - 1 - (items.at(-1) ?? -1)) * rowHeight : 0;
  const sumRow = sumLabel !== undefined && visibleRows.length > 0;
  return (
    <div
      ref={grid}
      role="grid"
      aria-label={label}
      aria-rowcount={visibleRows.length + 1 + (sumRow ? 1 : 0)}
      aria-colcount={shown.length}
      className="ui-table"
      data-stale={stale || undefined}
      style={style}
      onKeyDown={keys.onKeyDown}
      onFocus={keys.onFocus}
      onCopy={keys.onCopy}
    >
      <div className="ui-table-scroller" ref={scroller} role="presentation">
        <HeadRow table={table} active={keys.active.row === 0 ? keys.active.column : -1} />
        <InGridContext value={true}>
          <div role="rowgroup" className="ui-table-body">
            {before > 0 ? <div role="presentation" style={{ blockSize: before }} /> : null}
            {items.map((index) => {
              const row = visibleRows[index];
              return row === undefined ? null : (
                <BodyRow
                  key={table.rowKey(row)}
                  {...props}
                  row={row}
                  index={index}
                  active={keys.active.row === index + 1 ? keys.active.column : -1}
                />
              );
            })}
            {after > 0 ? <div role="presentation" style={{ blockSize: after }} /> : null}
          </div>
        </InGridContext>
        {visibleRows.length === 0 ? <div className="ui-table-empty">{empty}</div> : null}
        {sumRow ? <SumRow table={table} label={sumLabel} /> : null}
      </div>
    </div>
  );
}

function SumRow<Row>({ table, label }: { readonly table: DataTableModel<Row>; readonly label: string }): ReactElement {
  return (
    <div role="row" aria-rowindex={table.visibleRows.length + 2} className="ui-table-row ui-table-sum">
      {table.shown.map((column, index) => (
        <div key={column.id} role="gridcell" aria-colindex={index + 1} className="ui-table-cell" data-align={column.align}>
          {index === 0 ? label : column.sum?.(table.visibleRows)}
        </div>
      ))}
    </div>
  );
}

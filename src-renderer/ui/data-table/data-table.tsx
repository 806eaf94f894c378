import { useMemo, useRef, useState } from 'react';
import type { CSSProperties, MouseEvent, ReactElement, ReactNode } from 'react';
import { useAppearance } from '../appearance.ts';
import { ContextMenu, placeOfMenu } from '../context-menu.tsx';
import type { MenuAt } from '../context-menu.tsx';
import { InGridContext } from '../in-grid.ts';
import { PanelMessage } from '../panel-state.tsx';
import { textWidth, useTextWidths } from '../text-width.ts';
import { DENSITIES } from '../tokens.ts';
import { BodyRow } from './body-row.tsx';
import { endLengths, gridTemplate, leastWidth } from './column.ts';
import { HeadRow } from './head-row.tsx';
import { headEntries, rowEntries } from './table-menus.ts';
import { TABLE_WORDS as SAY } from './table-words.ts';
import type { DataTableModel } from './use-data-table.ts';
import { WIDGETS, placeOf, useGridKeys } from './use-grid-keys.ts';
import { useRowsInView } from './use-rows-in-view.ts';
import type { DataTableProps } from './data-table-props.ts';

/**
 * A table as an ARIA grid: one tab stop, arrow keys, sorting, resizing and moving by pointer, keys and menus, filters, copies, a sum row
 * that stays in view. Beyond 200 rows only those in view are drawn, with the right row counts and indices.
 */
export function DataTable<Row>(props: DataTableProps<Row>): ReactElement {
  const { table, sumLabel, stale } = props;
  const { visibleRows, shown, layout, label } = table;
  const grid = useRef<HTMLDivElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const heights = DENSITIES[useAppearance((store) => store.density)];
  const keys = useGridKeys(grid, scroller, { ...props, heights });
  const view = useRowsInView(scroller, { ...props, rowHeight: heights.row, active: keys.active.row - 1 });
  const menu = useTableMenu(props);
  const measures = useTextWidths();
  const style = useMemo(() => {
    const width = shown.reduce((sum, column) => sum + leastWidth(column, layout, textWidth), 0);
    return {
      '--ui-columns': gridTemplate(shown, layout, textWidth),
      '--ui-table-width': `${String(width)}px`,
      ...endLengths(shown, layout, textWidth),
    } as CSSProperties;
    // Words can be measured once the font is there.
  }, [shown, layout, measures]);
  const sumRow = sumLabel !== undefined && visibleRows.length > 0;
  const count = Math.max(visibleRows.length, table.isArranged ? 0 : (table.total ?? 0));
  return (
    <div
      ref={grid}
      role="grid"
      aria-label={label}
      aria-rowcount={count + 1 + (sumRow ? 1 : 0)}
      aria-colcount={shown.length}
      className="ui-table"
      data-stale={stale || undefined}
      style={style}
      onKeyDown={keys.onKeyDown}
      onFocus={keys.onFocus}
      onCopy={keys.onCopy}
      onContextMenu={menu.open}
    >
      <div className="ui-table-scroller" ref={scroller} role="presentation" data-virtual={view.virtual || undefined}>
        <HeadRow table={table} active={keys.active.row === 0 ? keys.active.column : -1} />
        <TableBody {...props} view={view} active={keys.active} />
        {visibleRows.length === 0 ? (
          <div role="row" aria-rowindex={2} className="ui-table-empty">
            <div role="gridcell">{emptyOf(props)}</div>
          </div>
        ) : null}
        {sumRow ? <SumRow table={table} label={sumLabel} index={count + 2} /> : null}
      </div>
      {menu.drawn}
    </div>
  );
}

function emptyOf<Row>({ table, empty }: DataTableProps<Row>): ReactNode {
  if (table.rows.length === 0) return empty;
  return <PanelMessage kind="empty" sentence={SAY.nothing} actions={[{ label: SAY.showAll, onPress: table.clearFilters }]} />;
}

interface TableBodyProps<Row> extends DataTableProps<Row> {
  readonly view: ReturnType<typeof useRowsInView>;
  readonly active: { readonly row: number; readonly column: number };
}

function TableBody<Row>({ table, view, active, selectedKey, onSelect, onOpen }: TableBodyProps<Row>): ReactElement {
  const { visibleRows, shown, rowKey } = table;
  const rowOf = (event: MouseEvent): Row | undefined => {
    const element = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-index]') : null;
    return element === null ? undefined : visibleRows[Number(element.dataset['index'])];
  };
  return (
    <InGridContext value={true}>
      <div
        role="rowgroup"
        className="ui-table-body"
        {...(view.virtual ? { style: { blockSize: view.height } } : {})}
        onClick={(event) => {
          const row = rowOf(event);
          if (row !== undefined) onSelect?.(row);
        }}
        onDoubleClick={(event) => {
          const row = rowOf(event);
          const target = event.target as Element;
          const column = shown[placeOf(target)?.column ?? -1];
          if (row !== undefined && target.closest(WIDGETS) === null) onOpen?.(row, column?.id ?? '');
        }}
      >
        {view.indices.map((index) => {
          const row = visibleRows[index];
          if (row === undefined) return null;
          const key = rowKey(row);
          return (
            <BodyRow
              key={key}
              row={row}
              index={index}
              columns={shown}
              active={view.stop === index ? active.column : -1}
              selected={onSelect === undefined ? undefined : key === selectedKey}
              top={view.virtual ? index * view.rowHeight : undefined}
            />
          );
        })}
      </div>
    </InGridContext>
  );
}

/** The menu of the head or the row under the pointer or the focus. */
function useTableMenu<Row>({ table, rowMenu }: DataTableProps<Row>) {
  const [menu, show] = useState<MenuAt | null>(null);
  const open = (event: MouseEvent): void => {
    const place = placeOf(event.target instanceof Element ? event.target : null);
    const column = place && table.shown[place.column];
    if (place === undefined || column === undefined) return;
    const row = place.row === 0 ? undefined : table.visibleRows[place.row - 1];
    if (place.row > 0 && row === undefined) return;
    event.preventDefault();
    const entries = row === undefined ? headEntries(table, column) : [...(rowMenu?.(row) ?? []), ...rowEntries(table, row, column)];
    show({ ...placeOfMenu(event), label: column.title, entries });
  };
  const close = (): void => {
    show(null);
  };
  return { open, drawn: <ContextMenu menu={menu} onClose={close} /> };
}

function SumRow<Row>({
  table,
  label,
  index,
}: {
  readonly table: DataTableModel<Row>;
  readonly label: string;
  readonly index: number;
}): ReactElement {
  return (
    <div role="row" aria-rowindex={index} className="ui-table-row ui-table-sum">
      {table.shown.map((column, at) => (
        <div key={column.id} role="gridcell" aria-colindex={at + 1} className="ui-table-cell" data-align={column.align}>
          {at === 0 ? label : column.sum?.(table.filteredRows)}
        </div>
      ))}
    </div>
  );
}

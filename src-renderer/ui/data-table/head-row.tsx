import { useRef } from 'react';
import type { KeyboardEvent, PointerEvent, ReactElement } from 'react';
import { ListFilter } from 'lucide-react';
import { clippedHint } from '../hint-layer.tsx';
import { Mark } from '../marks.tsx';
import { textWidth } from '../text-width.ts';
import { pinned } from './body-row.tsx';
import { endStyle, widthOf } from './column.ts';
import type { Column } from './column.ts';
import { WIDTH_STEP } from './table-menus.ts';
import { TABLE_WORDS as SAY } from './table-words.ts';
import type { DataTableModel } from './use-data-table.ts';

const DRAG_FROM = 6;

/** The head: press sorts, dragging a head moves its column, dragging its right edge resizes; Shift+arrows resize, Ctrl+Shift+arrows move. */
export function HeadRow<Row>({ table, active }: { readonly table: DataTableModel<Row>; readonly active: number }): ReactElement {
  return (
    <div role="row" aria-rowindex={1} className="ui-table-row ui-table-head">
      {table.shown.map((column, index) => (
        <HeadCell key={column.id} table={table} column={column} index={index} stop={index === active} />
      ))}
    </div>
  );
}

interface HeadCellProps<Row> {
  readonly table: DataTableModel<Row>;
  readonly column: Column<Row>;
  readonly index: number;
  readonly stop: boolean;
}

function HeadCell<Row>({ table, column, index, stop }: HeadCellProps<Row>): ReactElement {
  const { sort } = table.layout;
  const sorted = sort?.column === column.id ? sort : undefined;
  const drag = useHeadDrag(table, column);
  const keyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step !== 0 && event.ctrlKey && event.shiftKey) table.move(column.id, step);
    else if (step !== 0 && event.shiftKey && !event.altKey)
      table.resize(column.id, widthOf(column, table.layout, textWidth) + step * WIDTH_STEP);
    else if ((event.key === 'Enter' || event.key === ' ') && column.sortBy) table.sortBy(column.id);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      role="columnheader"
      aria-colindex={index + 1}
      aria-sort={sorted === undefined ? (column.sortBy ? 'none' : undefined) : sorted.descending ? 'descending' : 'ascending'}
      tabIndex={stop ? 0 : -1}
      className="ui-table-cell ui-table-headcell"
      data-row={0}
      data-column={index}
      data-align={column.align}
      aria-description={SAY.headHint}
      data-sortable={column.sortBy !== undefined || undefined}
      onKeyDown={keyDown}
      {...drag}
      {...pinned(endStyle(table.shown, index))}
    >
      <span className={column.bareHead === true ? 'ui-visually-hidden' : 'ui-table-title'} {...clippedHint(column.title)}>
        {column.title}
      </span>
      {table.filters[column.id] === undefined ? null : (
        <ListFilter size={10} strokeWidth={2} role="img" aria-label={SAY.filteredBy(column.title)} />
      )}
      {sorted === undefined ? null : <Mark shape={sorted.descending ? 'down' : 'up'} size={6} />}
      <ResizeHandle table={table} column={column} />
    </div>
  );
}

interface HeadDrag {
  onPointerDown(event: PointerEvent<HTMLElement>): void;
  onPointerUp(event: PointerEvent<HTMLElement>): void;
}

function useHeadDrag<Row>(table: DataTableModel<Row>, column: Column<Row>): HeadDrag {
  const startedAt = useRef<number | undefined>(undefined);
  return {
    onPointerDown: (event) => {
      if (event.button !== 0) return;
      startedAt.current = event.clientX;
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerUp: (event) => {
      const from = startedAt.current;
      startedAt.current = undefined;
      if (from === undefined) return;
      if (Math.abs(event.clientX - from) < DRAG_FROM) {
        if (column.sortBy) table.sortBy(column.id);
        return;
      }
      const heads = [...(event.currentTarget.parentElement?.children ?? [])];
      const to = heads.findIndex((head) => event.clientX < head.getBoundingClientRect().right);
      const place = to < 0 ? heads.length - 1 : to;
      const by = place - heads.indexOf(event.currentTarget);
      if (by !== 0) table.move(column.id, by);
    },
  };
}

function ResizeHandle<Row>({ table, column }: { readonly table: DataTableModel<Row>; readonly column: Column<Row> }): ReactElement {
  const start = useRef<{ readonly x: number; readonly width: number } | undefined>(undefined);
  return (
    <span
      className="ui-table-resize"
      aria-hidden="true"
      onPointerDown={(event) => {
        event.stopPropagation();
        start.current = { x: event.clientX, width: event.currentTarget.parentElement?.getBoundingClientRect().width ?? column.width };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (start.current) table.resize(column.id, start.current.width + event.clientX - start.current.x);
      }}
      onPointerUp={(event) => {
        event.stopPropagation();
        start.current = undefined;
      }}
    />
  );
}

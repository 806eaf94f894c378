import { useState } from 'react';
import type { ClipboardEvent, FocusEvent, KeyboardEvent, RefObject } from 'react';
import { rowText } from './column.ts';
import { pressIs } from '../key-map.ts';
import type { DENSITIES, DensityName } from '../tokens.ts';
import type { DataTableProps } from './data-table-props.ts';

/** Row 0 is the head. */
export interface CellPlace {
  readonly row: number;
  readonly column: number;
}

export interface GridKeys {
  readonly active: CellPlace;
  onKeyDown(event: KeyboardEvent<HTMLElement>): void;
  onFocus(event: FocusEvent<HTMLElement>): void;
  onCopy(event: ClipboardEvent<HTMLElement>): void;
}

/** What takes a press of its own inside a cell. */
export const WIDGETS = 'button, a[href], input, [role="button"]';

/** The cell that an element stands in. */
export function placeOf(element: Element | null): CellPlace | undefined {
  const cell = element?.closest<HTMLElement>('[data-row][data-column]');
  return cell ? { row: Number(cell.dataset['row']), column: Number(cell.dataset['column']) } : undefined;
}

function clamp(value: number, most: number): number {
  return Math.min(Math.max(0, value), Math.max(0, most));
}

/** Where a key leads from a place; nothing when the key does not move. */
export function movedPlace(
  at: CellPlace,
  event: { readonly key: string; readonly ctrlKey: boolean },
  size: { readonly rows: number; readonly columns: number; readonly page: number },
): CellPlace | undefined {
  const row = (value: number): CellPlace => ({ ...at, row: clamp(value, size.rows) });
  const column = (value: number): CellPlace => ({ ...at, column: clamp(value, size.columns - 1) });
  switch (event.key) {
    case 'ArrowDown':
      return row(at.row + 1);
    case 'ArrowUp':
      return row(at.row - 1);
    case 'ArrowRight':
      return column(at.column + 1);
    case 'ArrowLeft':
      return column(at.column - 1);
    case 'PageDown':
      return row(at.row + size.page);
    case 'PageUp':
      return row(Math.max(Math.min(1, size.rows), at.row - size.page));
    case 'Home':
      return event.ctrlKey ? { row: Math.min(1, size.rows), column: 0 } : column(0);
    case 'End':
      return event.ctrlKey ? { row: size.rows, column: size.columns - 1 } : column(size.columns - 1);
    default:
      return undefined;
  }
}

/** The keys of a grid: arrows, Home, End, Page keys, Enter, Delete, Ctrl+C, Ctrl+Shift+E; a cell with one control hands it the focus. */
export function useGridKeys<Row>(
  grid: RefObject<HTMLDivElement | null>,
  scroller: RefObject<HTMLDivElement | null>,
  options: DataTableProps<Row> & { readonly heights: (typeof DENSITIES)[DensityName] },
): GridKeys {
  const { table, onOpen, onDelete, onSelect, heights, sumLabel } = options;
  const rowHeight = heights.row;
  const rows = table.visibleRows;
  const [wanted, setActive] = useState<CellPlace>({ row: 1, column: 0 });
  const active = { row: clamp(wanted.row, rows.length), column: clamp(wanted.column, table.shown.length - 1) };
  const focusCell = (place: CellPlace): void => {
    const cell = grid.current?.querySelector<HTMLElement>(`[data-row="${String(place.row)}"][data-column="${String(place.column)}"]`);
    const target = place.row === 0 ? cell : (cell?.querySelector<HTMLElement>(WIDGETS) ?? cell);
    target?.focus({ preventScroll: true });
    cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };
  const go = (place: CellPlace): void => {
    setActive(place);
    if (place.row > 0 && scroller.current) {
      const top = (place.row - 1) * rowHeight;
      const fixed = heights['table-head'] * (sumLabel === undefined ? 1 : 2);
      const room = Math.floor((scroller.current.clientHeight - fixed) / rowHeight - 1) * rowHeight;
      if (top < scroller.current.scrollTop) scroller.current.scrollTop = top;
      else if (top > scroller.current.scrollTop + room) scroller.current.scrollTop = top - room;
    }
    requestAnimationFrame(() => {
      focusCell(place);
    });
  };
  return {
    active,
    onFocus: (event) => {
      const place = placeOf(event.target);
      if (place) setActive(place);
    },
    onKeyDown: (event) => {
      const place = placeOf(event.target as Element);
      if (!place || event.defaultPrevented) return;
      const row = place.row > 0 ? rows[place.row - 1] : undefined;
      const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2);
      const to =
        event.altKey || event.shiftKey ? undefined : movedPlace(place, event, { rows: rows.length, columns: table.shown.length, page });
      if (to) go(to);
      else if (pressIs(event, 'table-export')) table.exportCsv();
      else if (row !== undefined && onDelete && pressIs(event, 'table-delete')) onDelete(row);
      else if (row !== undefined && event.key === ' ' && onSelect && !(event.target as Element).matches(WIDGETS)) onSelect(row);
      else if (row !== undefined && event.key === 'Enter' && !(event.target as Element).matches(WIDGETS)) {
        onSelect?.(row);
        onOpen?.(row, table.shown[place.column]?.id ?? '');
      } else return;
      event.preventDefault();
      event.stopPropagation();
    },
    onCopy: (event) => {
      const place = placeOf(event.target as Element) ?? active;
      const row = rows[place.row - 1];
      if (row === undefined) return;
      const selection = document.getSelection();
      const picked = selection && !selection.isCollapsed ? placeOf(selection.anchorNode?.parentElement ?? null) : undefined;
      const column = picked === undefined ? undefined : table.shown[picked.column];
      const pickedRow = picked === undefined ? row : (rows[picked.row - 1] ?? row);
      event.clipboardData.setData('text/plain', column?.plain?.(pickedRow) ?? rowText(row, table.shown));
      event.preventDefault();
    },
  };
}

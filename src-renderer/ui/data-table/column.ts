import type { ReactNode } from 'react';

/** One column of a table; keep the array stable (module constant or memo). */
export interface Column<Row> {
  readonly id: string;
  /** The head's words; with its unit where the column has one: "Value, USD". A column of buttons has words too, and `bareHead`. */
  readonly title: string;
  /** Keeps the head's words for screen readers only. */
  readonly bareHead?: boolean;
  /** Pixels at dense; spare width is shared out in proportion. */
  readonly width: number;
  readonly minWidth?: number;
  readonly align?: 'left' | 'right';
  readonly cell: (row: Row) => ReactNode;
  /** Full-precision plain text of the cell, for copies, exports and the filter; without it the column is not exported. */
  readonly plain?: (row: Row) => string;
  /** What the column sorts by; unknown (undefined, NaN) always comes last. Without it the column does not sort. */
  readonly sortBy?: (row: Row) => number | string | undefined;
  /** What stands in the sum row. */
  readonly sum?: (rows: readonly Row[]) => ReactNode;
  /** Cannot be hidden, such as the instrument. */
  readonly fixed?: boolean;
  /** Does not grow with spare width, such as a column of buttons. */
  readonly rigid?: boolean;
}

export interface TableSort {
  readonly column: string;
  readonly descending: boolean;
}

/** What a trader changed about a table's columns; nothing means as designed. */
export interface TableLayout {
  readonly order?: readonly string[];
  readonly hidden?: readonly string[];
  readonly widths?: Readonly<Record<string, number>>;
  readonly sort?: TableSort | undefined;
}

const DEFAULT_MIN_WIDTH = 40;

/** The columns to show, in the layout's order; columns that the layout does not know keep their designed place. */
export function shownColumns<Row>(columns: readonly Column<Row>[], layout: TableLayout): readonly Column<Row>[] {
  const hidden = new Set(layout.hidden);
  return orderedColumns(columns, layout).filter((column) => column.fixed === true || !hidden.has(column.id));
}

/** All columns in the layout's order. */
export function orderedColumns<Row>(columns: readonly Column<Row>[], layout: TableLayout): readonly Column<Row>[] {
  if (layout.order === undefined) return columns;
  const known = layout.order.flatMap((id) => columns.find((column) => column.id === id) ?? []);
  const result = [...known];
  columns.forEach((column, index) => {
    if (!known.includes(column)) result.splice(Math.min(index, result.length), 0, column);
  });
  return result;
}

/** The width a column has, in pixels. */
export function widthOf<Row>(column: Column<Row>, layout: TableLayout): number {
  return Math.max(column.minWidth ?? DEFAULT_MIN_WIDTH, layout.widths?.[column.id] ?? column.width);
}

/** The CSS grid template: every row lays itself out with it and all come out equal. */
export function gridTemplate<Row>(columns: readonly Column<Row>[], layout: TableLayout): string {
  return columns
    .map((column) => {
      const width = widthOf(column, layout);
      return column.rigid === true ? `${String(width)}px` : `minmax(${String(width)}px, ${String(width)}fr)`;
    })
    .join(' ');
}

function compareValues(a: number | string | undefined, b: number | string | undefined): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), 'en', { numeric: true });
}

function isUnknown(value: number | string | undefined): boolean {
  return value === undefined || (typeof value === 'number' && Number.isNaN(value));
}

/** The rows in the sort's order (stable); unknown values come last in both directions. */
export function sortRows<Row>(rows: readonly Row[], columns: readonly Column<Row>[], sort: TableSort | undefined): readonly Row[] {
  const sortBy = columns.find((column) => column.id === sort?.column)?.sortBy;
  if (sort === undefined || sortBy === undefined) return rows;
  const sign = sort.descending ? -1 : 1;
  const keyed = rows.map((row) => ({ row, value: sortBy(row) }));
  keyed.sort((a, b) => {
    const unknownA = isUnknown(a.value);
    const unknownB = isUnknown(b.value);
    if (unknownA || unknownB) return Number(unknownA) - Number(unknownB);
    return sign * compareValues(a.value, b.value);
  });
  return keyed.map(({ row }) => row);
}

/** The rows that hold every word of the filter in some column's plain text. */
export function filterRows<Row>(rows: readonly Row[], columns: readonly Column<Row>[], filter: string): readonly Row[] {
  const words = filter.toLowerCase().split(/\s+/u).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text = columns
      .map((column) => column.plain?.(row) ?? '')
      .join('\n')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

function csvCell(text: string): string {
  return /[",\n\r]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows as CSV (RFC 4180) with a header line: plain full-precision figures, whatever the locale. */
export function tableCsv<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const exported = columns.filter((column) => column.plain !== undefined);
  const lines = [exported.map((column) => column.title), ...rows.map((row) => exported.map((column) => column.plain?.(row) ?? ''))];
  return lines.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

/** One row as text with tabs between the cells, for the clipboard. */
export function rowText<Row>(row: Row, columns: readonly Column<Row>[]): string {
  return columns.flatMap((column) => (column.plain === undefined ? [] : [column.plain(row)])).join('\t');
}

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
  /** The value its rows can be filtered by, as shown, such as a state or a side; a column with it joins the filter menu. */
  readonly filterBy?: (row: Row) => string;
  /** Words that stand in its cells: the column is never narrower than the longest of them, whatever the language. */
  readonly words?: readonly string[];
  /** What stands in the sum row. */
  readonly sum?: (rows: readonly Row[]) => ReactNode;
  /** Hidden until the trader asks for it. */
  readonly optional?: boolean;
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
/** To what part of its designed width a column gives way before a table becomes wider than its place. */
const GIVES_WAY = 0.92;
/** Padding of a cell on both sides. */
const CELL_PADDING = 12;

/** The columns to show, in the layout's order; columns that the layout does not know keep their designed place. */
export function shownColumns<Row>(columns: readonly Column<Row>[], layout: TableLayout): readonly Column<Row>[] {
  const hidden = new Set(hiddenColumns(columns, layout));
  return orderedColumns(columns, layout).filter((column) => column.fixed === true || !hidden.has(column.id));
}

/** The ids of the columns that are not shown. */
export function hiddenColumns<Row>(columns: readonly Column<Row>[], layout: TableLayout): readonly string[] {
  return layout.hidden ?? columns.filter((column) => column.optional === true).map((column) => column.id);
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

/** How wide a text is drawn, in pixels, by its size of type. */
export type MeasureText = (text: string, size: 11 | 12) => number;

/** The width a column needs for its head and its words. */
function wordsWidth<Row>(column: Column<Row>, measure: MeasureText): number {
  const head = column.bareHead === true ? 0 : measure(column.title, 11) + CELL_PADDING;
  const words = Math.max(0, ...(column.words ?? []).map((word) => measure(word, 12) + CELL_PADDING));
  return Math.ceil(Math.max(head, words));
}

/** The width a column has, in pixels: what the trader gave it, else as designed and never less than its words need. */
export function widthOf<Row>(column: Column<Row>, layout: TableLayout, measure?: MeasureText): number {
  const given = layout.widths?.[column.id];
  return given === undefined ? designed(column, column.width, measure) : Math.max(column.minWidth ?? DEFAULT_MIN_WIDTH, given);
}

/** The width below which a column does not go: that which the trader gave it, or what its words need and most of its designed width. */
export function leastWidth<Row>(column: Column<Row>, layout: TableLayout, measure?: MeasureText): number {
  if (column.rigid === true || layout.widths?.[column.id] !== undefined) return widthOf(column, layout, measure);
  return designed(column, Math.round(column.width * GIVES_WAY), measure);
}

function designed<Row>(column: Column<Row>, width: number, measure: MeasureText | undefined): number {
  return Math.max(column.minWidth ?? DEFAULT_MIN_WIDTH, width, measure === undefined ? 0 : wordsWidth(column, measure));
}

/** The CSS grid template: every row lays itself out with it and all come out equal. */
export function gridTemplate<Row>(columns: readonly Column<Row>[], layout: TableLayout, measure?: MeasureText): string {
  return columns
    .map((column) => {
      const width = widthOf(column, layout, measure);
      return column.rigid === true ? `${String(width)}px` : `minmax(${String(leastWidth(column, layout, measure))}px, ${String(width)}fr)`;
    })
    .join(' ');
}

/** Columns of buttons that stay in view at the end of a table too wide for its place: the last so many. */
export function endColumns<Row>(columns: readonly Column<Row>[]): number {
  const other = columns.findLastIndex(({ bareHead, rigid }) => bareHead !== true || rigid !== true);
  return columns.length - 1 - other;
}

/** Where a column stands that stays in view: as CSS, from the end of the table, else nothing. */
export function endStyle<Row>(columns: readonly Column<Row>[], at: number): { readonly insetInlineEnd: string } | undefined {
  const behind = columns.length - 1 - at;
  return behind < endColumns(columns) ? { insetInlineEnd: `var(--ui-end-${String(behind)})` } : undefined;
}

/** The CSS lengths that `endStyle` names, and `--ui-ends`, how wide all of them are together. */
export function endLengths<Row>(
  columns: readonly Column<Row>[],
  layout: TableLayout,
  measure?: MeasureText,
): Readonly<Record<string, string>> {
  const lengths: Record<string, string> = {};
  let sum = 0;
  for (const [behind, column] of columns
    .slice(columns.length - endColumns(columns))
    .reverse()
    .entries()) {
    lengths[`--ui-end-${String(behind)}`] = `${String(sum)}px`;
    sum += widthOf(column, layout, measure);
  }
  return { ...lengths, '--ui-ends': `${String(sum)}px` };
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

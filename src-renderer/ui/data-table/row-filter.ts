import type { Column } from './column.ts';

/** Which values of which columns are let through, by column id; a column without any is not filtered. */
export type ColumnFilters = Readonly<Record<string, readonly string[]>>;

/** A value that a column can be filtered by. */
export interface FilterValue {
  readonly column: string;
  readonly value: string;
}

const SEPARATOR = '\n';
const texts = new WeakMap<object, WeakMap<object, string>>();

/** Everything a row says, in small letters; kept per row and columns, so that the next letter typed costs one look. */
function textOf<Row>(row: Row, columns: readonly Column<Row>[]): string {
  if (typeof row !== 'object' || row === null) return makeText(row, columns);
  const known = texts.get(columns) ?? new WeakMap<object, string>();
  if (!texts.has(columns)) texts.set(columns, known);
  const text = known.get(row) ?? makeText(row, columns);
  known.set(row, text);
  return text;
}

function makeText<Row>(row: Row, columns: readonly Column<Row>[]): string {
  let text = '';
  for (const column of columns) if (column.plain !== undefined) text += column.plain(row) + SEPARATOR;
  return text.toLowerCase();
}

/** The rows that hold every word of the filter in some column's plain text. */
export function filterRows<Row>(rows: readonly Row[], columns: readonly Column<Row>[], filter: string): readonly Row[] {
  const words = filter.toLowerCase().split(/\s+/u).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text = textOf(row, columns);
    return words.every((word) => text.includes(word));
  });
}

/** The rows whose values every filtered column lets through. */
export function filterColumns<Row>(rows: readonly Row[], columns: readonly Column<Row>[], filters: ColumnFilters): readonly Row[] {
  const active = columns.flatMap(({ id, filterBy }) => {
    const chosen = filters[id];
    return filterBy === undefined || chosen === undefined || chosen.length === 0 ? [] : [{ filterBy, chosen: new Set(chosen) }];
  });
  if (active.length === 0) return rows;
  return rows.filter((row) => active.every(({ filterBy, chosen }) => chosen.has(filterBy(row))));
}

/** The different values of a column, sorted; empty ones are left out. */
export function valuesOf<Row>(rows: readonly Row[], column: Column<Row>): readonly string[] {
  const { filterBy } = column;
  if (filterBy === undefined) return [];
  const different = new Set<string>();
  for (const row of rows) different.add(filterBy(row));
  different.delete('');
  return [...different].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

/** The filters with one value let through or no longer. */
export function toggledFilter(filters: ColumnFilters, { column, value }: FilterValue): ColumnFilters {
  const chosen = filters[column] ?? [];
  const next = chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value];
  const others = Object.fromEntries(Object.entries(filters).filter(([id]) => id !== column));
  return next.length === 0 ? others : { ...others, [column]: next };
}

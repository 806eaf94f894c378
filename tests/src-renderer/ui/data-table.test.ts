import { describe, expect, it } from 'vitest';
import {
  endColumns,
  endLengths,
  endStyle,
  gridTemplate,
  leastWidth,
  orderedColumns,
  rowText,
  shownColumns,
  tableCsv,
  widthOf,
} from '../../../src-renderer/ui/data-table/column.ts';
import type { Column } from '../../../src-renderer/ui/data-table/column.ts';
import { filterColumns, filterRows, toggledFilter, valuesOf } from '../../../src-renderer/ui/data-table/row-filter.ts';
import { sortRows } from '../../../src-renderer/ui/data-table/row-order.ts';
import { movedOrder, nextSort } from '../../../src-renderer/ui/data-table/table-layouts.ts';
import { movedPlace } from '../../../src-renderer/ui/data-table/use-grid-keys.ts';

interface Row {
  readonly name: string;
  readonly size: number;
}

const columns: readonly Column<Row>[] = [
  { id: 'name', title: 'Name', width: 100, fixed: true, cell: (row) => row.name, plain: (row) => row.name, sortBy: (row) => row.name },
  {
    id: 'size',
    title: 'Size, BTC',
    width: 80,
    align: 'right',
    cell: (row) => row.size,
    plain: (row) => String(row.size),
    sortBy: (row) => row.size,
    filterBy: (row) => (row.size > 0 ? 'long' : row.size < 0 ? 'short' : ''),
    words: ['long', 'short'],
  },
  { id: 'close', title: 'Close', bareHead: true, width: 60, rigid: true, cell: () => null },
];
const rows: readonly Row[] = [
  { name: 'b, "quoted"', size: 2 },
  { name: 'a', size: NaN },
  { name: 'c10', size: -1 },
  { name: 'c9', size: 2 },
];
const names = (sorted: readonly Row[]): string => sorted.map((row) => row.name[0]).join('');

describe('columns', () => {
  it('hide, but not the fixed one', () => {
    expect(shownColumns(columns, { hidden: ['name', 'size'] }).map((column) => column.id)).toEqual(['name', 'close']);
  });

  it('keep a known order; new columns keep their designed place', () => {
    expect(orderedColumns(columns, { order: ['size', 'name'] }).map((column) => column.id)).toEqual(['size', 'name', 'close']);
    expect(orderedColumns(columns, { order: ['gone', 'close'] }).map((column) => column.id)).toEqual(['name', 'size', 'close']);
  });

  it('share spare width in proportion, rigid ones take none; where there is too little they give way, but not what the trader gave them', () => {
    expect(gridTemplate(columns, { widths: { size: 120 } })).toBe('minmax(92px, 100fr) minmax(120px, 120fr) 60px');
    expect(leastWidth(columns[0]!, {}, (text) => text.length * 30)).toBe(132);
    expect(widthOf(columns[1]!, { widths: { size: 3 } })).toBe(40);
  });

  it('of buttons at the end stay in view, each beside the one behind it', () => {
    const amend = { ...columns[2]!, id: 'amend', width: 70 };
    const all = [...columns, amend];
    expect([endColumns(columns), endColumns(all), endColumns(columns.slice(0, 2))]).toEqual([1, 2, 0]);
    expect(endLengths(all, {})).toEqual({ '--ui-end-0': '0px', '--ui-end-1': '70px', '--ui-ends': '130px' });
    expect(all.map((_, at) => endStyle(all, at)?.insetInlineEnd)).toEqual([undefined, undefined, 'var(--ui-end-1)', 'var(--ui-end-0)']);
    // Moved before others, a column of buttons goes along with them.
    expect(endColumns([columns[2]!, columns[0]!])).toBe(0);
  });

  it('are never narrower than their head and their words, unless the trader made them so', () => {
    const measure = (text: string, size: number): number => text.length * size;
    expect(widthOf(columns[1]!, {}, measure)).toBe('Size, BTC'.length * 11 + 12);
    expect(widthOf({ ...columns[1]!, words: ['a dozen signs'] }, {}, measure)).toBe('a dozen signs'.length * 12 + 12);
    expect(widthOf(columns[2]!, {}, measure)).toBe(60);
    expect(widthOf(columns[1]!, { widths: { size: 44 } }, measure)).toBe(44);
  });

  it('move by places and stay inside', () => {
    expect(movedOrder(['a', 'b', 'c'], 'a', 1)).toEqual(['b', 'a', 'c']);
    expect(movedOrder(['a', 'b', 'c'], 'a', 9)).toEqual(['b', 'c', 'a']);
    expect(movedOrder(['a', 'b', 'c'], 'c', -9)).toEqual(['c', 'a', 'b']);
    expect(movedOrder(['a'], 'z', 1)).toEqual(['a']);
  });
});

describe('rows', () => {
  it('sort stably, unknown always last', () => {
    expect(names(sortRows(rows, columns, { column: 'size', descending: false }))).toBe('cbca');
    expect(names(sortRows(rows, columns, { column: 'size', descending: true }))).toBe('bcca');
    expect(sortRows(rows, columns, { column: 'name', descending: false }).map((row) => row.name)).toEqual([
      'a',
      'b, "quoted"',
      'c9',
      'c10',
    ]);
    expect(sortRows(rows, columns, undefined)).toBe(rows);
    expect(sortRows(rows, columns, { column: 'close', descending: false })).toBe(rows);
  });

  it('sort a hundred thousand rows as a stable sort does', () => {
    const many = Array.from({ length: 100_000 }, (_, index) => ({ name: `n${String((index * 7_919) % 5_003)}`, size: (index * 31) % 997 }));
    const sorted = sortRows(many, columns, { column: 'size', descending: true });
    expect(sorted).toEqual([...many].sort((a, b) => b.size - a.size));
    const byName = sortRows(many, columns, { column: 'name', descending: false });
    expect(byName).toEqual([...many].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)));
  });

  it('a head goes through ascending, descending, none', () => {
    const first = nextSort(undefined, 'size');
    expect(first).toEqual({ column: 'size', descending: false });
    expect(nextSort(first, 'size')).toEqual({ column: 'size', descending: true });
    expect(nextSort({ column: 'size', descending: true }, 'size')).toBeUndefined();
  });

  it('filter by every word', () => {
    expect(names(filterRows(rows, columns, 'C'))).toBe('cc');
    expect(filterRows(rows, columns, 'c -1').map((row) => row.name)).toEqual(['c10']);
    expect(filterRows(rows, columns, '  ')).toBe(rows);
  });

  it('filter by the values of columns, any of one and all of several', () => {
    expect(valuesOf(rows, columns[1]!)).toEqual(['long', 'short']);
    expect(valuesOf(rows, columns[0]!)).toEqual([]);
    const short = toggledFilter({}, { column: 'size', value: 'short' });
    expect(names(filterColumns(rows, columns, short))).toBe('c');
    const both = toggledFilter(short, { column: 'size', value: 'long' });
    expect(names(filterColumns(rows, columns, both))).toBe('bcc');
    expect(toggledFilter(short, { column: 'size', value: 'short' })).toEqual({});
    expect(filterColumns(rows, columns, { name: ['a'] })).toBe(rows);
  });

  it('export as CSV with quoted cells and plain figures, and copy with tabs', () => {
    expect(tableCsv(rows.slice(0, 1), columns)).toBe('Name,"Size, BTC"\r\n"b, ""quoted""",2\r\n');
    expect(rowText(rows[2]!, columns)).toBe('c10\t-1');
  });
});

describe('keys', () => {
  const size = { rows: 10, columns: 3, page: 4 };
  const move = (key: string, row: number, column: number, ctrlKey = false) => movedPlace({ row, column }, { key, ctrlKey }, size);

  it('stay inside the grid; row 0 is the head', () => {
    expect(move('ArrowUp', 0, 1)).toEqual({ row: 0, column: 1 });
    expect(move('ArrowDown', 10, 1)).toEqual({ row: 10, column: 1 });
    expect(move('ArrowLeft', 3, 0)).toEqual({ row: 3, column: 0 });
    expect(move('ArrowRight', 3, 2)).toEqual({ row: 3, column: 2 });
    expect(move('PageDown', 3, 2)).toEqual({ row: 7, column: 2 });
    expect(move('PageUp', 3, 2)).toEqual({ row: 1, column: 2 });
    expect(move('Home', 3, 2)).toEqual({ row: 3, column: 0 });
    expect(move('End', 3, 0, true)).toEqual({ row: 10, column: 2 });
    expect(move('Home', 9, 2, true)).toEqual({ row: 1, column: 0 });
    expect(move('x', 9, 2)).toBeUndefined();
  });
});

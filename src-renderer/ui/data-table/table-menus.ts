import { copyPlain } from '../copy-plain.ts';
import type { MenuEntry } from '../menu.tsx';
import { rowText, widthOf } from './column.ts';
import type { Column } from './column.ts';
import { TABLE_WORDS as SAY } from './table-words.ts';
import type { DataTableModel } from './use-data-table.ts';

/** How much a step makes a column wider or narrower, pixels. */
export const WIDTH_STEP = 8;

/** What can be done with a column: everything that a drag or a key of its head does. */
export function headEntries<Row>(table: DataTableModel<Row>, column: Column<Row>): readonly MenuEntry[] {
  const { id, title } = column;
  const width = widthOf(column, table.layout);
  const sorts: readonly MenuEntry[] = [
    { id: 'up', label: SAY.sortUp, onChoose: () => table.sort({ column: id, descending: false }) },
    { id: 'down', label: SAY.sortDown, onChoose: () => table.sort({ column: id, descending: true }) },
    { id: 'none', label: SAY.sortNone, onChoose: () => table.sort(undefined) },
  ];
  return [
    ...(column.sortBy === undefined ? [] : sorts),
    { id: 'left', label: SAY.moveLeft, onChoose: () => table.move(id, -1), keys: 'Ctrl+Shift+←' },
    { id: 'right', label: SAY.moveRight, onChoose: () => table.move(id, 1), keys: 'Ctrl+Shift+→' },
    { id: 'wider', label: SAY.wider, onChoose: () => table.resize(id, width + 3 * WIDTH_STEP), keys: 'Shift+→' },
    { id: 'narrower', label: SAY.narrower, onChoose: () => table.resize(id, width - 3 * WIDTH_STEP), keys: 'Shift+←' },
    ...(column.fixed === true ? [] : [{ id: 'hide', label: SAY.hide(title), onChoose: () => table.toggle(id) }]),
    { id: 'reset', label: SAY.reset, onChoose: table.reset },
  ];
}

/** What can be done with a row at one of its cells: copies, and the filter by the cell's value. */
export function rowEntries<Row>(table: DataTableModel<Row>, row: Row, column: Column<Row>): readonly MenuEntry[] {
  const { plain, filterBy } = column;
  const value = filterBy?.(row) ?? '';
  return [
    ...(plain === undefined ? [] : [{ id: 'copy-cell', label: SAY.copyCell, onChoose: () => copyPlain(plain(row)) }]),
    { id: 'copy-row', label: SAY.copyRow, onChoose: () => copyPlain(rowText(row, table.shown)), keys: 'Ctrl+C' },
    ...(value === '' ? [] : [{ id: 'only', label: SAY.only(value), onChoose: () => table.toggleFilter({ column: column.id, value }) }]),
    ...(table.isArranged ? [{ id: 'all', label: SAY.showAll, onChoose: table.clearFilters }] : []),
  ];
}

import { catalogue } from '../../format/catalogue.ts';

/** Every word of the tables' own tools. */
export const TABLE_WORDS = catalogue({
  filter: 'Filter',
  filterColumns: 'Filter by column',
  filteredBy: (columns: string) => `Filtered by ${columns}`,
  showAll: 'Show all rows',
  noValues: 'No row has a value to filter by.',
  columns: 'Columns',
  show: (title: string) => `Show ${title}`,
  hide: (title: string) => `Hide ${title}`,
  reset: 'Columns as at the start',
  exportCsv: 'Export CSV',
  nothing: 'No row matches the filter.',
  sortUp: 'Sort ascending',
  sortDown: 'Sort descending',
  sortNone: 'As listed',
  moveLeft: 'Move left',
  moveRight: 'Move right',
  wider: 'Wider',
  narrower: 'Narrower',
  copyCell: 'Copy the cell',
  copyRow: 'Copy the row',
  only: (value: string) => `Only ${value}`,
  headHint: 'Press sorts, Shift with the arrows resizes, Ctrl+Shift with the arrows moves.',
});

import { Columns3, Download, Search } from 'lucide-react';
import type { ReactElement } from 'react';
import { IconButton } from '../icon-button.tsx';
import { IconMenu } from '../menu.tsx';
import { TextField } from '../text-field.tsx';
import type { DataTableModel } from './use-data-table.ts';

/** The words of the tools, from the caller's catalogue. */
export interface DataTableWords {
  readonly filter: string;
  readonly columns: string;
  readonly show: (title: string) => string;
  readonly hide: (title: string) => string;
  readonly reset: string;
  readonly exportCsv: string;
}

export const TABLE_WORDS: DataTableWords = {
  filter: 'Filter',
  columns: 'Columns',
  show: (title) => `Show ${title}`,
  hide: (title) => `Hide ${title}`,
  reset: 'Columns as at the start',
  exportCsv: 'Export CSV',
};

/** Filter, columns and export, for a panel's head. */
export function DataTableTools<Row>({
  table,
  words = TABLE_WORDS,
}: {
  readonly table: DataTableModel<Row>;
  readonly words?: DataTableWords;
}): ReactElement {
  const hidden = new Set(table.layout.hidden);
  return (
    <>
      <TextField
        className="ui-table-filter"
        label={words.filter}
        hideLabel
        placeholder={words.filter}
        leading={<Search size={14} strokeWidth={1.5} aria-hidden />}
        value={table.filter}
        onChange={table.setFilter}
      />
      <IconMenu
        icon={Columns3}
        label={words.columns}
        entries={[
          ...table.columns
            .filter((column) => column.fixed !== true && column.bareHead !== true)
            .map((column) => ({
              id: column.id,
              label: hidden.has(column.id) ? words.show(column.title) : words.hide(column.title),
              onChoose: () => {
                table.toggle(column.id);
              },
            })),
          { id: 'reset-columns', label: words.reset, onChoose: table.reset },
        ]}
      />
      {table.onExport === undefined ? null : (
        <IconButton icon={Download} label={words.exportCsv} keys="Ctrl+Shift+E" onPress={table.exportCsv} />
      )}
    </>
  );
}

import { Columns3, Download, ListFilter, Search } from 'lucide-react';
import type { ReactElement } from 'react';
import { IconButton } from '../icon-button.tsx';
import { useKeysOf } from '../key-map.ts';
import { IconMenu } from '../menu.tsx';
import type { MenuEntry } from '../menu.tsx';
import { TextField } from '../text-field.tsx';
import { hiddenColumns } from './column.ts';
import { valuesOf } from './row-filter.ts';
import { TABLE_WORDS as SAY } from './table-words.ts';
import type { DataTableModel } from './use-data-table.ts';

const MOST_VALUES = 20;

/** Filter, columns and export, for a panel's head. */
export function DataTableTools<Row>({ table }: { readonly table: DataTableModel<Row> }): ReactElement {
  const hidden = new Set(hiddenColumns(table.columns, table.layout));
  return (
    <>
      <TextField
        className="ui-table-filter"
        label={SAY.filter}
        hideLabel
        placeholder={SAY.filter}
        leading={<Search size={14} strokeWidth={1.5} aria-hidden />}
        value={table.filter}
        onChange={table.setFilter}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || table.filter === '') return;
          event.preventDefault();
          event.stopPropagation();
          table.setFilter('');
        }}
      />
      {table.columns.some((column) => column.filterBy !== undefined) ? <ColumnFilterMenu table={table} /> : null}
      <IconMenu
        icon={Columns3}
        label={SAY.columns}
        entries={() => [
          ...table.columns
            .filter((column) => column.fixed !== true && column.bareHead !== true)
            .map((column) => ({
              id: column.id,
              label: hidden.has(column.id) ? SAY.show(column.title) : SAY.hide(column.title),
              checked: !hidden.has(column.id),
              onChoose: () => {
                table.toggle(column.id);
              },
            })),
          { id: 'reset-columns', label: SAY.reset, onChoose: table.reset },
        ]}
      />
      {table.canExport ? <ExportButton onPress={table.exportCsv} /> : null}
    </>
  );
}

function ExportButton({ onPress }: { readonly onPress: () => void }): ReactElement {
  return <IconButton icon={Download} label={SAY.exportCsv} keys={useKeysOf('table-export')} onPress={onPress} />;
}

/** The values that columns can be filtered by; several of one column let through any of them. */
function ColumnFilterMenu<Row>({ table }: { readonly table: DataTableModel<Row> }): ReactElement {
  const filtered = table.columns.filter((column) => table.filters[column.id] !== undefined).map((column) => column.title);
  return (
    <IconMenu
      icon={ListFilter}
      label={filtered.length === 0 ? SAY.filterColumns : SAY.filteredBy(filtered.join(', '))}
      active={filtered.length > 0}
      entries={() => filterEntries(table)}
    />
  );
}

function filterEntries<Row>(table: DataTableModel<Row>): readonly MenuEntry[] {
  const values = table.columns.flatMap((column) =>
    valuesOf(table.rows, column)
      .slice(0, MOST_VALUES)
      .map((value) => ({
        id: `${column.id} ${value}`,
        label: `${column.title}: ${value}`,
        checked: table.filters[column.id]?.includes(value) ?? false,
        onChoose: () => {
          table.toggleFilter({ column: column.id, value });
        },
      })),
  );
  if (values.length === 0) return [{ id: 'none', label: SAY.noValues, onChoose: () => undefined }];
  return table.filter === '' && Object.keys(table.filters).length === 0
    ? values
    : [{ id: 'all', label: SAY.showAll, onChoose: table.clearFilters }, ...values];
}

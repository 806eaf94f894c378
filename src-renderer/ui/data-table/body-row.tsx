import type { ReactElement } from 'react';
import type { DataTableProps } from './data-table.tsx';

export interface BodyRowProps<Row> extends DataTableProps<Row> {
  readonly row: Row;
  /** From 0, in the order shown. */
  readonly index: number;
  /** The column that holds the tab stop, or -1. */
  readonly active: number;
}

/** One row; the chosen one shows the edges of its buttons. */
export function BodyRow<Row>({ table, row, index, active, selectedKey, onSelect, onOpen }: BodyRowProps<Row>): ReactElement {
  const key = table.rowKey(row);
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={onSelect === undefined ? undefined : key === selectedKey}
      className="ui-table-row"
      data-selected={key === selectedKey || undefined}
      onClick={() => {
        onSelect?.(row);
      }}
      onDoubleClick={() => {
        onOpen?.(row);
      }}
    >
      {table.shown.map((column, at) => (
        <div
          key={column.id}
          role="gridcell"
          aria-colindex={at + 1}
          tabIndex={at === active ? 0 : -1}
          className="ui-table-cell"
          data-row={index + 1}
          data-column={at}
          data-align={column.align}
        >
          {column.cell(row)}
        </div>
      ))}
    </div>
  );
}

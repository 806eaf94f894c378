import type { ReactNode } from 'react';
import type { MenuEntry } from '../menu.tsx';
import type { DataTableModel } from './use-data-table.ts';

/** What a table shows, and whom it tells what is done to its rows. */
export interface DataTableProps<Row> {
  readonly table: DataTableModel<Row>;
  /** The chosen row (`selected` surface and left bar). */
  readonly selectedKey?: string | undefined;
  readonly onSelect?: ((row: Row) => void) | undefined;
  /** Enter or double click on a row, at a column. */
  readonly onOpen?: ((row: Row, column: string) => void) | undefined;
  /** Delete on a row: cancels or closes; the caller asks. */
  readonly onDelete?: ((row: Row) => void) | undefined;
  /** What the row's menu offers beside copies and filters. */
  readonly rowMenu?: ((row: Row) => readonly MenuEntry[]) | undefined;
  /** Called when the end of the rows comes near: more can be read. */
  readonly onEnd?: (() => void) | undefined;
  /** Shown under the head when there are no rows: a `PanelMessage`. */
  readonly empty?: ReactNode;
  /** The first words of the sum row, "Sum of 7"; without it there is no sum row. */
  readonly sumLabel?: string | undefined;
  /** Greys the figures. */
  readonly stale?: boolean;
}

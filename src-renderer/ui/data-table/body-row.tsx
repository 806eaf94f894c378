import { memo } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { clippedHint } from '../hint-layer.tsx';
import { type Column, endStyle } from './column.ts';

export interface BodyRowProps<Row> {
  readonly row: Row;
  /** From 0, in the order shown. */
  readonly index: number;
  readonly columns: readonly Column<Row>[];
  /** The column that holds the tab stop, or -1. */
  readonly active: number;
  /** Undefined in a table whose rows are not chosen. */
  readonly selected: boolean | undefined;
  /** Where it stands in a table that draws only what is in view, pixels from the first row. */
  readonly top: number | undefined;
}

/** One row; the chosen one shows the edges of its buttons. Its events are heard by the table. */
export const BodyRow = memo(BodyRowView) as typeof BodyRowView;

/** Plain words end in an ellipsis where they have no room, and say themselves in full. */
function cellContent(content: ReactNode): ReactNode {
  if (typeof content !== 'string') return content;
  return (
    <span className="ui-ellipsis" {...clippedHint(content)}>
      {content}
    </span>
  );
}

/** Attributes of a cell that stays in view. */
export function pinned(style: ReturnType<typeof endStyle>): object {
  return style === undefined ? {} : { 'data-pinned': '', style };
}

function BodyRowView<Row>({ row, index, columns, active, selected, top }: BodyRowProps<Row>): ReactElement {
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      className="ui-table-row"
      data-index={index}
      data-selected={selected === true || undefined}
      {...(top === undefined ? {} : { 'data-placed': '', style: { insetBlockStart: top } })}
    >
      {columns.map((column, at) => (
        <div
          key={column.id}
          role="gridcell"
          aria-colindex={at + 1}
          tabIndex={at === active ? 0 : -1}
          className="ui-table-cell"
          data-row={index + 1}
          data-column={at}
          data-align={column.align}
          {...pinned(endStyle(columns, at))}
        >
          {cellContent(column.cell(row))}
        </div>
      ))}
    </div>
  );
}

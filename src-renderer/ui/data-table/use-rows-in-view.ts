import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { useEffect } from 'react';
import type { RefObject } from 'react';
import type { DataTableProps } from './data-table-props.ts';

const VIRTUAL_FROM = 200;
const OVERSCAN = 8;
/** More rows are asked for when so few are left below. */
const END_WITHIN = 100;

/** Which rows are drawn, and where. */
export interface RowsInView {
  /** Whether only a part of the rows is drawn. */
  readonly virtual: boolean;
  readonly indices: readonly number[];
  /** The row that holds the tab stop; -1 while the head has it. */
  readonly stop: number;
  readonly rowHeight: number;
  /** Of all rows together. */
  readonly height: number;
}

interface ViewOptions<Row> extends Pick<DataTableProps<Row>, 'table' | 'onEnd'> {
  readonly rowHeight: number;
  /** The row with the focus, from 0; -1 is the head. It stays drawn wherever it is scrolled to. */
  readonly active: number;
}

/** Draws what is in view, and the row with the focus; comes to rest on whole rows; says when the end comes near. */
export function useRowsInView<Row>(scroller: RefObject<HTMLDivElement | null>, options: ViewOptions<Row>): RowsInView {
  const { table, onEnd, rowHeight, active } = options;
  const count = table.visibleRows.length;
  const virtual = count > VIRTUAL_FROM || (table.total ?? 0) > count;
  const virtualizer = useVirtualizer({
    count: virtual ? count : 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    rangeExtractor: (range) => {
      const indices = defaultRangeExtractor(range);
      return active < 0 || active >= count || indices.includes(active) ? indices : [...indices, active].sort((a, b) => a - b);
    },
  });
  const indices = virtual ? virtualizer.getVirtualItems().map((item) => item.index) : table.visibleRows.map((_, index) => index);
  const isNearEnd = virtual && (virtualizer.range?.endIndex ?? 0) >= count - END_WITHIN;
  useEffect(() => {
    if (isNearEnd) onEnd?.();
  }, [isNearEnd, count, onEnd]);
  useWholeRows(scroller, virtual ? rowHeight : 0);
  return { virtual, indices, stop: active, rowHeight, height: count * rowHeight };
}

/** Brings a scroller to rest on whole rows; 0 leaves it alone. */
function useWholeRows(scroller: RefObject<HTMLDivElement | null>, rowHeight: number): void {
  useEffect(() => {
    const element = scroller.current;
    if (element === null || rowHeight === 0) return undefined;
    const rest = (): void => {
      const whole = Math.round(element.scrollTop / rowHeight) * rowHeight;
      if (Math.abs(whole - element.scrollTop) > 0.5) element.scrollTop = whole;
    };
    element.addEventListener('scrollend', rest);
    return () => {
      element.removeEventListener('scrollend', rest);
    };
  }, [scroller, rowHeight]);
}

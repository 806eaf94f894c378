import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { useEffect } from 'react';
import type { RefObject } from 'react';

const OVERSCAN = 6;

/** Which rows of a long list are drawn. */
export interface VirtualRows {
  readonly indices: readonly number[];
  /** Of all rows together, px. */
  readonly height: number;
  /** Brings a row into view. */
  readonly reach: (index: number) => void;
}

/** Draws the rows in view and the active one, wherever it is; comes to rest on whole rows. */
export function useVirtualRows(
  scroller: RefObject<HTMLElement | null>,
  { count, rowHeight, active }: { readonly count: number; readonly rowHeight: number; readonly active: number },
): VirtualRows {
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    initialRect: { width: 200, height: 600 },
    rangeExtractor: (range) => {
      const indices = defaultRangeExtractor(range);
      return active < 0 || active >= count || indices.includes(active) ? indices : [...indices, active].sort((a, b) => a - b);
    },
  });
  useEffect(() => {
    virtualizer.measure();
  }, [virtualizer, rowHeight]);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const rest = (): void => {
      const whole = Math.round(element.scrollTop / rowHeight) * rowHeight;
      if (Math.abs(whole - element.scrollTop) > 0.5) element.scrollTop = whole;
    };
    element.addEventListener('scrollend', rest);
    return () => {
      element.removeEventListener('scrollend', rest);
    };
  }, [scroller, rowHeight]);
  return {
    indices: virtualizer.getVirtualItems().map(({ index }) => index),
    height: count * rowHeight,
    reach: (index) => {
      virtualizer.scrollToIndex(index);
    },
  };
}

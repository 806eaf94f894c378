import { useCallback, useEffect, useRef } from 'react';
import type { MouseEvent as ReactMouseEvent, PointerEvent as ReactPointerEvent, RefObject } from 'react';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { Releasable } from '../../../src-shared/kernel/disposable.ts';
import type { TagPlace } from './annotations.ts';
import { useChartHandle } from './chart-handle.ts';
import type { ChartLine } from './chart-lines.ts';
import { dragLine, useLineDrag } from './line-drag.ts';

/** A line is taken within this many pixels of it. */
const REACH = 4;

/** How the lines of the chart are taken and dragged. */
export interface LineDragging {
  /** Where the lines were drawn last. */
  readonly places: RefObject<readonly TagPlace[]>;
  /** For the plot: takes a line under the pointer before the chart pans. */
  readonly onPointerDownCapture: (event: ReactPointerEvent<HTMLElement>) => void;
  readonly onMouseDownCapture: (event: ReactMouseEvent<HTMLElement>) => void;
  readonly onPointerMove: (event: ReactPointerEvent<HTMLElement>) => void;
  /** For a tag: takes its own line. */
  readonly take: (line: ChartLine, event: ReactPointerEvent<HTMLElement>) => void;
}

/** Lets lines be dragged by themselves and by their tags. */
export function useLineDragging(lines: readonly ChartLine[], instrument: Instrument, box: RefObject<HTMLElement | null>): LineDragging {
  const handle = useChartHandle();
  const places = useRef<readonly TagPlace[]>([]);
  const now = useRef(lines);
  now.current = lines;
  const active = useRef<Releasable | null>(null);
  // A line that is gone, because its order has ended, is no longer dragged; and nothing goes on without the chart.
  useEffect(() => {
    const { dragging } = useLineDrag.getState();
    if (dragging === null || lines.some(({ id }) => id === dragging.line)) return;
    active.current?.dispose();
    useLineDrag.setState({ dragging: null });
  }, [lines]);
  useEffect(
    () => () => {
      active.current?.dispose();
    },
    [],
  );
  const lineAt = useCallback(
    (event: { readonly clientX: number; readonly clientY: number }): ChartLine | undefined => {
      const frame = box.current?.getBoundingClientRect();
      const { chart } = handle;
      if (!frame || !chart || event.clientX - frame.left > chart.width) return undefined;
      const y = event.clientY - frame.top;
      const near = places.current.filter((place) => place.beyond === 0 && Math.abs(place.y - y) <= REACH);
      return now.current.find((line) => line.drag !== null && near.some(({ id }) => id === line.id));
    },
    [box, handle],
  );
  const begin = useCallback(
    (line: ChartLine, event: ReactPointerEvent<HTMLElement>) => {
      if (line.drag === null || event.button !== 0) return;
      event.preventDefault();
      event.stopPropagation();
      const { chart } = handle;
      chart?.holdScale(true);
      const stop = useLineDrag.subscribe(({ dragging }) => {
        if (dragging !== null) return;
        stop();
        chart?.holdScale(false);
      });
      const frame = box.current?.getBoundingClientRect();
      const priceAt = (clientY: number): number | null => chart?.ground.priceAt(clientY - (frame?.top ?? 0)) ?? null;
      active.current = dragLine({ id: line.id, drag: line.drag.what, from: line.drag.price }, instrument, { priceAt });
    },
    [box, handle, instrument],
  );
  const isBar = (event: { readonly target: EventTarget | null }): boolean =>
    box.current !== null && event.target instanceof Node && box.current.contains(event.target);
  return {
    places,
    onPointerDownCapture: (event) => {
      const line = isBar(event) ? lineAt(event) : undefined;
      if (line) begin(line, event);
    },
    // The chart listens to the mouse on its own; what takes a line must not pan it as well.
    onMouseDownCapture: (event) => {
      if (isBar(event) && useLineDrag.getState().dragging !== null) event.stopPropagation();
    },
    onPointerMove: (event) => {
      if (!box.current) return;
      const over = useLineDrag.getState().dragging !== null || (isBar(event) && lineAt(event) !== undefined);
      box.current.dataset['over'] = over ? 'line' : '';
    },
    take: begin,
  };
}

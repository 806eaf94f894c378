import { useCallback, useEffect, useRef } from 'react';
import type { KeyboardEvent, MouseEvent as ReactMouseEvent, PointerEvent as ReactPointerEvent, RefObject } from 'react';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { useChartHandle } from './chart-handle.ts';
import { endTool, useChartTool } from './chart-tool.ts';
import { useChartView } from './chart-view.ts';
import { useDrawings } from './drawings.ts';
import type { ChartPoint } from './drawings.ts';
import type { PriceChart } from './price-chart.ts';

/** A measure drawn in one pull is at least this long, pixels; a shorter one is a click that begins it. */
const PULL = 6;
/** Arrow keys move by this share of the price pane's height, with Shift by ten of them. */
const KEY_STEPS = 200;

export interface DrawingTools {
  readonly onPointerDownCapture: (event: ReactPointerEvent<HTMLElement>) => boolean;
  readonly onMouseDownCapture: (event: ReactMouseEvent<HTMLElement>) => boolean;
  readonly onPointerMove: (event: ReactPointerEvent<HTMLElement>) => boolean;
  readonly onPointerUp: (event: ReactPointerEvent<HTMLElement>) => void;
}

function rounded({ time, price }: ChartPoint, instrument: Instrument): ChartPoint {
  return { time, price: instrument.toPrice(Math.max(1, instrument.toTicks(price))) };
}

/** Puts down what the tool holds: a line at once, a measure's first end and then its second. */
function place(instrument: Instrument, point: ChartPoint): void {
  const { tool, from } = useChartTool.getState();
  const at = rounded(point, instrument);
  const { addLevel, addMeasure } = useDrawings.getState();
  if (tool === 'level') {
    addLevel(instrument.id, instrument.priceText(instrument.toTicks(at.price)));
    endTool();
  } else if (from === null) useChartTool.setState({ from: at, at });
  else {
    addMeasure(instrument.id, from, at);
    endTool();
  }
}

/** The drawing tools by mouse: what they take the chart does not pan. */
export function useDrawingTools(instrument: Instrument, box: RefObject<HTMLElement | null>): DrawingTools {
  const handle = useChartHandle();
  const pressed = useRef<{ readonly x: number; readonly y: number } | null>(null);
  const pointOf = useCallback(
    (event: { readonly clientX: number; readonly clientY: number; readonly target: EventTarget | null }): ChartPoint | null => {
      const frame = box.current;
      if (!frame || !(event.target instanceof Node && frame.contains(event.target))) return null;
      const { left, top } = frame.getBoundingClientRect();
      return handle.chart?.ground.pointAt(event.clientX - left, event.clientY - top) ?? null;
    },
    [box, handle],
  );
  useEffect(() => endTool, [instrument]);
  return {
    onPointerDownCapture: (event) => {
      const point = useChartTool.getState().tool === null || event.button !== 0 ? null : pointOf(event);
      if (point === null) return false;
      event.stopPropagation();
      pressed.current = { x: event.clientX, y: event.clientY };
      place(instrument, point);
      return true;
    },
    onMouseDownCapture: (event) => {
      if (pressed.current === null) return false;
      event.stopPropagation();
      return true;
    },
    onPointerMove: (event) => {
      if (useChartTool.getState().tool === null) return false;
      const point = pointOf(event);
      if (point !== null) useChartTool.setState({ at: rounded(point, instrument) });
      return true;
    },
    onPointerUp: (event) => {
      const start = pressed.current;
      pressed.current = null;
      if (start === null || useChartTool.getState().from === null) return;
      const point = pointOf(event);
      if (point !== null && Math.hypot(event.clientX - start.x, event.clientY - start.y) >= PULL) place(instrument, point);
    },
  };
}

function startPoint(chart: PriceChart): ChartPoint | null {
  const { cursor, to } = useChartView.getState();
  return chart.ground.closeAt(cursor ?? to);
}

/** The drawing tools by keyboard: arrows move, Enter puts down, Escape ends. Whether the key was theirs. */
export function toolKey(event: KeyboardEvent, chart: PriceChart, instrument: Instrument): boolean {
  const { tool, at } = useChartTool.getState();
  if (tool === null) return false;
  if (event.key === 'Escape') {
    endTool();
    return true;
  }
  const from = at ?? startPoint(chart);
  if (from === null) return false;
  const times = event.shiftKey ? 10 : 1;
  const step = Math.max(instrument.tickSize, chart.ground.priceSpan() / KEY_STEPS) * times;
  const moves: Readonly<Record<string, () => ChartPoint>> = {
    ArrowUp: () => ({ ...from, price: from.price + step }),
    ArrowDown: () => ({ ...from, price: from.price - step }),
    ArrowLeft: () => ({ ...from, time: from.time - chart.ground.barMs * times }),
    ArrowRight: () => ({ ...from, time: from.time + chart.ground.barMs * times }),
  };
  if (event.key === 'Enter') place(instrument, from);
  else if (moves[event.key]) useChartTool.setState({ at: rounded(moves[event.key]!(), instrument) });
  else return false;
  return true;
}

import { useEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, PointerEvent, ReactElement } from 'react';
import type { RunReportView, RunTradeRow } from '../../../src-shared/contract/research.ts';
import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import type { Format } from '../../format/format.ts';
import { LoadingBlocks, PanelMessage } from '../../ui/panel-state.tsx';
import { useBoxSize } from '../../ui/use-box-size.ts';
import { useFormat } from '../../ui/use-format.ts';
import { nearestRow } from './chart-scale.ts';
import { PriceDrawing } from './price-drawing.tsx';
import { barsInView, PRICE_AXIS, pricePlace, tradeAt } from './price-place.ts';
import type { PricePlace } from './price-place.ts';
import { panned, tradeAfter, tradesIn, zoomed } from './price-window.ts';
import type { PriceWindow } from './price-window.ts';
import { strategyWords } from '../../format/strategy-words.ts';
import { minuteText, priceText } from './price-words.ts';
import { PRICE_SENTENCES as SAY } from './price-sentences.ts';
import { useRunBars } from './use-run-bars.ts';

const ZOOM = 1.25;
const PIXELS_PER_BAR = 4;
/** A mark is hit within this many pixels. */
const REACH = 10;

/** What a price chart shows, and who is told what is done on it. */
export interface PriceChartProps {
  readonly view: RunReportView;
  readonly window: PriceWindow;
  readonly onWindow: (window: PriceWindow) => void;
  /** Number of the trade that is chosen. */
  readonly trade: number | null;
  readonly onTrade: (trade: RunTradeRow) => void;
}

/** The bars of a run with its entries and exits; read, moved and zoomed by pointer or keys. */
export function PriceChart(props: PriceChartProps): ReactElement {
  const { view, window, trade } = props;
  const [box, { width, height }] = useBoxSize();
  const [at, setAt] = useState<number | null>(null);
  const format = useFormat();
  // In whole hundreds, so that a chart that is resized does not ask with every pixel.
  const most = Math.min(600, Math.max(100, Math.round((width - PRICE_AXIS) / PIXELS_PER_BAR / 100) * 100));
  const bars = useRunBars(view.run, window, most);
  const candles = useMemo(() => (bars.view === null ? null : barsInView(bars.view, window)), [bars.view, window]);
  const chosen = view.trades.find(({ number }) => number === trade);
  const place = useMemo(
    () => (candles === null || width < 160 || height < 80 ? null : pricePlace(candles, window, { width, height, chosen })),
    [candles, window, width, height, chosen],
  );
  const pointer = usePointer(props, place, setAt);
  if (bars.failure !== null) return <PanelMessage kind="failed" sentence={SAY.failed(bars.failure)} />;
  const shown = tradesIn(view.trades, window);
  const reading = at === null || candles === null ? chosenWords(chosen, view, format) : barWords(candles, at, view, format);
  return (
    <div
      ref={box}
      className="research-chart research-price"
      role="application"
      aria-label={SAY.label(strategyWords(view.request), format.count(shown.length))}
      aria-description={SAY.keys}
      aria-busy={bars.isBusy}
      tabIndex={0}
      onKeyDown={(event) => {
        if (candles !== null && keyed(event, props, { candles, at, setAt })) event.preventDefault();
      }}
      {...pointer}
    >
      <WheelZoom {...props} place={place} />
      {bars.view === null || place === null ? (
        <LoadingBlocks label={SAY.loading} rows={6} />
      ) : (
        <PriceDrawing {...{ view, window, place, chosen, at }} bars={bars.view} trades={shown} height={height} />
      )}
      {reading === null || place === null ? null : (
        <p className="research-reading" role="status">
          {reading}
        </p>
      )}
    </div>
  );
}

function barWords(candles: CandleColumns, time: number, view: RunReportView, format: Format): string {
  const row = nearestRow(candles.time, time);
  const price = (column: 'open' | 'high' | 'low' | 'close'): string => priceText(candles[column][row] ?? 0, view, format);
  return SAY.bar(minuteText(candles.time[row] ?? 0), {
    open: price('open'),
    high: price('high'),
    low: price('low'),
    close: price('close'),
  });
}

/** A trade in one line. */
function chosenWords(trade: RunTradeRow | undefined, view: RunReportView, format: Format): string | null {
  if (trade === undefined) return null;
  return SAY.trade(format.count(trade.number), trade.side, {
    entry: `${minuteText(trade.entryTime)}, ${priceText(trade.entryPrice, view, format)}`,
    exit: `${minuteText(trade.exitTime)}, ${priceText(trade.exitPrice, view, format)}`,
    gain: format.signedPercent(trade.pnlFraction).text,
  });
}

interface Reading {
  readonly candles: CandleColumns;
  readonly at: number | null;
  readonly setAt: (at: number | null) => void;
}

/** Bars by left and right, trades by up and down, zoom, and the ends of the run. */
function keyed(event: KeyboardEvent, { view, window, onWindow, trade, onTrade }: PriceChartProps, reading: Reading): boolean {
  const { request, trades } = view;
  const middle = (window.from + window.to) / 2;
  const read = (by: number): void => {
    const { candles, at, setAt } = reading;
    const row = at === null ? candles.length - 1 : Math.max(0, Math.min(candles.length - 1, nearestRow(candles.time, at) + by));
    const time = candles.time[row];
    if (time === undefined) return;
    setAt(time);
    if (at !== null && (row === 0 || row === candles.length - 1)) onWindow(panned(request, window, Math.sign(by) / 2));
  };
  const next = (by: 1 | -1): void => {
    const found = tradeAfter(trades, trade, by, middle);
    if (found === undefined) return;
    reading.setAt(null);
    onTrade(found);
  };
  const span = window.to - window.from;
  const actions: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => read(event.shiftKey ? -10 : -1),
    ArrowRight: () => read(event.shiftKey ? 10 : 1),
    ArrowUp: () => next(-1),
    ArrowDown: () => next(1),
    '+': () => onWindow(zoomed(request, window, 1 / ZOOM, middle)),
    '=': () => onWindow(zoomed(request, window, 1 / ZOOM, middle)),
    '-': () => onWindow(zoomed(request, window, ZOOM, middle)),
    Home: () => onWindow({ from: request.from, to: request.from + span }),
    End: () => onWindow({ from: request.to - span, to: request.to }),
    Escape: () => reading.setAt(null),
  };
  if (event.ctrlKey || event.altKey || event.metaKey) return false;
  const action = actions[event.key];
  action?.();
  return action !== undefined;
}

/** Reading, dragging, and choosing a trade by its marks. */
function usePointer({ view, window, onWindow, onTrade }: PriceChartProps, place: PricePlace | null, setAt: (at: number | null) => void) {
  const drag = useRef<{ readonly x: number; readonly window: PriceWindow; moved: boolean } | null>(null);
  const pointOf = (event: PointerEvent<HTMLElement>): { readonly x: number; readonly y: number } => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      drag.current = { x: event.clientX, window, moved: false };
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (place === null) return;
      const held = drag.current;
      if (held === null) {
        setAt(place.timeAt(Math.min(place.width, pointOf(event).x)));
        return;
      }
      const by = event.clientX - held.x;
      if (Math.abs(by) > 3) held.moved = true;
      if (held.moved) onWindow(panned(view.request, held.window, -by / place.width));
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      const held = drag.current;
      drag.current = null;
      if (place === null || held === null || held.moved) return;
      const hit = tradeAt(tradesIn(view.trades, window), place, { ...pointOf(event), reach: REACH });
      if (hit === undefined) return;
      setAt(null);
      onTrade(hit);
    },
    onPointerLeave: () => {
      setAt(null);
    },
  };
}

/** The wheel zooms where the pointer is; a listener of its own, because React's may not hold back the page's scrolling. */
function WheelZoom({ view, window, onWindow, place }: PriceChartProps & { readonly place: PricePlace | null }): ReactElement {
  const mark = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const chart = mark.current?.parentElement;
    if (!chart || place === null) return undefined;
    const turn = (event: WheelEvent): void => {
      event.preventDefault();
      const at = place.timeAt(event.clientX - chart.getBoundingClientRect().left);
      onWindow(zoomed(view.request, window, event.deltaY > 0 ? ZOOM : 1 / ZOOM, at));
    };
    chart.addEventListener('wheel', turn, { passive: false });
    return () => {
      chart.removeEventListener('wheel', turn);
    };
  }, [view, window, onWindow, place]);
  return <span ref={mark} hidden />;
}

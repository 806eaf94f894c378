import { useCallback } from 'react';
import type { KeyboardEvent } from 'react';
import type { Format } from '../../format/format.ts';
import { candleKey, useCandles } from '../../state/candles/candle-store.ts';
import { useLinkGroups } from '../../state/link-group.ts';
import { useShownDesk } from '../../state/shown-desk.ts';
import { useAnnouncements } from '../../ui/live-regions.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useChartHandle } from './chart-handle.ts';
import { CHART_TIMEFRAMES, useChartSettings } from './chart-settings.ts';
import { useChartView } from './chart-view.ts';
import { legendBar } from './legend-model.ts';
import type { PriceChart } from './price-chart.ts';
import { CHART_SENTENCES as SAY } from './sentences.ts';
import type { PlotProps } from './plot.tsx';

const ZOOM = 1.25;

function moveCursor(chart: PriceChart, by: number): void {
  const { cursor, to } = useChartView.getState();
  chart.setCursor(cursor === null ? to : cursor + by);
}

/** Reads the bar under the cursor, or the newest one. */
function readBar({ instrument, timeframe }: PlotProps, format: Format): void {
  const columns = useCandles.getState().histories.get(candleKey(instrument.id, timeframe))?.series.columns;
  const bar = columns === undefined ? null : legendBar(columns, useChartView.getState().cursor);
  if (bar === null) return;
  const price = (value: number): string => format.price(value, instrument.priceDecimals);
  const figures = SAY.barFigures({
    open: price(bar.open),
    high: price(bar.high),
    low: price(bar.low),
    close: price(bar.close),
    volume: `${format.compact(bar.volume)} ${instrument.spec.base}`,
  });
  useAnnouncements.getState().say(SAY.barRead(format.timeOrDate(bar.time, Date.now()), figures));
}

/** Shows the next instrument whose symbol begins with a letter. */
function showByLetter(letter: string, now: string): void {
  const ids = [...useShownDesk.getState().instruments.keys()].filter((id) => id.toLowerCase().startsWith(letter));
  const next = ids[(ids.indexOf(now) + 1) % Math.max(1, ids.length)];
  if (next !== undefined) useLinkGroups.getState().show('trade', next);
}

function plainKey(event: KeyboardEvent, props: PlotProps): boolean {
  const { id } = props.instrument;
  if (event.shiftKey) return false;
  if (/^[1-6]$/u.test(event.key)) useChartSettings.getState().chooseTimeframe(id, CHART_TIMEFRAMES[Number(event.key) - 1]!);
  else if (/^[a-z]$/u.test(event.key)) showByLetter(event.key, id);
  else return false;
  return true;
}

/** The chart's keys, while it has the focus. */
export function useChartKeys(props: PlotProps): (event: KeyboardEvent) => void {
  const handle = useChartHandle();
  const format = useFormat();
  return useCallback(
    (event) => {
      const { chart } = handle;
      if (!chart || event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
      const ten = event.shiftKey ? 10 : 1;
      const actions: Readonly<Record<string, () => void>> = {
        ArrowLeft: () => {
          moveCursor(chart, -ten);
        },
        ArrowRight: () => {
          moveCursor(chart, ten);
        },
        '+': () => {
          chart.zoom(ZOOM);
        },
        '=': () => {
          chart.zoom(ZOOM);
        },
        '-': () => {
          chart.zoom(1 / ZOOM);
        },
        Home: () => {
          chart.toOldest();
        },
        End: () => {
          chart.toLatest();
        },
        T: () => {
          props.onTable(true);
        },
        R: () => {
          chart.reset();
        },
        Enter: () => {
          readBar(props, format);
        },
        Escape: () => {
          chart.setCursor(null);
        },
      };
      const action = actions[event.key];
      if (action) action();
      else if (!plainKey(event, props)) return;
      event.preventDefault();
    },
    [handle, props, format],
  );
}

import { useCallback } from 'react';
import { candleKey, useCandles } from '../../state/candles/candle-store.ts';
import { useFormat } from '../../ui/use-format.ts';
import { useChartHandle } from './chart-handle.ts';
import type { ChartLine } from './chart-lines.ts';
import { chartObjects } from './chart-objects.ts';
import type { ChartObject } from './chart-objects.ts';
import { useChartView } from './chart-view.ts';
import { legendBar } from './legend-model.ts';
import type { MeasureShown } from './measures.ts';
import { CHART_SENTENCES as SAY } from './sentences.ts';
import type { ChartPart } from './chart-part.ts';

/** Everything the keyboard reaches, as it stands when it is asked for. */
export function useChartObjects(
  { instrument, timeframe, settings }: ChartPart,
  lines: readonly ChartLine[],
  measures: readonly MeasureShown[],
): () => readonly ChartObject[] {
  const handle = useChartHandle();
  const format = useFormat();
  return useCallback(() => {
    const columns = useCandles.getState().histories.get(candleKey(instrument.id, timeframe))?.series.columns;
    const { cursor } = useChartView.getState();
    const bar = columns === undefined ? null : legendBar(columns, cursor);
    const { chart } = handle;
    if (columns === undefined || bar === null || chart === null) return [];
    const price = (value: number): string => format.price(value, instrument.priceDecimals);
    const volume = `${format.compact(bar.volume)} ${instrument.spec.base}`;
    const figures = SAY.barFigures({ open: price(bar.open), high: price(bar.high), low: price(bar.low), close: price(bar.close), volume });
    const at = cursor === null || cursor >= columns.length ? columns.length - 1 : cursor;
    return chartObjects({
      instrument,
      settings,
      format,
      lines,
      measures,
      marks: chart.ground.marks,
      bar: SAY.barRead(format.timeOrDate(bar.time, Date.now()), figures),
      volume,
      valuesOf: (index) => chart.indicatorValues(index, at),
    });
  }, [handle, instrument, timeframe, settings, lines, measures, format]);
}

import type { CandlestickData, HistogramData, LineData, UTCTimestamp } from 'lightweight-charts';
import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import type { Palette } from '../../ui/tokens.ts';
import { volumeColour } from './chart-look.ts';
import type { ChartType } from './chart-settings.ts';

/** The chart's time of a bar: whole seconds. */
export function timeOf(columns: CandleColumns, at: number): UTCTimestamp {
  return (columns.time[at]! / 1_000) as UTCTimestamp;
}

/** A bar as the price series takes it. */
export function priceData(columns: CandleColumns, at: number, type: ChartType): CandlestickData | LineData {
  const time = timeOf(columns, at);
  if (type === 'line') return { time, value: columns.close[at]! };
  return { time, open: columns.open[at]!, high: columns.high[at]!, low: columns.low[at]!, close: columns.close[at]! };
}

/** A bar's volume. */
export function volumeData(columns: CandleColumns, at: number, palette: Palette): HistogramData {
  return { time: timeOf(columns, at), value: columns.volume[at]!, color: volumeColour(palette, columns.close[at]! >= columns.open[at]!) };
}

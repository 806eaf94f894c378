import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import { barAtOrAfter } from '../../state/candles/candle-series.ts';
import type { ChartPoint } from './drawings.ts';

/** What lies between two points of a chart. */
export interface Measured {
  /** Change of the price, quote units. */
  readonly move: number;
  /** The same as a share of the first price; null from zero. */
  readonly share: number | null;
  /** Bars between the points, negative backwards. */
  readonly bars: number;
  /** Time between them, ms, never negative. */
  readonly spanMs: number;
}

/** What lies between two points, in bars of a length. */
export function measured(from: ChartPoint, to: ChartPoint, barMs: number): Measured {
  const move = to.price - from.price;
  const span = to.time - from.time;
  return { move, share: from.price === 0 ? null : move / from.price, bars: Math.round(span / barMs), spanMs: Math.abs(span) };
}

/** The place of a time among bars, as the chart counts them: whole at the opening of a bar, going on at the same pace beyond both ends. */
export function logicalOf(columns: Pick<CandleColumns, 'time' | 'length'>, time: number, barMs: number): number {
  const { length } = columns;
  if (length === 0) return 0;
  const first = columns.time[0]!;
  const last = columns.time[length - 1]!;
  if (time <= first) return (time - first) / barMs;
  if (time >= last) return length - 1 + (time - last) / barMs;
  const after = barAtOrAfter(columns, time);
  return columns.time[after] === time ? after : after - 1 + Math.min(1, (time - columns.time[after - 1]!) / barMs);
}

/** The opening time of a place among bars, the inverse of `logicalOf` for whole places. */
export function timeOfLogical(columns: Pick<CandleColumns, 'time' | 'length'>, logical: number, barMs: number): number | null {
  const { length } = columns;
  if (length === 0) return null;
  const at = Math.round(logical);
  if (at < 0) return columns.time[0]! + at * barMs;
  if (at >= length) return columns.time[length - 1]! + (at - length + 1) * barMs;
  return columns.time[at]!;
}

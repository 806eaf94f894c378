import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import { barAtOrAfter } from '../../state/candles/candle-series.ts';

/** What of the bars is on the chart. */
export interface Drawn {
  readonly epoch: number;
  readonly length: number;
  /** When the oldest bar opened; 0 without bars. */
  readonly oldest: number;
  /** The newest bar as text, to see whether it changed. */
  readonly newest: string;
}

/** Nothing. */
export const UNDRAWN: Drawn = { epoch: -1, length: 0, oldest: 0, newest: '' };

/** The newest bar as text. */
export function newestBar({ length, open, high, low, close, volume }: CandleColumns): string {
  const at = length - 1;
  return at < 0 ? '' : [open[at], high[at], low[at], close[at], volume[at]].join(' ');
}

/** How many bars have come before those that were drawn. */
export function barsBefore(columns: Pick<CandleColumns, 'time' | 'length'>, { length, oldest }: Pick<Drawn, 'length' | 'oldest'>): number {
  return length === 0 || columns.length === 0 ? 0 : barAtOrAfter(columns, oldest);
}

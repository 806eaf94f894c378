import type { CandleColumns } from '../../../src-shared/domain/candle.ts';

/** What of the bars is on the chart. */
export interface Drawn {
  readonly epoch: number;
  readonly length: number;
  /** The newest bar as text, to see whether it changed. */
  readonly newest: string;
}

/** Nothing. */
export const UNDRAWN: Drawn = { epoch: -1, length: 0, newest: '' };

/** The newest bar as text. */
export function newestBar({ length, open, high, low, close, volume }: CandleColumns): string {
  const at = length - 1;
  return at < 0 ? '' : [open[at], high[at], low[at], close[at], volume[at]].join(' ');
}

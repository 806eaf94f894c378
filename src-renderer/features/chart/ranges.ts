import { TIMEFRAMES } from '../../../src-shared/domain/candle.ts';
import { DAY_MS } from '../../../src-shared/kernel/time.ts';
import type { ChartTimeframe } from '../../state/market-interest.ts';
import { CHART_TIMEFRAMES } from './chart-settings.ts';

export type RangeName = 'day' | 'week' | 'month' | 'quarter' | 'all';

/** How much time each range spans, ms; all there is counts as ten years. */
export const RANGES: Readonly<Record<RangeName, number>> = {
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 30 * DAY_MS,
  quarter: 91 * DAY_MS,
  all: 3_650 * DAY_MS,
};

/** Narrowest bar that still reads as one, pixels. */
const LEAST_BAR = 1.5;

/** The finest timeframe in which a span fits a width with readable bars; the coarsest where none does. */
export function timeframeFor(spanMs: number, width: number): ChartTimeframe {
  return CHART_TIMEFRAMES.find((timeframe) => (spanMs / TIMEFRAMES[timeframe]) * LEAST_BAR <= width) ?? '1d';
}

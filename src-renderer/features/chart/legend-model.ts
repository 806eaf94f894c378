import type { CandleColumns } from '../../../src-shared/domain/candle.ts';

/** One bar as the legend shows it. */
export interface LegendBar {
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  /** Change since the close before, a share of one; since its own open for the oldest bar. */
  readonly change: number;
}

/** The bar at an index, the newest one without; null while there are none. */
export function legendBar(columns: CandleColumns, index: number | null): LegendBar | null {
  const at = index === null || index >= columns.length || index < 0 ? columns.length - 1 : index;
  if (at < 0) return null;
  const before = at > 0 ? columns.close[at - 1]! : columns.open[at]!;
  return {
    time: columns.time[at]!,
    open: columns.open[at]!,
    high: columns.high[at]!,
    low: columns.low[at]!,
    close: columns.close[at]!,
    volume: columns.volume[at]!,
    change: columns.close[at]! / before - 1,
  };
}

/** What a range of bars comes to, for its summary in words. */
export interface RangeSummary {
  readonly bars: number;
  /** From the first open to the last close, a share of one. */
  readonly change: number;
  readonly high: number;
  readonly low: number;
}

/** The summary of the bars `from` to `to`, both included; null without bars. */
export function rangeSummary(columns: CandleColumns, from: number, to: number): RangeSummary | null {
  const first = Math.max(0, from);
  const last = Math.min(columns.length - 1, to);
  if (last < first) return null;
  let high = -Infinity;
  let low = Infinity;
  for (let i = first; i <= last; i += 1) {
    high = Math.max(high, columns.high[i]!);
    low = Math.min(low, columns.low[i]!);
  }
  return { bars: last - first + 1, change: columns.close[last]! / columns.open[first]! - 1, high, low };
}

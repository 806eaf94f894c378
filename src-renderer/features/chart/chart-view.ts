import { create } from 'zustand';
import type { DrawnMark } from './annotations.ts';

/** What the chart shows at this moment, for legend, summary and table. */
export interface ChartView {
  /** Index of the bar under the cursor, or null. */
  readonly cursor: number | null;
  /** First and last bar in view. */
  readonly from: number;
  readonly to: number;
  /** Whether the newest bar is in view. */
  readonly atLatest: boolean;
  /** Whether the price scale follows the bars. */
  readonly auto: boolean;
  /** Counts the changes of the bars, so that what reads them draws anew. */
  readonly revision: number;
  /** Height of the price pane, pixels. */
  readonly pricePane: number;
  /** Heights of all panes from the top: price, volume, then the indicators' own. */
  readonly panes: readonly number[];
  /** Width of the price axis, pixels. */
  readonly axis: number;
  readonly hovered: DrawnMark | null;
}

export const useChartView = create<ChartView>()(() => ({
  cursor: null,
  from: 0,
  to: -1,
  atLatest: true,
  auto: true,
  revision: 0,
  pricePane: 0,
  panes: [],
  axis: 0,
  hovered: null,
}));

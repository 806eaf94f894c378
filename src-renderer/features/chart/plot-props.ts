import type { ChartPart } from './chart-part.ts';

/** The chart without its bars and tools around it. */
export interface PlotProps extends ChartPart {
  /** The table stands in its place. */
  readonly hidden: boolean;
  readonly onTable: (table: boolean) => void;
}

import type { IChartApi, ISeriesApi, SeriesType } from 'lightweight-charts';
import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import type { DrawnMark } from './annotations.ts';
import type { ChartPoint } from './drawings.ts';
import { logicalOf, timeOfLogical } from './measured.ts';

/** What the ground is of: the price series changes with the kind of chart, the bars with what is shown. */
export interface GroundParts {
  readonly api: IChartApi;
  readonly series: () => ISeriesApi<SeriesType>;
  readonly columns: () => CandleColumns | undefined;
  readonly barMs: () => number;
  readonly marks: () => readonly DrawnMark[];
}

/** Where times and prices lie on the drawn chart, for whatever is drawn or pointed at on it. */
export class ChartGround {
  private readonly parts: GroundParts;

  constructor(parts: GroundParts) {
    this.parts = parts;
  }

  get barMs(): number {
    return this.parts.barMs();
  }

  /** The marks of fills in view, as drawn last. */
  get marks(): readonly DrawnMark[] {
    return this.parts.marks();
  }

  /** Height of the price pane, pixels. */
  get height(): number {
    return this.parts.api.panes()[0]?.getHeight() ?? 0;
  }

  /** The price at a height within the price pane, quote units; null outside. */
  priceAt(y: number): number | null {
    return y < 0 || y > this.height ? null : this.parts.series().coordinateToPrice(y);
  }

  /** The point under a place of the plot, on the nearest bar; null outside the price pane. */
  pointAt(x: number, y: number): ChartPoint | null {
    const { api } = this.parts;
    const columns = this.parts.columns();
    const logical = x > api.timeScale().width() ? null : api.timeScale().coordinateToLogical(x);
    const price = this.priceAt(y);
    const time = columns === undefined || logical === null ? null : timeOfLogical(columns, logical, this.barMs);
    return time === null || price === null ? null : { time, price };
  }

  /** The close of a bar, the newest one for a bar beyond the end; null without bars. */
  closeAt(bar: number): ChartPoint | null {
    const columns = this.parts.columns();
    if (columns === undefined || columns.length === 0) return null;
    const at = Math.max(0, Math.min(columns.length - 1, bar));
    return { time: columns.time[at]!, price: columns.close[at]! };
  }

  /** The closes of the bars from one to another, both included. */
  closesIn(from: number, to: number): Float64Array {
    return this.parts.columns()?.close.subarray(Math.max(0, from), to + 1) ?? new Float64Array();
  }

  /** From the lowest to the highest price in view, quote units. */
  priceSpan(): number {
    const top = this.priceAt(0);
    const bottom = this.priceAt(this.height);
    return top === null || bottom === null ? 0 : Math.abs(top - bottom);
  }

  /** Moves the view so that a time is in its middle. */
  centreOn(time: number): void {
    const scale = this.parts.api.timeScale();
    const range = scale.getVisibleLogicalRange();
    if (!range) return;
    const half = (range.to - range.from) / 2;
    const middle = this.logicalOf(time);
    scale.setVisibleLogicalRange({ from: middle - half, to: middle + half });
  }

  /** The place of a time among the bars. */
  logicalOf(time: number): number {
    const columns = this.parts.columns();
    return columns === undefined ? 0 : logicalOf(columns, time, this.barMs);
  }
}

import { LineSeries } from 'lightweight-charts';
import type { IChartApi, ISeriesApi, LineData, WhitespaceData } from 'lightweight-charts';
import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import type { Palette } from '../../ui/tokens.ts';
import type { IndicatorLabel } from './annotations.ts';
import { indicatorOptions, indicatorStyle } from './chart-look.ts';
import type { ShownIndicator } from './chart-settings.ts';
import { indicatorAt, indicatorValues } from './indicator-lines.ts';
import { timeOf } from './series-data.ts';

interface Drawn {
  readonly shown: ShownIndicator;
  readonly series: ISeriesApi<'Line'>;
  values: number[];
}

function point(columns: CandleColumns, at: number, value: number): LineData | WhitespaceData {
  const time = timeOf(columns, at);
  return Number.isFinite(value) ? { time, value } : { time };
}

/** The indicators' lines on the price pane, kept up to the newest bar. */
export class IndicatorSeries {
  private readonly chart: IChartApi;
  private drawn: Drawn[] = [];

  constructor(chart: IChartApi) {
    this.chart = chart;
  }

  /** Draws these from now on, in this order. */
  set(shown: readonly ShownIndicator[], palette: Palette): void {
    for (const { series } of this.drawn) this.chart.removeSeries(series);
    this.drawn = shown.map((each, index) => ({
      shown: each,
      series: this.chart.addSeries(LineSeries, { ...indicatorOptions(index, palette), visible: !each.hidden }, 0),
      values: [],
    }));
  }

  drawAll(columns: CandleColumns): void {
    for (const drawn of this.drawn) {
      drawn.values = Array.from(indicatorValues(drawn.shown, columns.close));
      drawn.series.setData(drawn.values.map((value, at) => point(columns, at, value)));
    }
  }

  drawBar(columns: CandleColumns, at: number): void {
    for (const drawn of this.drawn) {
      const value = indicatorAt(drawn.shown, columns.close, at);
      drawn.values[at] = value;
      drawn.series.update(point(columns, at, value));
    }
  }

  /** The value of the n-th indicator at a bar; NaN where it has none. */
  value(index: number, at: number): number {
    return this.drawn[index]?.values[at] ?? NaN;
  }

  /** The newest values, for the axis. */
  labels(palette: Palette): readonly IndicatorLabel[] {
    return this.drawn.flatMap(({ shown, values }, index) => {
      const value = values.at(-1) ?? NaN;
      return shown.hidden || !Number.isFinite(value) ? [] : [{ value, colour: indicatorStyle(index, palette).colour }];
    });
  }
}

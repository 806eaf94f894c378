import { HistogramSeries, LineSeries, LineStyle } from 'lightweight-charts';
import type { HistogramData, IChartApi, ISeriesApi, LineData, WhitespaceData } from 'lightweight-charts';
import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import type { Palette } from '../../ui/tokens.ts';
import { withAlpha } from '../../ui/tokens.ts';
import type { IndicatorLabel } from './annotations.ts';
import { indicatorOptions, indicatorStyle } from './chart-look.ts';
import type { ShownIndicator } from './chart-settings.ts';
import { runOf } from './indicator-lines.ts';
import type { IndicatorRun } from './indicator-lines.ts';
import { timeOf } from './series-data.ts';

/** Price and volume stand first. */
const FIRST_OWN_PANE = 2;
/** A pane of its own has this share of the height. */
const OWN_SHARE = 0.2;

type OutputSeries = ISeriesApi<'Line'> | ISeriesApi<'Histogram'>;

interface Drawn {
  readonly shown: ShownIndicator;
  readonly run: IndicatorRun;
  /** One per output. */
  readonly series: readonly OutputSeries[];
  /** Place of its colour. */
  readonly style: number;
  readonly pane: number;
}

function point(columns: CandleColumns, at: number, value: number): LineData | HistogramData | WhitespaceData {
  const time = timeOf(columns, at);
  return Number.isFinite(value) ? { time, value } : { time };
}

/** The indicators' lines over the prices and in panes of their own, kept up to the newest bar. Hidden ones are neither drawn nor worked out. */
export class IndicatorSeries {
  private readonly chart: IChartApi;
  private drawn: (Drawn | null)[] = [];

  constructor(chart: IChartApi) {
    this.chart = chart;
  }

  /** Draws these from now on, in this order. */
  set(shown: readonly ShownIndicator[], palette: Palette): void {
    for (const each of this.drawn) for (const series of each?.series ?? []) this.chart.removeSeries(series);
    let pane = FIRST_OWN_PANE;
    let style = 0;
    this.drawn = shown.map((each): Drawn | null => {
      const run = runOf(each);
      if (run === null || each.hidden) return null;
      const { pane: place, outputs } = run.definition;
      const own = place === 'own';
      const drawn = { shown: each, run, style, pane: own ? pane : 0, series: this.seriesOf(run, { style, pane: own ? pane : 0, palette }) };
      if (own) {
        this.chart.panes()[pane]?.setStretchFactor(OWN_SHARE);
        pane += 1;
      }
      style += own ? Math.min(2, outputs.length) : 1;
      return drawn;
    });
  }

  drawAll(columns: CandleColumns): void {
    for (const drawn of this.drawn) {
      if (drawn === null) continue;
      drawn.run.restart(columns);
      for (const [output, series] of drawn.series.entries()) {
        series.setData((drawn.run.values[output] ?? []).map((value, at) => point(columns, at, value)));
      }
    }
  }

  drawBar(columns: CandleColumns, at: number): void {
    for (const drawn of this.drawn) {
      if (drawn === null) continue;
      drawn.run.take(columns, at);
      for (const [output, series] of drawn.series.entries()) series.update(point(columns, at, drawn.run.value(output, at)));
    }
  }

  /** The values of the n-th indicator's outputs at a bar; empty where it is hidden or unknown. */
  values(index: number, at: number): readonly number[] {
    const run = this.drawn[index]?.run;
    return run === undefined ? [] : run.definition.outputs.map((_, output) => run.value(output, at));
  }

  /** Place of the n-th indicator's colour, and its pane. */
  placeOf(index: number): { readonly style: number; readonly pane: number } | null {
    return this.drawn[index] ?? null;
  }

  /** The newest values over the prices, for the axis. */
  labels(palette: Palette): readonly IndicatorLabel[] {
    return this.drawn.flatMap((drawn) => {
      if (drawn === null || drawn.pane !== 0) return [];
      const { colour } = indicatorStyle(drawn.style, palette);
      return drawn.run.values.flatMap((values) => {
        const value = values.at(-1) ?? Number.NaN;
        return Number.isFinite(value) ? [{ value, colour }] : [];
      });
    });
  }

  private seriesOf(
    run: IndicatorRun,
    at: { readonly style: number; readonly pane: number; readonly palette: Palette },
  ): readonly OutputSeries[] {
    const { style, pane, palette } = at;
    const { outputs, levels } = run.definition;
    const series = outputs.map((output, index): OutputSeries => {
      if (output.style === 'histogram') {
        const options = { color: withAlpha(palette.text3, 0.5), lastValueVisible: false, priceLineVisible: false };
        return this.chart.addSeries(HistogramSeries, options, pane);
      }
      // Over the prices the lines of one indicator have one colour; in a pane of its own they are told apart.
      const options = indicatorOptions(pane === 0 ? style : style + index, palette);
      return this.chart.addSeries(LineSeries, { ...options, lastValueVisible: pane !== 0 }, pane);
    });
    for (const level of pane === 0 ? [] : levels) {
      series[0]?.createPriceLine({
        price: level,
        color: palette.border,
        lineWidth: 1,
        lineStyle: LineStyle.Solid,
        axisLabelVisible: false,
        title: '',
      });
    }
    return series;
  }
}

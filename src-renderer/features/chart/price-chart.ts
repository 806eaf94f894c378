import { BarSeries, CandlestickSeries, HistogramSeries, LineSeries, PriceScaleMode, createChart } from 'lightweight-charts';
import type { IChartApi, ISeriesApi, MouseEventParams, SeriesType, UTCTimestamp } from 'lightweight-charts';
import { TIMEFRAMES } from '../../../src-shared/domain/candle.ts';
import type { FillRow } from '../../../src-shared/contract/rows.ts';
import type { LaidRun } from '../../state/laid-run.ts';
import type { CandleSeries } from '../../state/candles/candle-series.ts';
import type { ChartTimeframe } from '../../state/market-interest.ts';
import { Annotations } from './annotations.ts';
import type { DrawnMeasure, LastPrice, MarkRoom, TagPlace } from './annotations.ts';
import { ChartGround } from './chart-ground.ts';
import { rangeWithLines } from './chart-lines.ts';
import type { ChartLine } from './chart-lines.ts';
import { BAR_SPACING, RIGHT_BARS, SOLID_BELOW, VOLUME_SHARE, chartOptions, priceSeriesOptions } from './chart-look.ts';
import { IndicatorSeries } from './indicator-series.ts';
import type { ChartSettings, ChartType } from './chart-settings.ts';
import { useChartView } from './chart-view.ts';
import { placedFills, placedRun } from './placed-marks.ts';
import { barsBefore, newestBar, UNDRAWN } from './drawn-bars.ts';
import type { Drawn } from './drawn-bars.ts';
import { priceData, volumeData } from './series-data.ts';
import { timeMarks } from './time-axis.ts';
import type { TimeMark } from './time-axis.ts';
import type { ChartLook } from './chart-look.ts';

/** Pixels over and under the bars for the marks of fills and their words. */
const MARK_ROOM = 32;

/** How many bars before the left edge older ones are asked for. */
const AHEAD = 300;
const SERIES = { candles: CandlestickSeries, bars: BarSeries, line: LineSeries } as const;

/** Who is told what happens on the chart. */
export interface ChartListener {
  onTags(places: readonly TagPlace[], marks: readonly MarkRoom[]): void;
  /** The view nears the oldest bar. */
  onNearOldest(): void;
}

/** The drawn chart: bars, volume, indicators and annotations. It draws when something changed and never while it has no size. */
export class PriceChart {
  /** Where times and prices lie on it. */
  readonly ground: ChartGround;
  private readonly api: IChartApi;
  private readonly listener: ChartListener;
  private readonly annotations: Annotations;
  private readonly volume: ISeriesApi<'Histogram'>;
  private readonly indicators: IndicatorSeries;
  private price: ISeriesApi<SeriesType>;
  private type: ChartType = 'candles';
  private look: ChartLook;
  private history: CandleSeries | null = null;
  private timeframe: ChartTimeframe = '1m';
  private drawn: Drawn = UNDRAWN;
  private solid = false;
  private fills: readonly FillRow[] = [];
  private run: LaidRun | undefined;
  private wantedSpan: number | null = null;
  private percent = false;
  // The scale's figures are drawn with the labels, so that none stands under one; the library only says where they belong.
  private readonly takeTicks = (values: readonly number[]): string[] => {
    this.annotations.content.ticks = [...values];
    return values.map(() => '');
  };

  constructor(box: HTMLElement, look: ChartLook, listener: ChartListener) {
    this.look = look;
    this.listener = listener;
    this.api = createChart(box, chartOptions(look.palette, look.format));
    this.ground = new ChartGround({
      api: this.api,
      series: () => this.price,
      columns: () => this.history?.columns,
      barMs: () => TIMEFRAMES[this.timeframe],
      marks: () => this.annotations.drawn,
    });
    this.annotations = new Annotations({
      palette: look.palette,
      lines: [],
      measures: [],
      marks: [],
      run: { lines: [], marks: [] },
      indicators: [],
      last: null,
      ticks: [],
      logicalOf: (time) => this.ground.logicalOf(time),
      times: (range, barSpacing) => this.timesIn(range, barSpacing),
      text: String,
      tick: (value) => this.tickAt(value),
    });
    this.annotations.onTags = (places, marks) => {
      this.measure();
      listener.onTags(places, marks);
    };
    this.price = this.addPrice('candles');
    this.volume = this.api.addSeries(HistogramSeries, { lastValueVisible: false, priceLineVisible: false }, 1);
    this.indicators = new IndicatorSeries(this.api);
    this.api.panes()[0]?.setStretchFactor(1 - VOLUME_SHARE);
    this.api.panes()[1]?.setStretchFactor(VOLUME_SHARE);
    this.api.priceScale('right', 0).applyOptions({ scaleMargins: { top: 0.1, bottom: 0.05 } });
    this.api.priceScale('right', 1).applyOptions({ scaleMargins: { top: 0.26, bottom: 0 } });
    this.api.timeScale().subscribeVisibleLogicalRangeChange(() => {
      this.viewChanged();
    });
    this.api.subscribeCrosshairMove((param) => {
      this.cursorMoved(param);
    });
    this.setLook(look);
  }

  dispose(): void {
    this.api.remove();
  }

  setLook(look: ChartLook): void {
    this.look = look;
    const { palette, format, instrument } = look;
    const { tickSize, priceDecimals } = instrument;
    const text = (price: number): string => format.price(Math.round(price / tickSize) * tickSize, priceDecimals);
    this.api.applyOptions({
      ...chartOptions(palette, format),
      localization: { ...chartOptions(palette, format).localization, tickmarksPercentageFormatter: this.takeTicks },
    });
    this.applyPriceLook();
    this.volume.applyOptions({ priceFormat: { type: 'custom', minMove: 1e-8, formatter: (value: number) => format.compact(value) } });
    this.annotations.change({ palette, text });
    this.drawn = UNDRAWN;
    this.sync();
  }

  setSettings({ type, indicators, log, percent }: ChartSettings): void {
    if (type !== this.type) this.replacePrice(type);
    this.indicators.set(indicators, this.look.palette);
    this.percent = percent;
    this.api
      .priceScale('right', 0)
      .applyOptions({ mode: percent ? PriceScaleMode.Percentage : log ? PriceScaleMode.Logarithmic : PriceScaleMode.Normal });
    this.drawn = UNDRAWN;
    this.sync();
  }

  setHistory(history: CandleSeries, timeframe: ChartTimeframe): void {
    const other = history !== this.history;
    this.history = history;
    this.timeframe = timeframe;
    this.drawn = other ? UNDRAWN : this.drawn;
    if (other) this.setCursor(null);
    this.sync();
    if (other) this.reset();
  }

  /** Takes over what changed in the bars since the last call; nothing is drawn when nothing did. */
  sync(): void {
    if (!this.history) return;
    const { columns, epoch, length } = this.history;
    const newest = newestBar(columns);
    const anew = epoch !== this.drawn.epoch || length < this.drawn.length;
    const added = anew || length !== this.drawn.length;
    if (!added && newest === this.drawn.newest) return;
    const older = barsBefore(columns, this.drawn);
    if (older > 0) useChartView.setState(({ cursor }) => ({ cursor: cursor === null ? null : cursor + older }));
    if (anew) this.drawAll();
    else for (let at = Math.max(0, this.drawn.length - 1); at < length; at += 1) this.drawBar(at);
    this.drawn = { epoch, length, oldest: columns.time[0] ?? 0, newest };
    this.annotations.change({ indicators: this.indicators.labels(this.look.palette) });
    if (added) this.placeMarks();
    if (this.wantedSpan !== null && length > 0) this.showSpan(this.wantedSpan);
    useChartView.setState(({ revision }) => ({ revision: revision + 1 }));
    if (added) this.viewChanged();
  }

  setLines(lines: readonly ChartLine[]): void {
    this.annotations.change({ lines });
  }

  setMeasures(measures: readonly DrawnMeasure[]): void {
    this.annotations.change({ measures });
  }

  setLast(last: LastPrice | null): void {
    const before = this.annotations.content.last;
    if (before?.price === last?.price && before?.timeLeft === last?.timeLeft && before?.direction === last?.direction) return;
    this.annotations.change({ last });
  }

  /** Fills of the instrument, and the run that lies on the chart. */
  setMarks(fills: readonly FillRow[], run: LaidRun | undefined): void {
    this.fills = fills;
    this.run = run;
    this.placeMarks();
  }

  /** Values of the n-th indicator at a bar, one per output. */
  indicatorValues(index: number, at: number): readonly number[] {
    return this.indicators.values(index, at);
  }

  /** Place of the n-th indicator's colour, and its pane; null while it is hidden. */
  indicatorPlace(index: number): { readonly style: number; readonly pane: number } | null {
    return this.indicators.placeOf(index);
  }

  /** Keeps the price scale where it is while something is dragged on it. */
  holdScale(hold: boolean): void {
    const { auto } = useChartView.getState();
    this.api.priceScale('right', 0).applyOptions({ autoScale: hold ? false : auto });
  }

  /** Width of the plot, pixels. */
  get width(): number {
    return this.api.timeScale().width();
  }

  /** The view as at the start: newest bars, 6 px each, the price scale following them. */
  reset(): void {
    this.api.timeScale().applyOptions({ barSpacing: BAR_SPACING, rightOffset: RIGHT_BARS });
    this.api.timeScale().scrollToPosition(RIGHT_BARS, false);
    this.setAuto(true);
  }

  toLatest(): void {
    this.api.timeScale().scrollToPosition(RIGHT_BARS, false);
  }

  toOldest(): void {
    const range = this.api.timeScale().getVisibleLogicalRange();
    if (range) this.api.timeScale().setVisibleLogicalRange({ from: -1, to: range.to - range.from - 1 });
  }

  zoom(factor: number): void {
    const scale = this.api.timeScale();
    scale.applyOptions({ barSpacing: Math.max(0.5, Math.min(60, scale.options().barSpacing * factor)) });
  }

  setAuto(auto: boolean): void {
    this.api.priceScale('right', 0).applyOptions({ autoScale: auto });
    useChartView.setState({ auto });
  }

  /** Shows the newest bars of a span, as soon as they are known. */
  showSpan(spanMs: number): void {
    const length = this.history?.length ?? 0;
    this.wantedSpan = length === 0 ? spanMs : null;
    if (length === 0) return;
    const wanted = Math.max(20, Math.ceil(spanMs / TIMEFRAMES[this.timeframe]));
    const bars = Math.min(wanted, length);
    const margin = Math.max(1, Math.round((RIGHT_BARS * BAR_SPACING * bars) / Math.max(1, this.width)));
    this.setAuto(true);
    this.api.timeScale().setVisibleLogicalRange({ from: length - bars, to: length - 1 + margin });
    if (wanted > length) this.listener.onNearOldest();
  }

  /** Puts the cursor on a bar, as the arrow keys do. */
  setCursor(at: number | null): void {
    const columns = this.history?.columns;
    if (at === null || !columns || columns.length === 0) {
      this.api.clearCrosshairPosition();
      useChartView.setState({ cursor: null });
      return;
    }
    const bar = Math.max(0, Math.min(columns.length - 1, at));
    const range = this.api.timeScale().getVisibleLogicalRange();
    if (range && (bar < range.from || bar > range.to))
      this.api
        .timeScale()
        .scrollToPosition(this.api.timeScale().scrollPosition() + (bar < range.from ? bar - range.from : bar - range.to), false);
    this.api.setCrosshairPosition(columns.close[bar]!, (columns.time[bar]! / 1_000) as UTCTimestamp, this.price);
    useChartView.setState({ cursor: bar });
  }

  private addPrice(type: ChartType): ISeriesApi<SeriesType> {
    const series: ISeriesApi<SeriesType> = this.api.addSeries(SERIES[type], priceSeriesOptions(type, this.look.palette, this.solid), 0);
    series.attachPrimitive(this.annotations);
    return series;
  }

  private replacePrice(type: ChartType): void {
    this.price.detachPrimitive(this.annotations);
    this.api.removeSeries(this.price);
    this.type = type;
    this.price = this.addPrice(type);
    this.price.setSeriesOrder(0);
    this.applyPriceLook();
  }

  private applyPriceLook(): void {
    const { palette, format, instrument } = this.look;
    const { tickSize, priceDecimals } = instrument;
    this.price.applyOptions({
      ...priceSeriesOptions(this.type, palette, this.solid),
      priceFormat: {
        type: 'custom',
        minMove: tickSize,
        formatter: (price: number) => format.price(Math.round(price / tickSize) * tickSize, priceDecimals),
        tickmarksFormatter: this.takeTicks,
      },
      autoscaleInfoProvider: (original: () => { priceRange: { minValue: number; maxValue: number } | null } | null) => {
        const info = original();
        if (!info?.priceRange) return info;
        const { marks } = this.annotations.content;
        return {
          ...info,
          ...(marks.length === 0 ? {} : { margins: { above: MARK_ROOM, below: MARK_ROOM } }),
          priceRange: rangeWithLines(
            info.priceRange,
            this.annotations.content.lines.filter((line) => line.kind !== 'level').map((line) => line.price),
          ),
        };
      },
    });
  }

  private drawAll(): void {
    if (!this.history) return;
    const { columns } = this.history;
    const all = Array.from({ length: columns.length }, (_, at) => at);
    this.price.setData(all.map((at) => priceData(columns, at, this.type)));
    this.volume.setData(all.map((at) => volumeData(columns, at, this.look.palette)));
    this.indicators.drawAll(columns);
  }

  private drawBar(at: number): void {
    if (!this.history) return;
    const { columns } = this.history;
    this.price.update(priceData(columns, at, this.type));
    this.volume.update(volumeData(columns, at, this.look.palette));
    this.indicators.drawBar(columns, at);
  }

  private timesIn({ from, to }: { readonly from: number; readonly to: number }, barSpacing: number): readonly TimeMark[] {
    return this.history
      ? timeMarks({ columns: this.history.columns, barMs: TIMEFRAMES[this.timeframe], barSpacing, from, to, format: this.look.format })
      : [];
  }

  /** A figure of the price scale: a price, or in percent the change since the first bar in view. */
  private tickAt(value: number): { readonly price: number; readonly text: string } {
    const columns = this.history?.columns;
    const { format } = this.look;
    if (!this.percent || !columns) return { price: value, text: this.annotations.content.text(value) };
    const base = columns.close[useChartView.getState().from] ?? NaN;
    return { price: base * (1 + value / 100), text: format.percent(value / 100) };
  }

  private placeMarks(): void {
    const columns = this.history?.columns;
    if (!columns) return;
    const on = { columns, barMs: TIMEFRAMES[this.timeframe] };
    this.annotations.change({ marks: placedFills(this.fills, on, this.look), run: placedRun(this.run, on) });
  }

  private viewChanged(): void {
    const scale = this.api.timeScale();
    const range = scale.getVisibleLogicalRange();
    const length = this.history?.length ?? 0;
    if (!range || length === 0) return;
    const spacing = scale.options().barSpacing;
    if (spacing < SOLID_BELOW !== this.solid) {
      this.solid = !this.solid;
      this.price.applyOptions(priceSeriesOptions(this.type, this.look.palette, this.solid));
    }
    const from = Math.max(0, Math.ceil(range.from));
    const to = Math.min(length - 1, Math.floor(range.to));
    const auto = this.api.priceScale('right', 0).options().autoScale;
    const before = useChartView.getState();
    if (before.from !== from || before.to !== to || before.auto !== auto)
      useChartView.setState({ from, to, atLatest: to >= length - 1, auto });
    if (range.from < AHEAD) this.listener.onNearOldest();
  }

  private measure(): void {
    const heights = this.api.panes().map((pane) => pane.getHeight());
    const pricePane = heights[0] ?? 0;
    const axis = this.api.priceScale('right', 0).width();
    const before = useChartView.getState();
    if (before.panes.join() !== heights.join() || before.axis !== axis)
      queueMicrotask(() => {
        useChartView.setState({ pricePane, axis, panes: heights });
      });
  }

  private cursorMoved({ logical, point, sourceEvent }: MouseEventParams): void {
    if (point === undefined && sourceEvent === undefined) return;
    const length = this.history?.length ?? 0;
    const cursor = point === undefined || logical === undefined || logical < 0 || logical >= length ? null : Math.round(logical);
    const before = useChartView.getState();
    const hovered = point === undefined ? null : this.annotations.markAt(point);
    if (before.cursor !== cursor || before.hovered?.mark !== hovered?.mark) useChartView.setState({ cursor, hovered });
  }
}

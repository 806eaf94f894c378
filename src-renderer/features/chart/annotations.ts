import type {
  IPrimitivePaneRenderer,
  IPrimitivePaneView,
  ISeriesApi,
  ISeriesPrimitive,
  Logical,
  PrimitivePaneViewZOrder,
  SeriesAttachedParameter,
  SeriesType,
  Time,
} from 'lightweight-charts';
import type { Palette } from '../../ui/tokens.ts';
import { drawAxis } from './axis-drawing.ts';
import type { AxisLabel } from './axis-drawing.ts';
import type { ChartLine, LineKind } from './chart-lines.ts';
import { drawMark, drawRunMark, drawTimeAxis, strokeLine } from './drawing.ts';
import type { RunLine, RunMark } from './run-marks.ts';
import { drawMeasure } from './measure-drawing.ts';
import type { ChartPoint } from './drawings.ts';
import type { DrawTarget, WordsBox } from './drawing.ts';
import type { FillMark } from './fill-marks.ts';
import type { TimeMark } from './time-axis.ts';

/** The last price with its direction and the time left of the bar. */
export interface LastPrice {
  readonly price: number;
  readonly direction: 'up' | 'down' | 'same';
  readonly timeLeft: string;
}

/** An indicator's newest value at the axis. */
export interface IndicatorLabel {
  readonly value: number;
  readonly colour: string;
}

/** Where a line's tag belongs: its coordinate, and whether the price lies beyond the top or bottom edge. */
export interface TagPlace {
  readonly id: string;
  readonly y: number;
  readonly beyond: -1 | 0 | 1;
}

/** Room that a mark takes with its words, pixels of the plot. */
export interface MarkRoom {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A mark where it was drawn, for the pointer. */
export interface DrawnMark {
  readonly mark: FillMark | RunMark;
  readonly x: number;
  readonly y: number;
}

/** A measured span with its words. */
export interface DrawnMeasure {
  readonly from: ChartPoint;
  readonly to: ChartPoint;
  readonly words: readonly string[];
  readonly chosen: boolean;
}

/** Everything drawn over the bars. */
export interface AnnotationContent {
  palette: Palette;
  lines: readonly ChartLine[];
  measures: readonly DrawnMeasure[];
  marks: readonly { readonly mark: FillMark; readonly time: Time; readonly price: number; readonly text: string }[];
  /** Entries and exits of a run that was laid on the chart. */
  run: {
    readonly lines: readonly RunLine[];
    readonly marks: readonly { readonly mark: RunMark; readonly time: Time; readonly chosen: boolean; readonly text: string }[];
  };
  indicators: readonly IndicatorLabel[];
  last: LastPrice | null;
  /** The scale's figures: what the library says at which values, prices or percents. */
  ticks: readonly number[];
  /** The place of a time among the bars. */
  logicalOf: (time: number) => number;
  /** The figures of the time axis for a range of bars and pixels per bar. */
  times: (range: { readonly from: number; readonly to: number }, barSpacing: number) => readonly TimeMark[];
  text: (price: number) => string;
  /** A figure of the scale with the price it stands at. */
  tick: (value: number) => { readonly price: number; readonly text: string };
}

export function colourOf(kind: LineKind, palette: Palette): string {
  const colours: Readonly<Record<LineKind, string>> = {
    buy: palette.up,
    sell: palette.down,
    position: palette.text2,
    stop: palette.danger,
    target: palette.ok,
    doubt: palette.warn,
    level: palette.text3,
  };
  return colours[kind];
}

const DASHES: Readonly<Record<LineKind, readonly number[]>> = {
  buy: [6, 4],
  sell: [6, 4],
  position: [],
  stop: [1, 3],
  target: [1, 3],
  doubt: [6, 4],
  level: [],
};

/** A mark is hit within this many pixels. */
const MARK_REACH = 12;

/** Marks of a run in view that have words; of more, the chosen one alone has. */
const MOST_RUN_WORDS = 24;

function view(zOrder: PrimitivePaneViewZOrder, draw: (target: DrawTarget) => void): IPrimitivePaneView {
  const renderer: IPrimitivePaneRenderer = { draw };
  return { zOrder: () => zOrder, renderer: () => renderer };
}

/** Lines, fill marks and the price axis, drawn in one pass with the bars: what stands on the axis is placed here, so that nothing overlaps. */
export class Annotations implements ISeriesPrimitive {
  readonly content: AnnotationContent;
  /** Told after each drawing where the tags belong. */
  onTags: (places: readonly TagPlace[], marks: readonly MarkRoom[]) => void = () => undefined;
  drawn: readonly DrawnMark[] = [];
  private places: readonly TagPlace[] = [];
  private attachedTo: SeriesAttachedParameter | null = null;
  private readonly views: readonly IPrimitivePaneView[];
  private readonly axisViews: readonly IPrimitivePaneView[];
  private readonly timeViews: readonly IPrimitivePaneView[];

  constructor(content: AnnotationContent) {
    this.content = content;
    this.views = [
      view('bottom', (target) => {
        this.drawLines(target);
      }),
      view('top', (target) => {
        this.drawMeasures(target);
        this.drawMarks(target);
      }),
    ];
    this.axisViews = [
      view('normal', (target) => {
        this.drawAxisLabels(target);
      }),
    ];
    this.timeViews = [
      view('normal', (target) => {
        this.drawTimes(target);
      }),
    ];
  }

  attached(param: SeriesAttachedParameter): void {
    this.attachedTo = param;
  }

  detached(): void {
    this.attachedTo = null;
  }

  /** Takes over what changed and draws with the next frame. */
  change(part: Partial<AnnotationContent>): void {
    Object.assign(this.content, part);
    this.attachedTo?.requestUpdate();
  }

  /** The mark drawn under a point, or null. */
  markAt(point: { readonly x: number; readonly y: number }): DrawnMark | null {
    return this.drawn.find(({ x, y }) => Math.abs(x - point.x) <= MARK_REACH && Math.abs(y - point.y) <= MARK_REACH + 4) ?? null;
  }

  paneViews(): readonly IPrimitivePaneView[] {
    return this.views;
  }

  priceAxisPaneViews(): readonly IPrimitivePaneView[] {
    return this.axisViews;
  }

  timeAxisPaneViews(): readonly IPrimitivePaneView[] {
    return this.timeViews;
  }

  private get series(): ISeriesApi<SeriesType> | undefined {
    return this.attachedTo?.series;
  }

  private drawLines(target: DrawTarget): void {
    const { series } = this;
    if (!series) return;
    const { palette, lines, last } = this.content;
    target.useMediaCoordinateSpace(({ context, mediaSize: { width, height } }) => {
      const places: TagPlace[] = [];
      for (const line of lines) {
        const y = series.priceToCoordinate(line.price);
        if (y === null) continue;
        const beyond = y < 0 ? -1 : y > height ? 1 : 0;
        places.push({ id: line.id, y: Math.max(0, Math.min(height, y)), beyond });
        if (beyond === 0)
          strokeLine(context, {
            y,
            width,
            colour: colourOf(line.kind, palette),
            dashes: DASHES[line.kind],
            thickness: line.kind === 'doubt' || line.chosen ? 2 : 1,
          });
      }
      const y = last === null ? null : series.priceToCoordinate(last.price);
      if (last !== null && y !== null) strokeLine(context, { y, width, colour: this.lastColour(last), dashes: [2, 3], thickness: 1 });
      this.places = places;
    });
  }

  private lastColour({ direction }: LastPrice): string {
    const { palette } = this.content;
    return direction === 'up' ? palette.up : direction === 'down' ? palette.down : palette.text2;
  }

  private drawMeasures(target: DrawTarget): void {
    const { series, attachedTo } = this;
    const { measures, palette } = this.content;
    if (!series || !attachedTo || measures.length === 0) return;
    for (const { from, to, words, chosen } of measures) {
      const [start, end] = [this.placeOf(from), this.placeOf(to)];
      if (start && end) drawMeasure(target, { start, end, words, chosen, rising: to.price >= from.price, palette });
    }
  }

  /** Where a time and a price lie, pixels of the plot. */
  private placeOf({ time, price }: ChartPoint): { readonly x: number; readonly y: number } | null {
    const x = this.attachedTo?.chart.timeScale().logicalToCoordinate(this.content.logicalOf(time) as Logical) ?? null;
    const y = this.series?.priceToCoordinate(price) ?? null;
    return x === null || y === null ? null : { x, y };
  }

  private drawRunLines(context: CanvasRenderingContext2D, width: number): void {
    const { run, palette } = this.content;
    for (const { from, to, chosen } of run.lines) {
      const [start, end] = [this.placeOf(from), this.placeOf(to)];
      if (!start || !end || end.x < 0 || start.x > width) continue;
      context.save();
      context.strokeStyle = chosen ? palette.text : palette.text2;
      context.lineWidth = chosen ? 2 : 1;
      context.setLineDash(chosen ? [] : [3, 3]);
      context.beginPath();
      context.moveTo(start.x, start.y);
      context.lineTo(end.x, end.y);
      context.stroke();
      context.restore();
    }
  }

  /** Draws a run's marks; their words make way for those that are there. */
  private drawRun(context: CanvasRenderingContext2D, width: number, taken: WordsBox[]): readonly DrawnMark[] {
    const { series, attachedTo } = this;
    if (!series || !attachedTo) return [];
    this.drawRunLines(context, width);
    const { run, palette } = this.content;
    const scale = attachedTo.chart.timeScale();
    const seen = run.marks.flatMap((each) => {
      const x = scale.timeToCoordinate(each.time);
      const y = series.priceToCoordinate(each.mark.price);
      return x === null || y === null || x < -20 || x > width + 20 ? [] : [{ ...each, x, y }];
    });
    for (const { mark, x, y, chosen, text } of seen) {
      const words = chosen || seen.length <= MOST_RUN_WORDS ? text : null;
      const look = { colour: palette.text, halo: palette.panel, taken };
      drawRunMark(context, { x, y, part: mark.part, under: mark.side === 'buy', chosen, text: words, ...look });
    }
    return seen;
  }

  private drawMarks(target: DrawTarget): void {
    const { series, attachedTo } = this;
    if (!series || !attachedTo) return;
    const { marks, palette } = this.content;
    const scale = attachedTo.chart.timeScale();
    target.useMediaCoordinateSpace(({ context, mediaSize: { width } }) => {
      const taken: WordsBox[] = [];
      this.drawn = marks.flatMap(({ mark, time, price, text }): DrawnMark[] => {
        const x = scale.timeToCoordinate(time);
        const y = series.priceToCoordinate(price);
        if (x === null || y === null || x < -20 || x > width + 20) return [];
        drawMark(context, { x, y, text, under: mark.side === 'buy', colour: palette.text, halo: palette.panel, taken });
        return [{ mark, x, y: mark.side === 'buy' ? y + 16 : y - 16 }];
      });
      this.drawn = [...this.drawn, ...this.drawRun(context, width, taken)];
      this.onTags(
        this.places,
        taken.map(({ left, right, tip, middle }) => ({ left, right, top: Math.min(tip, middle - 7), bottom: Math.max(tip, middle + 7) })),
      );
    });
  }

  private drawTimes(target: DrawTarget): void {
    const scale = this.attachedTo?.chart.timeScale();
    const range = scale?.getVisibleLogicalRange();
    if (!scale || !range) return;
    const { palette } = this.content;
    drawTimeAxis(target, {
      marks: this.content.times(range, scale.options().barSpacing),
      at: (index) => scale.logicalToCoordinate(index as Logical),
      colour: palette.text3,
      strong: palette.text2,
    });
  }

  private drawAxisLabels(target: DrawTarget): void {
    const { series } = this;
    if (!series) return;
    const { palette, lines, indicators, last, ticks, text, tick } = this.content;
    const at = (price: number): number | null => series.priceToCoordinate(price);
    const filled: Readonly<Partial<Record<LineKind, string>>> = {
      position: palette.panel,
      stop: palette['on-danger'],
      target: palette.panel,
      doubt: palette['on-warn'],
    };
    const labels: AxisLabel[] = [];
    if (last !== null)
      labels.push({
        price: last.price,
        text: text(last.price),
        ...(last.timeLeft === '' ? {} : { second: last.timeLeft }),
        colour: this.lastColour(last),
        ink: last.direction === 'same' ? palette.panel : palette['on-side'],
        fixed: true,
      });
    for (const line of lines)
      labels.push({ price: line.price, text: text(line.price), colour: colourOf(line.kind, palette), ink: filled[line.kind] ?? null });
    for (const { value, colour } of indicators) labels.push({ price: value, text: text(value), colour, ink: null });
    drawAxis(target, { labels, ticks: ticks.map(tick), at, palette });
  }
}

import { ColorType, CrosshairMode, LineStyle } from 'lightweight-charts';
import type { ChartOptions, DeepPartial, LineWidth, Time } from 'lightweight-charts';
import type { Format } from '../../format/format.ts';
import { LINE_STYLES, LINE_WIDTH, withAlpha } from '../../ui/tokens.ts';
import type { Palette } from '../../ui/tokens.ts';
import type { ChartType } from './chart-settings.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';

export const BAR_SPACING = 6;
export const RIGHT_BARS = 8;
export const AXIS_LEAST = 76;
/** The volume pane's share of the height. */
export const VOLUME_SHARE = 0.18;
/** Under this many pixels per bar both bodies are solid. */
export const SOLID_BELOW = 4;

/** The share of a body's colour while it rises. */
const UP_FILL = 0.22;
const VOLUME_UP = 0.45;
const VOLUME_DOWN = 0.6;

/** A time of the chart, which counts seconds, in ms UTC. */
export function millisecondsOf(time: Time): number {
  return Number(time) * 1_000;
}

/** The options of the whole chart in a palette and format. The figures of both axes are drawn with the annotations, not by the library. */
export function chartOptions(palette: Palette, format: Format): DeepPartial<ChartOptions> {
  const cursor = { color: palette.text3, style: LineStyle.Dashed, width: 1 as LineWidth, labelBackgroundColor: palette.control };
  return {
    autoSize: true,
    layout: {
      background: { type: ColorType.Solid, color: palette.panel },
      textColor: palette.text3,
      fontFamily: 'Inter',
      fontSize: 11,
      attributionLogo: false,
      panes: { separatorColor: palette.border, separatorHoverColor: withAlpha(palette.control, 0.5), enableResize: true },
    },
    grid: { vertLines: { visible: false }, horzLines: { color: palette.border } },
    crosshair: { mode: CrosshairMode.Normal, vertLine: cursor, horzLine: cursor },
    rightPriceScale: { borderColor: palette.border, minimumWidth: AXIS_LEAST, entireTextOnly: true },
    timeScale: {
      borderColor: palette.border,
      barSpacing: BAR_SPACING,
      minBarSpacing: 0.4,
      rightOffset: RIGHT_BARS,
      minimumHeight: 26,
      timeVisible: true,
      secondsVisible: false,
      tickMarkFormatter: () => '',
    },
    localization: {
      locale: 'en-GB',
      timeFormatter: (time: Time) => {
        const at = millisecondsOf(time);
        return `${format.calendarDay(at)}  ${format.timeOfDay(at).slice(0, 5)}`;
      },
    },
    handleScroll: { vertTouchDrag: false },
    kineticScroll: { mouse: false, touch: true },
  };
}

/** The options of the price series. `solid` fills rising bodies too. */
export function priceSeriesOptions(type: ChartType, palette: Palette, solid: boolean): Record<string, unknown> {
  const shared = { lastValueVisible: false, priceLineVisible: false };
  if (type === 'line') return { ...shared, color: palette.text, lineWidth: 1, crosshairMarkerVisible: false };
  if (type === 'bars') return { ...shared, upColor: palette.up, downColor: palette.down, thinBars: true };
  return {
    ...shared,
    upColor: solid ? palette.up : withAlpha(palette.up, UP_FILL),
    downColor: palette.down,
    borderVisible: true,
    borderUpColor: palette.up,
    borderDownColor: palette.down,
    wickUpColor: palette.up,
    wickDownColor: palette.down,
  };
}

/** The colour of a volume bar. */
export function volumeColour(palette: Palette, rising: boolean): string {
  return rising ? withAlpha(palette.up, VOLUME_UP) : withAlpha(palette.down, VOLUME_DOWN);
}

/** Colour and dashes of the n-th indicator line. */
export function indicatorStyle(index: number, palette: Palette): { readonly colour: string; readonly dashed: boolean } {
  const style = LINE_STYLES[index % LINE_STYLES.length]!;
  return { colour: palette[style.token], dashed: style.dashed };
}

/** The options of an indicator's line. */
export function indicatorOptions(index: number, palette: Palette): Record<string, unknown> {
  const { colour, dashed } = indicatorStyle(index, palette);
  const width: number = LINE_WIDTH;
  return {
    color: colour,
    lineWidth: width,
    lineStyle: dashed ? LineStyle.Dashed : LineStyle.Solid,
    lastValueVisible: false,
    priceLineVisible: false,
    crosshairMarkerVisible: false,
  };
}

/** What the chart is drawn with. */
export interface ChartLook {
  readonly palette: Palette;
  readonly format: Format;
  readonly instrument: Instrument;
}

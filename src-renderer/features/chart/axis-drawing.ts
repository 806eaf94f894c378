import type { Palette } from '../../ui/tokens.ts';
import { AXIS_FONT } from './drawing.ts';
import type { DrawTarget } from './drawing.ts';
import { placeLabels, standsClear } from './label-layout.ts';

/** A figure at the price axis: filled with `colour` where it has an ink of its own, else outlined in `colour`. */
export interface AxisLabel {
  readonly price: number;
  readonly text: string;
  /** A second line under the price. */
  readonly second?: string;
  readonly colour: string;
  readonly ink: string | null;
  readonly fixed?: boolean;
}

export interface AxisContent {
  readonly labels: readonly AxisLabel[];
  readonly ticks: readonly { readonly price: number; readonly text: string }[];
  /** The coordinate of a price, or null. */
  readonly at: (price: number) => number | null;
  readonly palette: Palette;
}

const HALF = 8;
const SECOND_LINE = 14;
const TICK_HALF = 6;
const INSET = 9;

/** The price axis: labels moved apart around the last price, then the scale's figures wherever they stand clear. */
export function drawAxis(target: DrawTarget, { labels, ticks, at, palette }: AxisContent): void {
  target.useMediaCoordinateSpace(({ context, mediaSize: { width, height } }) => {
    const known = labels.flatMap((label) => {
      const y = at(label.price);
      return y === null
        ? []
        : [{ label, y, above: HALF, below: label.second === undefined ? HALF : HALF + SECOND_LINE, fixed: label.fixed === true }];
    });
    const places = placeLabels(known, height);
    const taken: (readonly [number, number])[] = [];
    context.save();
    context.font = AXIS_FONT;
    context.textBaseline = 'middle';
    context.lineWidth = 1;
    known.forEach(({ label, above, below }, index) => {
      const y = places[index];
      if (y === null || y === undefined) return;
      taken.push([y - above, y + below]);
      drawLabel(context, label, { top: Math.round(y - above), width, height: above + below, paper: palette.panel });
    });
    context.fillStyle = palette.text3;
    for (const { price, text } of ticks) {
      const y = at(price);
      if (y !== null && standsClear(y, TICK_HALF, height, taken)) context.fillText(text, INSET, Math.round(y));
    }
    context.restore();
  });
}

interface LabelBox {
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly paper: string;
}

function drawLabel(
  context: CanvasRenderingContext2D,
  { text, second, colour, ink }: AxisLabel,
  { top, width, height, paper }: LabelBox,
): void {
  context.fillStyle = ink === null ? paper : colour;
  context.fillRect(1, top, width - 2, height);
  if (ink === null) {
    context.strokeStyle = colour;
    context.strokeRect(1.5, top + 0.5, width - 3, height - 1);
  }
  context.fillStyle = ink ?? colour;
  context.fillText(text, INSET, top + HALF + 0.5);
  if (second !== undefined) context.fillText(second, INSET, top + HALF + SECOND_LINE - 0.5);
}

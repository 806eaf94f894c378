import { withAlpha } from '../../ui/tokens.ts';
import type { Palette } from '../../ui/tokens.ts';
import { AXIS_FONT } from './drawing.ts';
import type { DrawTarget } from './drawing.ts';

interface Place {
  readonly x: number;
  readonly y: number;
}

/** A measured span on the plot. */
export interface MeasureDrawing {
  readonly start: Place;
  readonly end: Place;
  readonly words: readonly string[];
  readonly rising: boolean;
  /** It is the one that keys act on. */
  readonly chosen: boolean;
  readonly palette: Palette;
}

const TINT = 0.12;
const LINE = 16;
const PAD = 6;
const HEAD = 5;

/** An arrow along one axis, from the middle of the span to its end. */
function arrow(context: CanvasRenderingContext2D, from: Place, to: Place): void {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  if (length < HEAD * 2) return;
  const [dx, dy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.lineTo(to.x, to.y);
  context.moveTo(to.x - HEAD * (dx + dy), to.y - HEAD * (dy - dx));
  context.lineTo(to.x, to.y);
  context.lineTo(to.x - HEAD * (dx - dy), to.y - HEAD * (dy + dx));
  context.stroke();
}

/** A tinted box with arrows for price and time, and its figures beyond the end where there is room. */
export function drawMeasure(target: DrawTarget, { start, end, words, rising, chosen, palette }: MeasureDrawing): void {
  target.useMediaCoordinateSpace(({ context, mediaSize: { width, height } }) => {
    const colour = rising ? palette.up : palette.down;
    const [left, right] = [Math.min(start.x, end.x), Math.max(start.x, end.x)];
    const [top, bottom] = [Math.min(start.y, end.y), Math.max(start.y, end.y)];
    if (right < 0 || left > width || bottom < 0 || top > height) return;
    context.save();
    context.fillStyle = withAlpha(colour, TINT);
    context.fillRect(left, top, right - left, bottom - top);
    context.strokeStyle = colour;
    context.lineWidth = chosen ? 2 : 1;
    if (chosen) context.strokeRect(left, top, right - left, bottom - top);
    const middle = { x: Math.round((left + right) / 2) + 0.5, y: Math.round((top + bottom) / 2) + 0.5 };
    arrow(context, { x: middle.x, y: start.y }, { x: middle.x, y: end.y });
    arrow(context, { x: start.x, y: middle.y }, { x: end.x, y: middle.y });
    context.font = AXIS_FONT;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    const wide = Math.max(...words.map((line) => context.measureText(line).width)) + 2 * PAD;
    const tall = words.length * LINE + PAD;
    const x = Math.max(0, Math.min(width - wide, middle.x - wide / 2));
    const beyond = rising ? top - tall - 4 : bottom + 4;
    const y = Math.max(0, Math.min(height - tall, beyond));
    context.fillStyle = palette.overlay;
    context.fillRect(x, y, wide, tall);
    context.lineWidth = 1;
    context.strokeRect(Math.round(x) + 0.5, Math.round(y) + 0.5, Math.round(wide) - 1, tall - 1);
    context.fillStyle = palette.text;
    words.forEach((line, index) => {
      context.fillText(line, x + wide / 2, y + PAD / 2 + LINE * (index + 0.5));
    });
    context.restore();
  });
}

import type { IPrimitivePaneRenderer } from 'lightweight-charts';
import type { TimeMark } from './time-axis.ts';

/** The library's drawing target. */
export type DrawTarget = Parameters<IPrimitivePaneRenderer['draw']>[0];

/** The figures' font on canvases. */
export const AXIS_FONT = "400 11px 'Inter'";
const STRONG_FONT = "500 11px 'Inter'";

export interface Stroke {
  readonly y: number;
  readonly width: number;
  readonly colour: string;
  readonly dashes: readonly number[];
  readonly thickness: number;
}

/** A horizontal line across the pane. */
export function strokeLine(context: CanvasRenderingContext2D, { y, width, colour, dashes, thickness }: Stroke): void {
  context.save();
  context.strokeStyle = colour;
  context.lineWidth = thickness;
  context.setLineDash([...dashes]);
  context.beginPath();
  const line = Math.round(y) + 0.5;
  context.moveTo(0, line);
  context.lineTo(width, line);
  context.stroke();
  context.restore();
}

export interface MarkDrawing {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  /** Under the price with the arrow up, or over it with the arrow down. */
  readonly under: boolean;
  readonly colour: string;
  readonly halo: string;
  /** Where words stand already; these make way and join them. */
  readonly taken: WordsBox[];
}

/** The box of a mark's words. */
export interface WordsBox {
  readonly left: number;
  readonly right: number;
  readonly middle: number;
  /** Where its arrow points. */
  readonly tip: number;
}

const WORDS_HEIGHT = 14;

/** The line nearest to the arrow on which words of this width meet no others. */
function freeLine(nearest: number, step: number, { left, right }: Pick<WordsBox, 'left' | 'right'>, taken: readonly WordsBox[]): number {
  let middle = nearest;
  while (taken.some((box) => box.left < right && box.right > left && Math.abs(box.middle - middle) < WORDS_HEIGHT)) middle += step;
  return middle;
}

/** An arrow with its words, 6 px from the price. */
export function drawMark(context: CanvasRenderingContext2D, { x, y, text, under, colour, halo, taken }: MarkDrawing): void {
  const sign = under ? 1 : -1;
  const tip = y + sign * 6;
  context.save();
  context.fillStyle = colour;
  context.beginPath();
  context.moveTo(x, tip);
  context.lineTo(x - 4.5, tip + sign * 5);
  context.lineTo(x - 1.5, tip + sign * 5);
  context.lineTo(x - 1.5, tip + sign * 9);
  context.lineTo(x + 1.5, tip + sign * 9);
  context.lineTo(x + 1.5, tip + sign * 5);
  context.lineTo(x + 4.5, tip + sign * 5);
  context.closePath();
  context.fill();
  drawWords(context, { x, text, colour, halo, taken, tip, nearest: tip + sign * 17, step: sign * WORDS_HEIGHT });
  context.restore();
}

interface WordsDrawing extends Pick<MarkDrawing, 'x' | 'text' | 'colour' | 'halo' | 'taken'> {
  readonly tip: number;
  /** The middle of the line nearest to the mark, and how far it is to the next. */
  readonly nearest: number;
  readonly step: number;
}

/** The words of a mark, on the nearest line that is free. */
function drawWords(context: CanvasRenderingContext2D, { x, text, colour, halo, taken, tip, nearest, step }: WordsDrawing): void {
  context.font = STRONG_FONT;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const half = context.measureText(text).width / 2 + 2;
  const width = { left: x - half, right: x + half };
  const words = freeLine(nearest, step, width, taken);
  taken.push({ ...width, middle: words, tip });
  context.fillStyle = halo;
  context.fillRect(x - half, words - WORDS_HEIGHT / 2, half * 2, WORDS_HEIGHT);
  context.fillStyle = colour;
  context.fillText(text, x, words);
}

export interface RunMarkDrawing extends Omit<MarkDrawing, 'text'> {
  readonly part: 'entry' | 'exit';
  /** Filled, as the one that was chosen. */
  readonly chosen: boolean;
  /** Nothing where there are too many to read. */
  readonly text: string | null;
}

/** An entry or exit of a run at its price: a hollow triangle the way that was traded, or a hollow square. */
export function drawRunMark(context: CanvasRenderingContext2D, mark: RunMarkDrawing): void {
  const { x, y, part, under, colour, halo, chosen, text, taken } = mark;
  const sign = under ? 1 : -1;
  context.save();
  context.beginPath();
  if (part === 'exit') context.rect(x - 4, y - 4, 8, 8);
  else {
    context.moveTo(x, y - sign * 5);
    context.lineTo(x + 5, y + sign * 4);
    context.lineTo(x - 5, y + sign * 4);
    context.closePath();
  }
  context.fillStyle = chosen ? colour : halo;
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.fill();
  context.stroke();
  if (text !== null)
    drawWords(context, { x, text, colour, halo, taken, tip: y + sign * 4, nearest: y + sign * 15, step: sign * WORDS_HEIGHT });
  context.restore();
}

export interface TimeAxisContent {
  readonly marks: readonly TimeMark[];
  /** The coordinate of a bar, or null. */
  readonly at: (index: number) => number | null;
  readonly colour: string;
  /** The colour of days among hours and of years among days. */
  readonly strong: string;
}

/** The figures of the time axis; one that would be cut at an edge is not drawn. */
export function drawTimeAxis(target: DrawTarget, { marks, at, colour, strong }: TimeAxisContent): void {
  target.useMediaCoordinateSpace(({ context, mediaSize: { width, height } }) => {
    context.save();
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    for (const mark of marks) {
      const x = at(mark.index);
      if (x === null) continue;
      context.font = mark.strong ? STRONG_FONT : AXIS_FONT;
      context.fillStyle = mark.strong ? strong : colour;
      const half = context.measureText(mark.text).width / 2 + 2;
      if (x - half >= 0 && x + half <= width) context.fillText(mark.text, Math.round(x), Math.round(height / 2));
    }
    context.restore();
  });
}

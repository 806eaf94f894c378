import type { IPrimitivePaneRenderer } from 'lightweight-charts';

/** The library's drawing target. */
export type DrawTarget = Parameters<IPrimitivePaneRenderer['draw']>[0];

/** The figures' font on canvases. */
export const AXIS_FONT = "400 11px 'Inter'";
const MARK_FONT = "500 11px 'Inter'";

export interface Stroke {
  readonly y: number;
  readonly width: number;
  readonly colour: string;
  readonly dashes: readonly number[];
}

/** A horizontal line of one pixel across the pane. */
export function strokeLine(context: CanvasRenderingContext2D, { y, width, colour, dashes }: Stroke): void {
  context.save();
  context.strokeStyle = colour;
  context.lineWidth = 1;
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
}

/** An arrow with its words, 6 px from the price. */
export function drawMark(context: CanvasRenderingContext2D, { x, y, text, under, colour, halo }: MarkDrawing): void {
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
  context.font = MARK_FONT;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineWidth = 3;
  context.lineJoin = 'round';
  context.strokeStyle = halo;
  context.strokeText(text, x, tip + sign * 17);
  context.fillText(text, x, tip + sign * 17);
  context.restore();
}

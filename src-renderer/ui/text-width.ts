const WEIGHT = 500;
const GUESS = 0.55;
const known = new Map<string, number>();
let context: CanvasRenderingContext2D | null | undefined;

/** How wide a text is drawn in the interface's font, in CSS pixels; where nothing can be drawn, a guess. */
export function textWidth(text: string, size: number): number {
  const key = `${String(size)} ${text}`;
  const width = known.get(key) ?? measured(text, size);
  known.set(key, width);
  return width;
}

function measured(text: string, size: number): number {
  if (context === undefined) context = 'document' in globalThis ? document.createElement('canvas').getContext('2d') : null;
  if (context === null) return text.length * size * GUESS;
  context.font = `${String(WEIGHT)} ${String(size)}px Inter`;
  return context.measureText(text).width;
}

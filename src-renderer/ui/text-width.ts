import { useEffect, useState } from 'react';

const WEIGHT = 500;
const GUESS = 0.6;
const known = new Map<string, number>();
let context: CanvasRenderingContext2D | null | undefined;
let isReady = false;

/** How wide a text is drawn in the interface's font, in CSS pixels; a guess until the font is there. */
export function textWidth(text: string, size: number): number {
  if (!isReady) return text.length * size * GUESS;
  const key = `${String(size)} ${text}`;
  const width = known.get(key) ?? measured(text, size);
  known.set(key, width);
  return width;
}

function measured(text: string, size: number): number {
  context ??= document.createElement('canvas').getContext('2d');
  if (context === null) return text.length * size * GUESS;
  context.font = `${String(WEIGHT)} ${String(size)}px Inter`;
  return context.measureText(text).width;
}

/** Whether texts can be measured; draws the caller anew once they can. */
export function useTextWidths(): boolean {
  const [ready, setReady] = useState(isReady);
  useEffect(() => {
    if (ready) return undefined;
    let gone = false;
    void document.fonts.load('12px Inter').then(() => {
      isReady = true;
      if (!gone) setReady(true);
    });
    return () => {
      gone = true;
    };
  }, [ready]);
  return ready;
}

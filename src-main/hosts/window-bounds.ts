import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WINDOW_SIZE } from './policy.ts';

/** Outer bounds of the window, screen pixels. */
export interface WindowBounds {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const FILE = 'window.json';
/** Farther out than any screen stands; a window there would be lost. */
const FARTHEST = 20_000;

function isBounds(value: unknown): value is WindowBounds {
  if (typeof value !== 'object' || value === null) return false;
  const { left, top, width, height } = value as Record<string, unknown>;
  const isWithin = (n: unknown, from: number): boolean => typeof n === 'number' && Number.isInteger(n) && n >= from && n <= FARTHEST;
  return (
    isWithin(left, -FARTHEST) &&
    isWithin(top, -FARTHEST) &&
    isWithin(width, WINDOW_SIZE.minWidth) &&
    isWithin(height, WINDOW_SIZE.minHeight)
  );
}

/** Where the window was when it was last moved or sized, or null when that is not known or makes no sense. */
export function loadBounds(folder: string): WindowBounds | null {
  try {
    const value: unknown = JSON.parse(readFileSync(join(folder, FILE), 'utf8'));
    return isBounds(value) ? value : null;
  } catch {
    // No file, or one that cannot be read: the default place is as good.
    return null;
  }
}

/** Keeps the window's place for the next start. */
export function saveBounds(folder: string, { left, top, width, height }: WindowBounds): void {
  const file = join(folder, FILE);
  writeFileSync(`${file}.new`, JSON.stringify({ left, top, width, height }));
  renameSync(`${file}.new`, file);
}

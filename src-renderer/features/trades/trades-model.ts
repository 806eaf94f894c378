import type { Print } from '../../state/desk-store.ts';

/** The share of prints that count as large. */
const LARGE_SHARE = 0.05;
/** Below this many prints none is called large. */
const LEAST_PRINTS = 20;

/** The size from which a print belongs to the largest twentieth; Infinity while there are too few to say. */
export function largeFrom(prints: readonly Print[]): number {
  if (prints.length < LEAST_PRINTS) return Infinity;
  const sizes = Float64Array.from(prints, (print) => print[2]).sort();
  return sizes[sizes.length - Math.max(1, Math.floor(sizes.length * LARGE_SHARE))]!;
}

/** Which rows of a list stand in view, with a few around them. */
export function rowsInView(
  scrollTop: number,
  height: number,
  { rowHeight, count }: { readonly rowHeight: number; readonly count: number },
): readonly [from: number, to: number] {
  const from = Math.max(0, Math.floor(scrollTop / rowHeight) - 2);
  return [from, Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + 2)];
}

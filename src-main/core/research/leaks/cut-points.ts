import type { Trace, TraceEntry } from './trace.ts';

/** What a strategy does, of everything that is recorded. */
const DEEDS: readonly string[] = ['order', 'fill', 'signal', 'refusal', 'amendment'];

/** What the strategy did in a run, without the book-keeping around it. */
export function deedsOf(trace: Trace): readonly TraceEntry[] {
  return trace.entries.filter(({ kind }) => DEEDS.includes(kind));
}

/**
 * Rows at which the future begins, rising, `most` of them: half directly behind (or, for what needs an open alone, at) the bars on which
 * something was done, where a leak shows first, the others spread evenly. All rows where `most` allows it.
 */
export function cutPoints(trace: Trace, bars: number, most: number): readonly number[] {
  const rows = Array.from({ length: Math.max(0, bars - 1) }, (_, i) => i + 1);
  if (most >= rows.length) return rows;
  const last = rows.length;
  const acted = [...new Set(deedsOf(trace).map(({ row, part }) => (part === 'open' ? row : row + 1)))].filter(
    (row) => row >= 1 && row <= last,
  );
  const chosen = new Set(spread(acted, Math.ceil(most / 2)));
  for (const row of spread(
    rows.filter((each) => !chosen.has(each)),
    most - chosen.size,
  ))
    chosen.add(row);
  return [...chosen].sort((a, b) => a - b);
}

/** So many values of a list, evenly over it. */
function spread(values: readonly number[], most: number): readonly number[] {
  if (values.length <= most) return values;
  return Array.from({ length: most }, (_, i) => values[Math.floor(((i + 0.5) * values.length) / most)]!);
}

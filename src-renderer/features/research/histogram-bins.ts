/** Equal bins from `low` to `high`, and how many values each holds. */
export interface Bins {
  readonly low: number;
  readonly high: number;
  readonly counts: readonly number[];
}

/** Bins over rising values and a mark that must lie among them; one bin where all are alike. */
export function binsOf(values: Float64Array, mark: number, count: number): Bins {
  const low = Math.min(mark, values[0] ?? mark);
  const high = Math.max(mark, values.at(-1) ?? mark);
  if (!(high > low)) return { low: low - 0.5, high: high + 0.5, counts: [values.length] };
  const counts = Array.from({ length: count }, () => 0);
  for (const value of values) {
    const bin = Math.min(count - 1, Math.floor(((value - low) / (high - low)) * count));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { low, high, counts };
}

/** The value of rising ones below which a share of them lies, between neighbours by straight lines. */
export function quantileAt(values: Float64Array, share: number): number {
  const at = (values.length - 1) * share;
  const low = Math.floor(at);
  const below = values[low] ?? Number.NaN;
  const above = values[Math.min(low + 1, values.length - 1)] ?? below;
  return below + (above - below) * (at - low);
}

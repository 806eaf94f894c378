/** How far each value lies below the highest before it, as a negative share of one; 0 at a new high, NaN where the value is not known. */
export function drawdowns(equity: ArrayLike<number>): number[] {
  let peak = Number.NEGATIVE_INFINITY;
  return Array.from(equity, (value) => {
    if (!Number.isFinite(value)) return Number.NaN;
    peak = Math.max(peak, value);
    return peak > 0 ? value / peak - 1 : 0;
  });
}

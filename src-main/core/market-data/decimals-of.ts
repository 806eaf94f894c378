/** Most digits after the point that are counted: doubles do not say how many were written. */
const MOST_DECIMALS = 12;

/** Most digits after the point that the shortest texts of doubles need; what is no number counts as none. */
export function decimalsOf(values: Iterable<number>): number {
  let most = 0;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    const [mantissa = '', exponent = '0'] = String(value).split('e');
    most = Math.max(most, (mantissa.split('.')[1] ?? '').length - Number(exponent));
  }
  return Math.min(MOST_DECIMALS, most);
}

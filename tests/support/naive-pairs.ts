/** A line through logarithms by the normal equations, with what is left of the newest pair in standard errors. */
export function naiveLine(pairs: readonly (readonly [number, number])[]): {
  readonly slope: number;
  readonly intercept: number;
  readonly error: number;
  readonly z: number;
} {
  // Logarithms less the first ones: sums of squares would lose digits otherwise.
  const [y0, x0] = [Math.log(pairs[0]![0]), Math.log(pairs[0]![1])];
  const points = pairs.map(([a, b]) => ({ y: Math.log(a) - y0, x: Math.log(b) - x0 }));
  const n = points.length;
  const sum = (of: (point: { readonly x: number; readonly y: number }) => number): number =>
    points.reduce((all, point) => all + of(point), 0);
  const slope =
    (n * sum(({ x, y }) => x * y) - sum(({ x }) => x) * sum(({ y }) => y)) / (n * sum(({ x }) => x * x) - sum(({ x }) => x) ** 2);
  const shifted = (sum(({ y }) => y) - slope * sum(({ x }) => x)) / n;
  const residuals = points.map(({ x, y }) => y - shifted - slope * x);
  const error = Math.sqrt(residuals.reduce((all, each) => all + each * each, 0) / (n - 2));
  return { slope, intercept: shifted + y0 - slope * x0, error, z: residuals.at(-1)! / error };
}

/** What the rule of `pairs` comes to when everything it asks for is done at once: `row long ratio`, `row short ratio`, `row out`. */
export function naivePairs(
  closes: readonly (readonly [number, number])[],
  { bars, entry, exit, stop, hold }: Readonly<Record<'bars' | 'entry' | 'exit' | 'stop' | 'hold', number>>,
): readonly string[] {
  const deeds: string[] = [];
  let held: { readonly row: number; readonly side: number; readonly line: ReturnType<typeof naiveLine> } | null = null;
  let within = true;
  for (let row = bars - 1; row < closes.length; row += 1) {
    if (held !== null) {
      const [a, b] = closes[row]!;
      const away = (held.side * (Math.log(a) - held.line.intercept - held.line.slope * Math.log(b))) / held.line.error;
      if (away < stop && away > exit && row - held.row < hold) continue;
      deeds.push(`${row} out`);
      held = null;
      continue;
    }
    const line = naiveLine(closes.slice(row - bars + 1, row + 1));
    if (Math.abs(line.z) < entry) within = true;
    if (!within || Math.abs(line.z) < entry || Math.abs(line.z) >= stop || line.slope < 0.1 || line.slope > 10) continue;
    within = false;
    held = { row, side: Math.sign(line.z), line };
    deeds.push(`${row} ${line.z < 0 ? 'long' : 'short'} ${line.slope.toFixed(6)}`);
  }
  return deeds;
}

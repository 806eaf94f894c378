/** Two curves over the same instants with their falls from the peak, of which a drawing needs no more points than it has pixels. */
export interface ThinnedCurve {
  /** ms UTC, strictly rising. */
  readonly times: Float64Array;
  readonly equity: Float64Array;
  readonly hold: Float64Array;
  /** Equity over its highest value so far, minus 1: at most 0, of every bar, not of the thinned ones. */
  readonly drawdown: Float64Array;
  readonly holdDrawdown: Float64Array;
}

/** What is thinned: equity of a run and of buy and hold at the same instants, and the cash both began with. */
export interface WholeCurve {
  readonly start: number;
  readonly times: Float64Array;
  readonly equity: Float64Array;
  readonly hold: Float64Array;
}

function falls(equity: Float64Array, start: number): Float64Array {
  const found = new Float64Array(equity.length);
  let peak = start;
  for (let row = 0; row < equity.length; row += 1) {
    const value = equity[row]!;
    if (value > peak) peak = value;
    found[row] = peak > 0 ? value / peak - 1 : 0;
  }
  return found;
}

/** Rows of the lowest and highest value of a part of a curve. */
function extremes(curve: Float64Array, from: number, to: number, rows: Set<number>): void {
  let least = from;
  let most = from;
  for (let row = from + 1; row < to; row += 1) {
    if (curve[row]! < curve[least]!) least = row;
    if (curve[row]! > curve[most]!) most = row;
  }
  rows.add(least);
  rows.add(most);
}

/** Keeps of each of `buckets` equal parts the highest and lowest point of both curves, and the first and last of all: what a line of as many pixels shows. */
export function thinnedCurve({ start, times, equity, hold }: WholeCurve, buckets: number): ThinnedCurve {
  const { length } = times;
  const rows = new Set<number>(length === 0 ? [] : [0, length - 1]);
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    const from = Math.floor((bucket * length) / buckets);
    const to = Math.floor(((bucket + 1) * length) / buckets);
    if (to <= from) continue;
    extremes(equity, from, to, rows);
    extremes(hold, from, to, rows);
  }
  const kept = Float64Array.from(rows).sort();
  const pick = (column: Float64Array): Float64Array => kept.map((row) => column[row]!);
  return {
    times: pick(times),
    equity: pick(equity),
    hold: pick(hold),
    drawdown: pick(falls(equity, start)),
    holdDrawdown: pick(falls(hold, start)),
  };
}

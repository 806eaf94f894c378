import type { Holding } from '../../../src-main/core/research/entry-significance.ts';

/** What an edge is planted into. */
export interface EdgeBed {
  readonly volatility: Float64Array;
  readonly holdings: readonly Holding[];
  readonly costPerSide: number;
  /** True Sharpe ratio per bar that the holdings shall have after their costs. */
  readonly sharpe: number;
}

/** Expected Sharpe ratio per bar after costs of holdings whose every bar gains `drift`. */
export function trueSharpe({ volatility, holdings, costPerSide }: Omit<EdgeBed, 'sharpe'>, drift: number): number {
  let mean = 0;
  let square = 0;
  for (const { from, bars } of holdings) {
    for (let i = from; i < from + bars; i += 1) {
      const sides = (i === from ? 1 : 0) + (i === from + bars - 1 ? 1 : 0);
      const gain = drift - sides * costPerSide;
      mean += gain;
      square += gain * gain + volatility[i]! ** 2;
    }
  }
  const n = volatility.length;
  return mean / n / Math.sqrt((square - (mean * mean) / n) / (n - 1));
}

/** The gain per held bar that gives holdings exactly this true Sharpe ratio after costs, by bisection. */
export function edgeDrift(bed: EdgeBed): number {
  let low = 0;
  let high = 0.1;
  for (let step = 0; step < 40; step += 1) {
    const middle = (low + high) / 2;
    if (trueSharpe(bed, middle) < bed.sharpe) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Adds the drift to the market while the edge holds it, in the edge's direction: every other trial trades the same market. */
export function plantEdge(market: Float64Array, holdings: readonly Holding[], drift: number): void {
  for (const { from, bars, side } of holdings) for (let i = from; i < from + bars; i += 1) market[i]! += side * drift;
}

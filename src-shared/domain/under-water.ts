import type { EquityCurve } from './metric.ts';

/** How far and how long equity stood below its peak so far; the starting cash is the first peak. */
export interface UnderWater {
  /** Most money that equity fell below its peak; 0 when it never fell. */
  readonly deepestFall: number;
  /** Sum over all values of the square of the fall as a share of the peak. */
  readonly squares: number;
  /** Longest time from a peak to the first value at or above it again, or to the end, ms. */
  readonly longest: number;
}

/** Several metrics ask for the same curve, which may have a million values: it is gone over once. */
const known = new WeakMap<EquityCurve, UnderWater>();

/** Goes over a curve that is not changed afterwards. */
export function underWater(curve: EquityCurve): UnderWater {
  let found = known.get(curve);
  if (found === undefined) known.set(curve, (found = goOver(curve)));
  return found;
}

function goOver({ times, equity, start, from }: EquityCurve): UnderWater {
  let peak = start;
  let peakTime = from;
  let isBelow = false;
  let deepestFall = 0;
  let squares = 0;
  let longest = 0;
  for (let i = 0; i < equity.length; i += 1) {
    const value = equity[i]!;
    const fall = peak - value;
    if (fall > 0) {
      if (fall > deepestFall) deepestFall = fall;
      squares += (fall / peak) ** 2;
      isBelow = true;
      continue;
    }
    const time = times[i]!;
    if (isBelow && time - peakTime > longest) longest = time - peakTime;
    isBelow = false;
    peak = value;
    peakTime = time;
  }
  if (isBelow) longest = Math.max(longest, times[equity.length - 1]! - peakTime);
  return { deepestFall, squares, longest };
}

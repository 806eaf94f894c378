import { type EquityCurve, type Metric, measured } from '../metric.ts';

/** The deepest fall of equity below its peak so far. */
export interface Drawdown {
  /** Share of the peak that was lost, 0 to 1 (above 1 below zero equity). */
  readonly fraction: number;
  /** Instant of the peak, ms UTC; the open of the first bar when the starting cash was the peak. */
  readonly peakTime: number;
  /** Instant of the deepest close after that peak, ms UTC. */
  readonly troughTime: number;
  /** First close at or above the peak again, ms UTC; null when the run ended below it. */
  readonly recoveryTime: number | null;
}

/** Several metrics ask for the same curve, which may have a million values: it is gone over once. */
const known = new WeakMap<EquityCurve, { readonly drawdown: Drawdown | null }>();

/**
 * The deepest drawdown over every close, the starting cash being the first peak; the earliest of equals. null when equity never fell.
 * The curve is not changed afterwards.
 */
export function deepestDrawdown(curve: EquityCurve): Drawdown | null {
  let found = known.get(curve);
  if (found === undefined) known.set(curve, (found = { drawdown: goOver(curve) }));
  return found.drawdown;
}

function goOver(curve: EquityCurve): Drawdown | null {
  const { times, equity } = curve;
  let peak = curve.start;
  let peakTime = curve.from;
  let worst = 0;
  let lowest = Number.POSITIVE_INFINITY;
  let found: { peak: number; peakTime: number; troughTime: number; recoveryTime: number | null } | null = null;
  for (let i = 0; i < times.length; i += 1) {
    const value = equity[i]!;
    if (found !== null && found.recoveryTime === null && value >= found.peak) found.recoveryTime = times[i]!;
    if (value > peak) {
      peak = value;
      peakTime = times[i]!;
      lowest = Number.POSITIVE_INFINITY;
      continue;
    }
    // Only a new low since the peak can be the deepest fall.
    if (value >= lowest) continue;
    lowest = value;
    const fall = (peak - value) / peak;
    if (fall <= worst) continue;
    worst = fall;
    found = { peak, peakTime, troughTime: times[i]!, recoveryTime: null };
  }
  return found && { fraction: worst, peakTime: found.peakTime, troughTime: found.troughTime, recoveryTime: found.recoveryTime };
}

/** Maximum drawdown: the deepest fall of equity from its peak so far, as a share of that peak (M. Magdon-Ismail and A. Atiya, "Maximum Drawdown", Risk, 2004). */
export const maxDrawdown: Metric = {
  id: 'maxDrawdown',
  label: 'Max drawdown',
  unit: 'fraction',
  definition: 'Deepest fall of equity at any close below its peak so far, as a share of that peak; the starting cash is the first peak.',
  compute: ({ curve }) => measured(deepestDrawdown(curve)?.fraction ?? 0),
};

import { DAY_MS } from '../../kernel/time.ts';
import { type Metric, measured, missing } from '../metric.ts';
import { underWater } from '../under-water.ts';

/** Longest time under water: the longest that somebody waited for equity to be back at its peak (A. Kestner, Quantitative Trading Strategies, 2003, "longest drawdown"). */
export const longestUnderWater: Metric = {
  id: 'longestUnderWater',
  label: 'Longest under water',
  unit: 'days',
  definition:
    'Longest time from a peak of equity to the first close at or above it again, or to the end of the run, in days; the starting cash is the first peak.',
  compute: ({ curve }) => (curve.times.length === 0 ? missing('no-time') : measured(underWater(curve).longest / DAY_MS)),
};

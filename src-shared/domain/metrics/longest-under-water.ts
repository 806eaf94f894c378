import { DAY_MS } from '../../kernel/time.ts';
import { type Metric, measured, missing } from '../metric.ts';

/** Longest time under water: the longest that somebody waited for equity to be back at its peak (A. Kestner, Quantitative Trading Strategies, 2003, "longest drawdown"). */
export const longestUnderWater: Metric = {
  id: 'longestUnderWater',
  label: 'Longest under water',
  unit: 'days',
  definition:
    'Longest time from a peak of equity to the first close at or above it again, or to the end of the run, in days; the starting cash is the first peak.',
  compute({ curve: { times, equity, start, from } }) {
    if (times.length === 0) return missing('no-time');
    let peak = start;
    let peakTime = from;
    let isBelow = false;
    let longest = 0;
    for (let i = 0; i < times.length; i += 1) {
      const [time, value] = [times[i]!, equity[i]!];
      if (isBelow || value < peak) longest = Math.max(longest, time - peakTime);
      isBelow = value < peak;
      if (isBelow) continue;
      peak = value;
      peakTime = time;
    }
    return measured(longest / DAY_MS);
  },
};

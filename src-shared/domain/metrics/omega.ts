import { endsInRuin } from '../daily-returns.ts';
import { type Metric, fewDays, measured, missing } from '../metric.ts';

/** Omega ratio at a threshold of zero: what the daily returns above it come to over what those below it do (C. Keating and W. F. Shadwick, "A Universal Performance Measure", Journal of Performance Measurement, 2002). */
export const omega: Metric = {
  id: 'omega',
  label: 'Omega ratio',
  unit: 'ratio',
  definition: 'Sum of the positive UTC-daily returns over the sum of the negative ones, their sign taken away; the threshold is zero.',
  compute({ dailyReturns }) {
    if (dailyReturns.length < 2) return missing('too-few-days', dailyReturns.length, 2);
    if (endsInRuin(dailyReturns)) return missing('ruined');
    let above = 0;
    let below = 0;
    for (const value of dailyReturns) {
      if (value > 0) above += value;
      else below -= value;
    }
    return below === 0 ? missing('no-losing-day') : measured(above / below, fewDays(dailyReturns.length));
  },
};

import { DAY_MS, DAYS_PER_YEAR } from '../../kernel/time.ts';
import { mean } from '../daily-returns.ts';
import { type Metric, fewDays, measured, missing } from '../metric.ts';

/** Turnover: the lesser of purchases and sales over mean equity, per year (SEC Form N-1A, portfolio turnover rate, with the mean over every close in place of months). */
export const turnover: Metric = {
  id: 'turnover',
  label: 'Turnover',
  unit: 'ratio',
  definition: 'The lesser of all purchases and all sales over the mean of equity at every close, per year of 365 days.',
  compute({ curve, bought, sold, dailyReturns }) {
    const years = ((curve.times.at(-1) ?? curve.from) - curve.from) / (DAY_MS * DAYS_PER_YEAR);
    if (years <= 0) return missing('no-time');
    const average = mean(curve.equity);
    if (average <= 0) return missing('ruined');
    return measured(Math.min(bought, sold) / average / years, fewDays(dailyReturns.length));
  },
};

import { DAYS_PER_YEAR } from '../../kernel/time.ts';
import { endsInRuin, mean } from '../daily-returns.ts';
import { type Metric, fewDays, measured, missing } from '../metric.ts';

/** Sortino ratio: mean of the UTC-daily returns over their downside deviation from zero (all n days in its denominator), times the square root of 365 (F. Sortino and L. Price, 1994). */
export const sortino: Metric = {
  id: 'sortino',
  label: 'Sortino ratio',
  unit: 'ratio',
  definition:
    'Mean of the UTC-daily returns over the root mean square of the negative ones (all days count), times the square root of 365.',
  compute({ dailyReturns }) {
    if (dailyReturns.length < 2) return missing('too-few-days', dailyReturns.length, 2);
    if (endsInRuin(dailyReturns)) return missing('ruined');
    let squares = 0;
    for (const value of dailyReturns) squares += Math.min(value, 0) ** 2;
    const downside = Math.sqrt(squares / dailyReturns.length);
    if (downside === 0) return missing('no-losing-day');
    return measured((mean(dailyReturns) / downside) * Math.sqrt(DAYS_PER_YEAR), fewDays(dailyReturns.length));
  },
};

import { DAYS_PER_YEAR } from '../../kernel/time.ts';
import { endsInRuin, mean, sampleDeviation, varies } from '../daily-returns.ts';
import { type Metric, fewDays, measured, missing } from '../metric.ts';

/** Sharpe ratio: mean over sample deviation of the UTC-daily returns, times the square root of 365, without a risk-free rate (W. F. Sharpe, "The Sharpe Ratio", 1994). */
export const sharpe: Metric = {
  id: 'sharpe',
  label: 'Sharpe ratio',
  unit: 'ratio',
  definition: 'Mean over sample deviation (n - 1) of the UTC-daily returns, times the square root of 365; no risk-free rate.',
  compute({ dailyReturns }) {
    if (dailyReturns.length < 2) return missing('too-few-days', dailyReturns.length, 2);
    if (endsInRuin(dailyReturns)) return missing('ruined');
    const deviation = sampleDeviation(dailyReturns);
    if (!varies(deviation, dailyReturns)) return missing('no-variation');
    return measured((mean(dailyReturns) / deviation) * Math.sqrt(DAYS_PER_YEAR), fewDays(dailyReturns.length));
  },
};

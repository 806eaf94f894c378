import { DAYS_PER_YEAR } from '../../kernel/time.ts';
import { sampleDeviation } from '../daily-returns.ts';
import { type Metric, fewDays, measured, missing } from '../metric.ts';

/** Annual volatility: sample deviation of the UTC-daily returns times the square root of 365 (J.P. Morgan, RiskMetrics Technical Document, 1996, for 365 days). */
export const volatility: Metric = {
  id: 'volatility',
  label: 'Volatility',
  unit: 'fraction',
  definition: 'Sample deviation (n - 1) of the UTC-daily returns times the square root of 365.',
  compute({ dailyReturns }) {
    if (dailyReturns.length < 2) return missing('too-few-days', dailyReturns.length, 2);
    return measured(sampleDeviation(dailyReturns) * Math.sqrt(DAYS_PER_YEAR), fewDays(dailyReturns.length));
  },
};

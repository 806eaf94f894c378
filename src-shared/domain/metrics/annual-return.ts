import { DAY_MS, DAYS_PER_YEAR } from '../../kernel/time.ts';
import { type Metric, fewDays, measured, missing } from '../metric.ts';

/** Annual return: the compound rate that gives the total return over the days covered, a year having 365 (the compound annual growth rate). */
export const annualReturn: Metric = {
  id: 'annualReturn',
  label: 'Annual return',
  unit: 'fraction',
  definition: 'Final equity over starting cash to the power of 365 over the days from the first open to the last close, minus 1.',
  compute({ curve, dailyReturns }) {
    const days = ((curve.times.at(-1) ?? curve.from) - curve.from) / DAY_MS;
    if (days <= 0) return missing('no-time');
    const growth = (curve.equity.at(-1) ?? curve.start) / curve.start;
    if (growth <= 0) return missing('ruined');
    return measured(growth ** (DAYS_PER_YEAR / days) - 1, fewDays(dailyReturns.length));
  },
};

import { type Metric, fewDays, measured, missing } from '../metric.ts';
import { TAIL_DAYS, worstDays } from '../worst-days.ts';

/** Value at risk, 95 % and one day, by historical simulation: the best of the worst twentieth of days, as a loss (P. Jorion, Value at Risk, 3rd ed., 2006, ch. 10). */
export const valueAtRisk: Metric = {
  id: 'valueAtRisk',
  label: 'VaR (95%, 1 day)',
  unit: 'fraction',
  definition:
    'Loss of the best of the worst 5 % of UTC days, their number rounded up: on 95 % of the days it was not worse. Negative where even that day gained.',
  compute({ dailyReturns }) {
    if (dailyReturns.length < TAIL_DAYS) return missing('too-few-days', dailyReturns.length, TAIL_DAYS);
    return measured(-worstDays(dailyReturns).at(-1)!, fewDays(dailyReturns.length));
  },
};

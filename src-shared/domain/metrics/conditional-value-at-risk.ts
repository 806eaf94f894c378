import { mean } from '../daily-returns.ts';
import { type Metric, fewDays, measured, missing } from '../metric.ts';
import { TAIL_DAYS, worstDays } from '../worst-days.ts';

/** Conditional value at risk (expected shortfall), 95 % and one day, by historical simulation: the mean of the worst twentieth of days, as a loss (R. T. Rockafellar and S. Uryasev, "Optimization of Conditional Value-at-Risk", Journal of Risk, 2000). */
export const conditionalValueAtRisk: Metric = {
  id: 'conditionalValueAtRisk',
  label: 'CVaR (95%, 1 day)',
  unit: 'fraction',
  definition: 'Mean loss of the worst 5 % of UTC days, their number rounded up: what a day cost when it was one of the bad ones.',
  compute({ dailyReturns }) {
    if (dailyReturns.length < TAIL_DAYS) return missing('too-few-days', dailyReturns.length, TAIL_DAYS);
    return measured(-mean(worstDays(dailyReturns)), fewDays(dailyReturns.length));
  },
};

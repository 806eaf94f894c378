import { type Metric, measured, missing } from '../metric.ts';
import { annualReturn } from './annual-return.ts';
import { deepestDrawdown } from './max-drawdown.ts';

/** Calmar ratio: annual return over maximum drawdown, both over the whole run (T. W. Young, "Calmar Ratio: A Smoother Tool", Futures, 1991, who used 36 months). */
export const calmar: Metric = {
  id: 'calmar',
  label: 'Calmar ratio',
  unit: 'ratio',
  definition: 'Annual return over maximum drawdown, both over the whole run.',
  compute(input) {
    const annual = annualReturn.compute(input);
    if (annual.value === null) return annual;
    const drawdown = deepestDrawdown(input.curve);
    if (!drawdown) return missing('no-drawdown');
    return measured(annual.value / drawdown.fraction, annual.reason);
  },
};

import { type Metric, measured, missing } from '../metric.ts';
import { tradeMeans } from '../trade-means.ts';

/** Expectancy in R: the mean trade in units of the mean loss, which stands for the risk of a trade (V. K. Tharp, Trade Your Way to Financial Freedom, 2nd ed., 2007, ch. 7). */
export const expectancy: Metric = {
  id: 'expectancy',
  label: 'Expectancy (R)',
  unit: 'ratio',
  definition:
    'Mean profit of all closed trades after fees over the mean loss of those that lost: what a trade made for each unit it risked.',
  compute({ profits }) {
    if (profits.length === 0) return missing('too-few-trades', 0, 1);
    const { lost, loss } = tradeMeans(profits);
    if (lost === 0) return missing('no-loss');
    return measured(profits.reduce((sum, profit) => sum + profit, 0) / profits.length / loss);
  },
};

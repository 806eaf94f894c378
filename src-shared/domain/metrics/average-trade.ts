import { type Metric, measured, missing } from '../metric.ts';

/** Average trade: what a closed trade made in the mean, after fees; the expectancy in money (R. Pardo, The Evaluation and Optimization of Trading Strategies, 2008). */
export const averageTrade: Metric = {
  id: 'averageTrade',
  label: 'Average trade',
  unit: 'money',
  definition: 'Mean of the profits and losses of all closed trades after fees, in the settle asset: the expectancy in money.',
  compute({ profits }) {
    if (profits.length === 0) return missing('too-few-trades', 0, 1);
    return measured(profits.reduce((sum, profit) => sum + profit, 0) / profits.length);
  },
};

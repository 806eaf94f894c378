import { type Metric, measured, missing } from '../metric.ts';

/** Profit factor: the sum of winning trades over the sum of losing ones, after fees (R. Pardo, The Evaluation and Optimization of Trading Strategies, 2008). */
export const profitFactor: Metric = {
  id: 'profitFactor',
  label: 'Profit factor',
  unit: 'ratio',
  definition: 'Sum of the profits of closed trades that won over the sum of the losses of those that lost, after fees.',
  compute({ profits }) {
    if (profits.length === 0) return missing('too-few-trades', 0, 1);
    let won = 0;
    let lost = 0;
    for (const profit of profits) {
      if (profit > 0) won += profit;
      else lost -= profit;
    }
    return lost === 0 ? missing('no-loss') : measured(won / lost);
  },
};

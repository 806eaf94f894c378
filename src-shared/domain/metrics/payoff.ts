import { type Metric, measured, missing } from '../metric.ts';
import { tradeMeans } from '../trade-means.ts';

/** Payoff ratio: the mean winning trade over the mean losing one (R. Pardo, The Evaluation and Optimization of Trading Strategies, 2008, "ratio of average win to average loss"). */
export const payoff: Metric = {
  id: 'payoff',
  label: 'Payoff',
  unit: 'ratio',
  definition: 'Mean profit of the closed trades that won over the mean loss of those that lost, after fees.',
  compute({ profits }) {
    if (profits.length === 0) return missing('too-few-trades', 0, 1);
    const { won, lost, win, loss } = tradeMeans(profits);
    if (lost === 0) return missing('no-loss');
    return won === 0 ? missing('no-win') : measured(win / loss);
  },
};

import { type Metric, measured, missing } from '../metric.ts';

/** Win rate: the share of closed trades that made money after fees (R. Pardo, The Evaluation and Optimization of Trading Strategies, 2008, "percent profitable"). */
export const winRate: Metric = {
  id: 'winRate',
  label: 'Win rate',
  unit: 'fraction',
  definition: 'Closed trades with a profit above zero after their fees, as a share of all closed trades.',
  compute({ profits }) {
    if (profits.length === 0) return missing('too-few-trades', 0, 1);
    return measured(profits.filter((profit) => profit > 0).length / profits.length);
  },
};

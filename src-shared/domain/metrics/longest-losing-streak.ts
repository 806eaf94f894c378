import { type Metric, measured, missing } from '../metric.ts';

/** Longest losing streak: the most closed trades that lost one after the other (R. Pardo, The Evaluation and Optimization of Trading Strategies, 2008, "maximum consecutive losses"). */
export const longestLosingStreak: Metric = {
  id: 'longestLosingStreak',
  label: 'Longest losing streak',
  unit: 'count',
  definition: 'Most closed trades in a row, in the order of their ends, that lost money after fees.',
  compute({ profits }) {
    if (profits.length === 0) return missing('too-few-trades', 0, 1);
    let longest = 0;
    let streak = 0;
    for (const profit of profits) {
      streak = profit < 0 ? streak + 1 : 0;
      longest = Math.max(longest, streak);
    }
    return measured(longest);
  },
};

import { mean, sampleDeviation, varies } from '../daily-returns.ts';
import { type Metric, fewTrades, measured, missing } from '../metric.ts';

/** Trades beyond which more of them no longer raise the number. */
const MOST_TRADES = 100;

/** System quality number: the mean trade over the deviation of trades, times the root of their number, at most 100 (V. K. Tharp, The Definitive Guide to Position Sizing, 2008). */
export const sqn: Metric = {
  id: 'sqn',
  label: 'SQN',
  unit: 'ratio',
  definition:
    'Mean over sample deviation (n - 1) of the profits of closed trades, times the square root of their number, which counts as at most 100.',
  compute({ profits }) {
    if (profits.length < 2) return missing('too-few-trades', profits.length, 2);
    const values = Float64Array.from(profits);
    const deviation = sampleDeviation(values);
    if (!varies(deviation, values)) return missing('no-trade-variation');
    return measured((mean(values) / deviation) * Math.sqrt(Math.min(MOST_TRADES, values.length)), fewTrades(values.length));
  },
};

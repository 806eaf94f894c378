import { type Metric, type MetricInput, measured, missing } from '../metric.ts';

/** The most money that equity fell below its peak so far; 0 when it never fell. */
function deepestFall({ curve: { equity, start } }: MetricInput): number {
  let peak = start;
  let deepest = 0;
  for (const value of equity) {
    peak = Math.max(peak, value);
    deepest = Math.max(deepest, peak - value);
  }
  return deepest;
}

/** Recovery factor: what was earned over the deepest fall on the way, both in money (R. Pardo, The Evaluation and Optimization of Trading Strategies, 2008, "return on maximum drawdown"). */
export const recoveryFactor: Metric = {
  id: 'recoveryFactor',
  label: 'Recovery factor',
  unit: 'ratio',
  definition: 'Final equity less starting cash over the deepest fall of equity below its peak so far, both in money.',
  compute(input) {
    const fall = deepestFall(input);
    const { equity, start } = input.curve;
    return fall === 0 ? missing('no-drawdown') : measured(((equity.at(-1) ?? start) - start) / fall);
  },
};

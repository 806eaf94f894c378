import { type Metric, measured, missing } from '../metric.ts';
import { underWater } from '../under-water.ts';

/** Recovery factor: what was earned over the deepest fall on the way, both in money (R. Pardo, The Evaluation and Optimization of Trading Strategies, 2008, "return on maximum drawdown"). */
export const recoveryFactor: Metric = {
  id: 'recoveryFactor',
  label: 'Recovery factor',
  unit: 'ratio',
  definition: 'Final equity less starting cash over the deepest fall of equity below its peak so far, both in money.',
  compute({ curve }) {
    const { deepestFall } = underWater(curve);
    const { equity, start } = curve;
    return deepestFall === 0 ? missing('no-drawdown') : measured(((equity.at(-1) ?? start) - start) / deepestFall);
  },
};

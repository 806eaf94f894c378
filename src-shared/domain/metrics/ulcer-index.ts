import { type Metric, measured, missing } from '../metric.ts';
import { underWater } from '../under-water.ts';

/** Ulcer index of the equity: the root mean square of how far it stood below its peak (P. G. Martin and B. B. McCann, The Investor's Guide to Fidelity Funds, 1989). */
export const ulcerIndex: Metric = {
  id: 'ulcerIndex',
  label: 'Ulcer index',
  unit: 'fraction',
  definition:
    'Root mean square over all closes of the fall of equity below its peak so far, as a share of that peak; the starting cash is the first peak.',
  compute({ curve }) {
    const { length } = curve.equity;
    return length === 0 ? missing('no-time') : measured(Math.sqrt(underWater(curve).squares / length));
  },
};

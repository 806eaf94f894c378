import { type Metric, measured, missing } from '../metric.ts';

/** Ulcer index of the equity: the root mean square of how far it stood below its peak (P. G. Martin and B. B. McCann, The Investor's Guide to Fidelity Funds, 1989). */
export const ulcerIndex: Metric = {
  id: 'ulcerIndex',
  label: 'Ulcer index',
  unit: 'fraction',
  definition:
    'Root mean square over all closes of the fall of equity below its peak so far, as a share of that peak; the starting cash is the first peak.',
  compute({ curve: { equity, start } }) {
    if (equity.length === 0) return missing('no-time');
    let peak = start;
    let squares = 0;
    for (const value of equity) {
      peak = Math.max(peak, value);
      squares += ((peak - value) / peak) ** 2;
    }
    return measured(Math.sqrt(squares / equity.length));
  },
};

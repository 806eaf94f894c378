import { type Metric, measured } from '../metric.ts';

/** Total return: final equity over starting cash, minus 1 (the holding-period return of the CFA Institute's GIPS standards without cash flows). */
export const totalReturn: Metric = {
  id: 'totalReturn',
  label: 'Total return',
  unit: 'fraction',
  definition: 'Final equity over starting cash, minus 1.',
  compute: ({ curve }) => measured((curve.equity.at(-1) ?? curve.start) / curve.start - 1),
};

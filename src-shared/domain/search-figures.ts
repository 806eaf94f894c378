import type { MetricUnit } from './metric.ts';
import { METRICS } from './metrics/catalog.ts';
import type { RunTotals } from './report.ts';
import type { RunFigures, SearchObjective } from './search.ts';

/** A figure of a run that a search may aim at. */
export interface SearchFigure {
  readonly id: string;
  readonly label: string;
  readonly unit: MetricUnit;
  /** What a trader wants of it where nothing else is said. */
  readonly direction: SearchObjective['direction'];
}

/** Metrics that are better when they are small. */
const SMALL: readonly string[] = [
  'volatility',
  'maxDrawdown',
  'longestUnderWater',
  'ulcerIndex',
  'valueAtRisk',
  'conditionalValueAtRisk',
  'exposure',
  'turnover',
  'longestLosingStreak',
];

/** Every figure that can be an objective or a constraint: the metrics of the catalogue, then the plain counts of a report. */
export const SEARCH_FIGURES: readonly SearchFigure[] = [
  ...METRICS.map(({ id, label, unit }) => ({ id, label, unit, direction: SMALL.includes(id) ? ('min' as const) : ('max' as const) })),
  { id: 'finalEquity', label: 'Final equity', unit: 'money', direction: 'max' },
  { id: 'fees', label: 'Fees', unit: 'money', direction: 'min' },
  { id: 'funding', label: 'Funding received', unit: 'money', direction: 'max' },
  { id: 'liquidations', label: 'Liquidations', unit: 'count', direction: 'min' },
  { id: 'trades', label: 'Closed trades', unit: 'count', direction: 'max' },
  { id: 'days', label: 'Days', unit: 'count', direction: 'max' },
];

/** The figures of a report as a search reads them. A value that rests on too few samples counts like any other; one that is undefined is null. */
export function searchFigures(report: RunTotals): RunFigures {
  return {
    ...Object.fromEntries(METRICS.map(({ id }) => [id, report.metrics[id]?.value ?? null])),
    finalEquity: report.finalEquity.toNumber(),
    fees: report.fees.toNumber(),
    funding: report.funding.toNumber(),
    liquidations: report.liquidations,
    trades: report.closedTrades,
    days: report.days,
  };
}

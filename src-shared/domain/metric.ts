import type { RoundTrip } from './round-trips.ts';

/** The mark-to-market equity of a run: one value per instant at which a bar closed. */
export interface EquityCurve {
  /** Starting cash: the base of the first return and the first peak. */
  readonly start: number;
  /** Open of the first bar, ms UTC. */
  readonly from: number;
  /** Instants of the values, ms UTC, strictly rising. */
  readonly times: Float64Array;
  /** Equity at those instants, settle asset. */
  readonly equity: Float64Array;
}

/** What every metric is computed from. */
export interface MetricInput {
  readonly curve: EquityCurve;
  /** Return of each UTC day that has a bar, the first against the starting cash. */
  readonly dailyReturns: Float64Array;
  /** Closed trips first, then those still open. */
  readonly trips: readonly RoundTrip[];
  /** Profit of each closed trip after fees, settle asset. */
  readonly profits: readonly number[];
  /** Value of all purchases, settle asset. */
  readonly bought: number;
  /** Value of all sales, settle asset. */
  readonly sold: number;
}

/** Why a metric has no value, or one that should not be trusted. */
export interface MetricReason {
  readonly code:
    | 'too-few-days'
    | 'too-few-trades'
    | 'no-variation'
    | 'no-trade-variation'
    | 'no-win'
    | 'no-loss'
    | 'no-losing-day'
    | 'no-drawdown'
    | 'no-time'
    | 'ruined'
    | 'out-of-range';
  /** Samples there are, where samples are what is missing. */
  readonly have: number;
  /** Samples that are needed. */
  readonly needed: number;
}

/** A metric's outcome: never NaN, never infinite. Both fields are set when the value is defined but rests on too few samples to be shown. */
export interface MetricResult {
  readonly value: number | null;
  readonly reason: MetricReason | null;
}

/** How a value is written: `fraction` as per cent, `ratio` as a plain number, `money` in the settle asset, `count` whole, `days` with one digit. */
export type MetricUnit = 'fraction' | 'ratio' | 'money' | 'count' | 'days';

/** Digits after the point of a value that is written as a plain number. */
export function metricDigits(unit: MetricUnit): number {
  return unit === 'count' ? 0 : unit === 'days' ? 1 : 2;
}

/** One metric: what it is called, how it is written, what it means and where its definition comes from. */
export interface Metric {
  readonly id: string;
  /** `Sharpe ratio` */
  readonly label: string;
  readonly unit: MetricUnit;
  /** The definition in one sentence. */
  readonly definition: string;
  compute(input: MetricInput): MetricResult;
}

/** Daily returns below which annualised figures are given to machines but not shown to people. */
export const SHOWN_DAYS = 30;

/** Closed trades below which a figure that rests on their spread is given to machines but not shown to people. */
export const SHOWN_TRADES = 30;

/** A value that nothing speaks against; one that is not finite becomes `out-of-range`. */
export function measured(value: number, reason: MetricReason | null = null): MetricResult {
  if (!Number.isFinite(value)) return missing('out-of-range');
  // Minus zero would print as -0.
  return { value: value === 0 ? 0 : value, reason };
}

/** No value, with its reason. */
export function missing(code: MetricReason['code'], have = 0, needed = 0): MetricResult {
  return { value: null, reason: { code, have, needed } };
}

/** The reason not to show an annualised figure, or null when there are days enough. */
export function fewDays(days: number): MetricReason | null {
  return days < SHOWN_DAYS ? { code: 'too-few-days', have: days, needed: SHOWN_DAYS } : null;
}

/** The reason not to show a figure that rests on the spread of trades, or null when there are enough of them. */
export function fewTrades(trades: number): MetricReason | null {
  return trades < SHOWN_TRADES ? { code: 'too-few-trades', have: trades, needed: SHOWN_TRADES } : null;
}

const REASONS: Readonly<Record<MetricReason['code'], string>> = {
  'too-few-days': '{have} daily returns, {needed} are needed',
  'too-few-trades': '{have} closed trades, {needed} are needed',
  'no-variation': 'the daily returns do not vary',
  'no-trade-variation': 'the profits of the trades do not vary',
  'no-win': 'no closed trade made money',
  'no-loss': 'no closed trade lost money',
  'no-losing-day': 'no daily return was negative',
  'no-drawdown': 'equity never fell below its peak',
  'no-time': 'the bars cover no time',
  ruined: 'equity fell to zero or below',
  'out-of-range': 'the figure is too large to be written',
};

/** What a reader is told instead of a figure. */
export function reasonSentence(reason: MetricReason): string {
  return REASONS[reason.code].replace('{have}', String(reason.have)).replace('{needed}', String(reason.needed));
}

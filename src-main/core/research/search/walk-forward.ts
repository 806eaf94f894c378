import { dailyReturns } from '../../../../src-shared/domain/daily-returns.ts';
import type { EquityCurve, MetricInput, MetricResult } from '../../../../src-shared/domain/metric.ts';
import { METRICS } from '../../../../src-shared/domain/metrics/catalog.ts';
import type { StrategyParameters } from '../../../../src-shared/domain/strategy-spec.ts';
import { DAY_MS, DAYS_PER_YEAR } from '../../../../src-shared/kernel/time.ts';
import { err, ok, type Result } from '../../../../src-shared/kernel/result.ts';
import type { SearchWindow, Trial } from '../../../ports/research-store.ts';

/** How bars are cut into windows. */
export interface WindowPlan {
  /** Open of the first bar and close of the last, ms UTC. */
  readonly from: number;
  readonly to: number;
  /** Days of each part; null lets `count` decide, with in-sample three times as long as out-of-sample. */
  readonly inSampleDays: number | null;
  readonly outOfSampleDays: number | null;
  /** Windows; null takes as many as fit. */
  readonly count: number | null;
  /** True: every in-sample part begins at the first; false: it rolls along. */
  readonly anchored: boolean;
}

/** In-sample days for each day out-of-sample where neither is given. */
const RATIO = 3;

/**
 * Windows of whole UTC days whose out-of-sample parts follow each other without a gap and end with the last whole day; what is left over lies at the beginning.
 * Fails with `search.invalid` where they do not fit.
 */
export function planWindows(plan: WindowPlan): Result<readonly SearchWindow[]> {
  const first = Math.ceil(plan.from / DAY_MS);
  const last = Math.floor(plan.to / DAY_MS);
  const days = last - first;
  const out = plan.outOfSampleDays ?? (plan.inSampleDays === null ? shared(days, plan.count) : Math.ceil(plan.inSampleDays / RATIO));
  const inside = plan.inSampleDays ?? out * RATIO;
  const count = plan.count ?? Math.floor((days - inside) / Math.max(1, out));
  if (out < 1 || count < 1 || inside + count * out > days) {
    const wanted = count < 1 ? 1 : count;
    return err('search.invalid', {
      problem: `the bars cover ${String(days)} whole days; ${String(wanted)} windows of ${String(inside)} and ${String(Math.max(1, out))} days need ${String(inside + wanted * Math.max(1, out))}.`,
    });
  }
  const start = last - inside - count * out;
  return ok(
    Array.from({ length: count }, (_, i) => {
      const border = (start + inside + i * out) * DAY_MS;
      const inSampleFrom = plan.anchored ? start * DAY_MS : border - inside * DAY_MS;
      return { inSampleFrom, inSampleTo: border, outOfSampleFrom: border, outOfSampleTo: border + out * DAY_MS };
    }),
  );
}

/** Windows where neither days nor a count is given. */
const DEFAULT_WINDOWS = 6;

function shared(days: number, count: number | null): number {
  return Math.floor(days / ((count ?? DEFAULT_WINDOWS) + RATIO));
}

/** One window with its choice; without one nothing was traded in it. */
export interface WindowResult {
  readonly window: SearchWindow;
  readonly chosen: StrategyParameters | null;
  /** The trial that was chosen in-sample, and its run out-of-sample. */
  readonly inSample: Trial | null;
  readonly outOfSample: Trial | null;
}

/** How far the choice of a parameter moved from window to window. */
export interface ParameterStability {
  readonly name: string;
  readonly values: readonly number[];
  readonly distinct: number;
  /** Mean absolute change between neighbouring windows, as a share of the range that was searched; null with fewer than two choices. */
  readonly meanMove: number | null;
}

/** What a walk-forward came to. Fractions a year where it says annual. */
export interface WalkForwardSummary {
  readonly windows: readonly WindowResult[];
  /** Compounded over all windows; null where money was lost altogether. */
  readonly inSampleAnnual: number | null;
  readonly outOfSampleAnnual: number | null;
  /** Annual return out-of-sample over that in-sample (R. Pardo, "The Evaluation and Optimization of Trading Strategies", 2008); null unless the latter is above 0. */
  readonly efficiency: number | null;
  /** Windows that made money out-of-sample. */
  readonly profitable: number;
  readonly stability: readonly ParameterStability[];
  /** The out-of-sample runs one after the other: one value per UTC day, 1 at the beginning. */
  readonly curve: EquityCurve;
  /** Figures of that curve by id: those that need no trades. */
  readonly metrics: Readonly<Record<string, MetricResult>>;
  /** Closed trades out-of-sample. */
  readonly trades: number;
  /** One sentence. */
  readonly verdict: string;
}

/** Metrics that an equity curve alone defines. */
const OF_CURVES: readonly string[] = ['totalReturn', 'annualReturn', 'volatility', 'sharpe', 'sortino', 'calmar', 'maxDrawdown'];

/** Judges the windows of a walk-forward. `ranges` are the widths that were searched, by parameter. */
export function walkForwardSummary(windows: readonly WindowResult[], ranges: Readonly<Record<string, number>>): WalkForwardSummary {
  const curve = stitched(windows);
  const input: MetricInput = { curve, dailyReturns: dailyReturns(curve), trips: [], profits: [], bought: 0, sold: 0 };
  const inSampleAnnual = annual(windows, 'inSample');
  const outOfSampleAnnual = annual(windows, 'outOfSample');
  const efficiency =
    inSampleAnnual !== null && inSampleAnnual > 0 && outOfSampleAnnual !== null ? outOfSampleAnnual / inSampleAnnual : null;
  const profitable = windows.filter(({ outOfSample }) => (outOfSample?.figures['totalReturn'] ?? 0) > 0).length;
  return {
    windows,
    inSampleAnnual,
    outOfSampleAnnual,
    efficiency,
    profitable,
    stability: Object.entries(ranges).map(([name, range]) => stabilityOf(name, range, windows)),
    curve,
    metrics: Object.fromEntries(METRICS.filter(({ id }) => OF_CURVES.includes(id)).map((metric) => [metric.id, metric.compute(input)])),
    trades: windows.reduce((sum, { outOfSample }) => sum + (outOfSample?.figures['trades'] ?? 0), 0),
    verdict: verdictOf({ inSampleAnnual, outOfSampleAnnual, efficiency, profitable, count: windows.length }),
  };
}

/** Out-of-sample daily returns in a row; a window without a choice stays flat, and so does everything after a ruin: the next window has no money to begin with. */
function stitched(windows: readonly WindowResult[]): EquityCurve {
  const times: number[] = [];
  const equity: number[] = [];
  let worth = 1;
  for (const { window, outOfSample } of windows) {
    const days = Math.round((window.outOfSampleTo - window.outOfSampleFrom) / DAY_MS);
    const returns = outOfSample?.dailyReturns ?? new Float64Array(0);
    for (let day = 0; day < days; day += 1) {
      if (worth > 0) worth *= 1 + (returns[day] ?? 0);
      times.push(window.outOfSampleFrom + (day + 1) * DAY_MS);
      equity.push(worth);
    }
  }
  return { start: 1, from: windows[0]?.window.outOfSampleFrom ?? 0, times: Float64Array.from(times), equity: Float64Array.from(equity) };
}

function annual(windows: readonly WindowResult[], part: 'inSample' | 'outOfSample'): number | null {
  let growth = 1;
  let days = 0;
  for (const each of windows) {
    const { window } = each;
    if (growth > 0) growth *= 1 + (each[part]?.figures['totalReturn'] ?? 0);
    days += (part === 'inSample' ? window.inSampleTo - window.inSampleFrom : window.outOfSampleTo - window.outOfSampleFrom) / DAY_MS;
  }
  return growth > 0 && days > 0 ? growth ** (DAYS_PER_YEAR / days) - 1 : null;
}

function stabilityOf(name: string, range: number, windows: readonly WindowResult[]): ParameterStability {
  const values = windows.flatMap(({ chosen }) => (chosen === null ? [] : [chosen[name]!]));
  const moves = values.slice(1).map((value, i) => Math.abs(value - values[i]!) / range);
  const meanMove = moves.length === 0 ? null : moves.reduce((sum, move) => sum + move, 0) / moves.length;
  return { name, values, distinct: new Set(values).size, meanMove };
}

/** Efficiency below which a result is usually put down to fitting. */
const HALF = 0.5;

interface Judged extends Pick<WalkForwardSummary, 'inSampleAnnual' | 'outOfSampleAnnual' | 'efficiency' | 'profitable'> {
  readonly count: number;
}

function verdictOf({ inSampleAnnual, outOfSampleAnnual, efficiency, profitable, count }: Judged): string {
  const windows = `${String(profitable)} of ${String(count)} windows made money`;
  if (outOfSampleAnnual === null) return `It does not hold: out of sample the money was lost altogether; ${windows}.`;
  if (efficiency === null)
    return `There was nothing to hold: even in-sample the best choices came to ${perCent(inSampleAnnual ?? -1)} a year; out of sample ${perCent(outOfSampleAnnual)}, ${windows}.`;
  const both = `${perCent(outOfSampleAnnual)} a year out of sample against ${perCent(inSampleAnnual ?? 0)} in-sample`;
  if (outOfSampleAnnual <= 0) return `It does not hold: ${both}; ${windows}.`;
  const kept = `${both}, of which it kept ${perCent(efficiency)}; ${windows}`;
  return efficiency < HALF
    ? `It holds weakly: ${kept}. Below 50% usually means that the parameters were fitted to the past.`
    : `It holds: ${kept}.`;
}

function perCent(fraction: number): string {
  return `${(fraction * 100).toFixed(1)}%`;
}

import type { ParameterMoves, WalkForwardView, WalkWindowRow } from '../../src-shared/contract/searches.ts';
import { METRICS } from '../../src-shared/domain/metrics/catalog.ts';
import { walkForwardSummary, type WindowResult } from '../core/research/search/walk-forward.ts';
import { windowResults } from '../core/research/search/window-results.ts';
import type { SearchSummary, SearchWindow, Trial } from '../ports/research-store.ts';

/** A walk-forward with what it has tried. */
export interface WalkedSearch {
  readonly search: SearchSummary;
  readonly windows: readonly SearchWindow[];
  /** In-sample without their daily returns. */
  readonly trials: readonly Trial[];
  /** Tries of its family. */
  readonly tries: number;
}

/** What a walk-forward came to so far: every window that is planned, and judgement over those that are complete. */
export function walkForwardView({ search, windows, trials, tries }: WalkedSearch): WalkForwardView {
  const results = windowResults(search, trials);
  const ranges = Object.fromEntries(search.space.map(({ name, from, to }) => [name, to - from]));
  const summary = walkForwardSummary(results, ranges);
  const { inSampleAnnual, outOfSampleAnnual, efficiency, profitable, trades, curve, metrics } = summary;
  const cash = Number(search.conditions.cash);
  const any = results.length > 0;
  return {
    verdict: any ? summary.verdict : '',
    windows: windows.map((window, index) => windowRow(window, results[index], search.objectives[0]?.figure ?? '')),
    complete: results.length,
    ...{ profitable, trades, tries },
    inSampleAnnual: any ? inSampleAnnual : null,
    outOfSampleAnnual: any ? outOfSampleAnnual : null,
    efficiency: any ? efficiency : null,
    stability: summary.stability.map(({ name, distinct, meanMove }) => movesOf(name, { distinct, meanMove }, results)),
    curve: { times: curve.times, equity: curve.equity.map((worth) => worth * cash), drawdown: fallsOf(curve.equity) },
    quote: search.conditions.instrument.settle,
    figures: METRICS.flatMap(({ id, label, unit, definition }) => {
      const value = metrics[id];
      return value === undefined || !any ? [] : [{ id, label, unit, definition, value }];
    }),
  };
}

function windowRow(window: SearchWindow, result: WindowResult | undefined, aim: string): WalkWindowRow {
  const { inSampleFrom, outOfSampleFrom, outOfSampleTo } = window;
  const figure = (part: 'inSample' | 'outOfSample', id: string): number | null => result?.[part]?.figures[id] ?? null;
  return {
    ...{ inSampleFrom, outOfSampleFrom, outOfSampleTo },
    complete: result !== undefined,
    chosen: result?.chosen ?? null,
    inSampleFigure: figure('inSample', aim),
    outOfSampleFigure: figure('outOfSample', aim),
    inSampleReturn: figure('inSample', 'totalReturn'),
    outOfSampleReturn: figure('outOfSample', 'totalReturn'),
    trades: figure('outOfSample', 'trades'),
  };
}

function movesOf(name: string, moved: Pick<ParameterMoves, 'distinct' | 'meanMove'>, results: readonly WindowResult[]): ParameterMoves {
  return { name, values: results.map(({ chosen }) => chosen?.[name] ?? null), ...moved };
}

/** Fall from the peak of every day before, fractions up to 0; the start, 1, is a peak. */
function fallsOf(equity: Float64Array): Float64Array {
  let peak = 1;
  return equity.map((worth) => {
    peak = Math.max(peak, worth);
    return worth / peak - 1;
  });
}

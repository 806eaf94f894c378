import { METRICS } from '../../src-shared/domain/metrics/catalog.ts';
import { windowResults } from '../core/research/search/window-results.ts';
import { type WalkForwardSummary, walkForwardSummary } from '../core/research/search/walk-forward.ts';
import { dayTime, metricText, percent } from './figures.ts';
import { alignColumns } from './output.ts';
import { perpetualLine } from './perpetual-text.ts';
import { searchJson, trialJson } from './search-json.ts';
import { countLines, figureText, searchText, searchTitle } from './search-text.ts';
import type { SearchResult } from './search-result.ts';

/** What the windows came to; null where none is complete yet, or the search has none. */
function summaryOf({ search, trials }: SearchResult): WalkForwardSummary | null {
  const windows = windowResults(search, trials);
  const ranges = Object.fromEntries(search.space.map(({ name, from, to }) => [name, to - from]));
  return windows.length === 0 ? null : walkForwardSummary(windows, ranges);
}

/** The report of a walk-forward for a person. */
export function walkForwardText(result: SearchResult): readonly string[] {
  const summary = summaryOf(result);
  if (summary === null) return searchText(result);
  const { search } = result;
  const missing = (search.windows?.length ?? 0) - summary.windows.length;
  return [
    searchTitle(search),
    ...perpetualLine(search.conditions),
    `Walk-forward ${search.id}, ${search.state}${missing > 0 ? `: ${missing} windows are still to come` : ''}`,
    summary.verdict,
    '',
    ...windowLines(result, summary),
    '',
    ...summary.stability.map(stabilityLine),
    '',
    'Out of sample, one window after the other (UTC-daily)',
    ...metricLines(summary),
    '',
    ...countLines(result),
  ];
}

function windowLines({ search }: SearchResult, { windows }: WalkForwardSummary): readonly string[] {
  const names = search.space.map(({ name }) => name);
  const aim = search.objectives[0]!.figure;
  const contract = search.conditions.instrument.kind === 'perpetual';
  const rows = windows.map(({ window, chosen, inSample, outOfSample }, i) => [
    String(i + 1),
    dayTime(window.inSampleFrom),
    dayTime(window.outOfSampleFrom),
    dayTime(window.outOfSampleTo),
    ...names.map((name) => (chosen === null ? '—' : String(Number(chosen[name]!.toPrecision(6))))),
    figureText(aim, inSample?.figures[aim] ?? null),
    figureText(aim, outOfSample?.figures[aim] ?? null),
    figureText('totalReturn', inSample?.figures['totalReturn'] ?? null),
    figureText('totalReturn', outOfSample?.figures['totalReturn'] ?? null),
    figureText('trades', outOfSample?.figures['trades'] ?? null),
    ...(contract ? [figureText('liquidations', outOfSample?.figures['liquidations'] ?? null)] : []),
  ]);
  return alignColumns([
    [
      'Window',
      'from',
      'tried from',
      'to',
      ...names,
      `${aim} in`,
      `${aim} out`,
      'return in',
      'return out',
      'trades out',
      ...(contract ? ['liquidated out'] : []),
    ],
    ...rows,
  ]);
}

function stabilityLine({ name, values, distinct, meanMove }: WalkForwardSummary['stability'][number]): string {
  const move = meanMove === null ? '' : `; from window to window it moves by ${percent(meanMove)} of its range`;
  return `${name}: ${distinct} different choices in ${values.length} windows${move}.`;
}

function metricLines({ metrics, trades, efficiency }: WalkForwardSummary): readonly string[] {
  const rows = METRICS.flatMap((metric) => {
    const value = metrics[metric.id];
    return value ? [[metric.label, metricText(metric, value)]] : [];
  });
  return alignColumns([
    ...rows,
    ['Closed trades', String(trades)],
    ['Walk-forward efficiency', efficiency === null ? '—' : percent(efficiency)],
  ]);
}

/** The answer of a walk-forward for a machine. */
export function walkForwardJson(result: SearchResult): Readonly<Record<string, unknown>> {
  const { best: _best, leading: _leading, paretoFront: _front, accepted: _accepted, ...search } = searchJson(result);
  const summary = summaryOf(result);
  if (summary === null) return search;
  const { windows, curve, metrics, ...figures } = summary;
  return {
    ...search,
    ...figures,
    metrics: Object.fromEntries(Object.entries(metrics).map(([id, { value }]) => [id, value])),
    windows: windows.map(({ window, chosen, inSample, outOfSample }) => ({
      ...window,
      chosen,
      inSample: inSample && trialJson(inSample),
      outOfSample: outOfSample && trialJson(outOfSample),
    })),
    curve: { times: [...curve.times], equity: [...curve.equity] },
  };
}

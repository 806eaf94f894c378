import { SEARCH_FIGURES } from '../../src-shared/domain/search-figures.ts';
import { bestOf } from '../core/research/search/pareto.ts';
import { compareScores, scoreOf } from '../core/research/search/scores.ts';
import type { SearchSummary, Trial } from '../ports/research-store.ts';
import { dayTime, groupedNumber, percent } from './figures.ts';
import { alignColumns } from './output.ts';
import { leverageWords, perpetualLine } from './perpetual-text.ts';
import type { SearchResult } from './search-result.ts';

/** Trials of a ranking, and most of a Pareto front. */
const SHOWN = 10;
const SHOWN_FRONT = 20;
/** What a table shows beside the objectives. */
const BESIDE: readonly string[] = ['totalReturn', 'sharpe', 'maxDrawdown', 'trades'];
const BESIDE_PERPETUAL: readonly string[] = [...BESIDE, 'liquidations'];

/** A figure as a table shows it. */
export function figureText(figure: string, value: number | null): string {
  if (value === null) return '—';
  const unit = SEARCH_FIGURES.find(({ id }) => id === figure)?.unit;
  if (unit === 'fraction') return percent(value);
  return unit === 'count' ? String(value) : groupedNumber(value, 2);
}

/** The accepted trials of a search in-sample: by one objective all of them, the best first; by several the Pareto front. */
export function leadingTrials(search: SearchSummary, trials: readonly Trial[]): readonly Trial[] {
  const scored = trials.filter(({ part }) => part === 'in-sample').map((trial) => ({ trial, score: scoreOf(trial, search) }));
  if (search.objectives.length > 1) return bestOf(scored.map(({ score }) => score)).map((i) => scored[i]!.trial);
  const accepted = scored.filter(({ score }) => score.violation === 0);
  return accepted.sort((a, b) => compareScores(a.score, b.score) || a.trial.number - b.trial.number).map(({ trial }) => trial);
}

/** `sma-cross fast 5 to 50 by 5, slow 50 · BTC/USD.FILE 4h · …` */
export function searchTitle({ conditions, space, fixed, method }: SearchSummary): string {
  const varied = space.map(({ name, from, to, step }) => `${name} ${from} to ${to}${step === null ? '' : ` by ${step}`}`);
  const still = Object.entries(fixed).map(([name, value]) => `${name} ${value}`);
  const { family, data } = conditions;
  const what = `${family.strategy} ${[...varied, ...still].join(', ')} · ${method} · ${family.instrument} ${family.timeframe}`;
  return `${what}${leverageWords(conditions)} · ${dayTime(data.from)} to ${dayTime(data.to)}`;
}

/** Counts of what became of the trials, as sentences. */
export function countLines({ search, trials, tries }: SearchResult): readonly string[] {
  const inSample = trials.filter(({ part }) => part === 'in-sample');
  const failed = inSample.filter(({ state }) => state === 'failed');
  const pruned = inSample.filter(({ state }) => state === 'pruned').length;
  const refused = inSample.filter((trial) => trial.state === 'ok' && scoreOf(trial, search).violation > 0).length;
  const parts = [
    `${inSample.length} trials`,
    ...(failed.length > 0 ? [`${failed.length} failed`] : []),
    ...(pruned > 0 ? [`${pruned} not run: the strategy refuses their values`] : []),
    ...(refused > 0 ? [`${refused} without a value or against a constraint`] : []),
  ];
  return [
    `${parts.join('; ')}.`,
    ...failed.slice(0, 3).map(({ number, problem }) => `Trial ${number} failed: ${problem ?? ''}`),
    `${tries} tries of ${search.conditions.family.strategy} on these bars so far, of every search and backtest: the more there are, the better the best looks by luck alone.`,
  ];
}

/** The table of the leading trials. */
function leadingLines({ search, trials }: SearchResult): readonly string[] {
  const leading = leadingTrials(search, trials);
  if (leading.length === 0) {
    const idle = trials.length > 0 && trials.every(({ figures }) => figures['trades'] === 0);
    return [`No trial was accepted.${idle ? ' Nothing was traded in any of them.' : ''}`];
  }
  const several = search.objectives.length > 1;
  const shown = leading.slice(0, several ? SHOWN_FRONT : SHOWN);
  const names = search.space.map(({ name }) => name);
  const aims = search.objectives.map(({ figure }) => figure);
  const beside = search.conditions.instrument.kind === 'perpetual' ? BESIDE_PERPETUAL : BESIDE;
  const figures = [...aims, ...beside.filter((figure) => !aims.includes(figure))];
  const rows = shown.map((trial) => [
    String(trial.number),
    ...names.map((name) => String(Number(trial.parameters[name]!.toPrecision(6)))),
    ...figures.map((figure) => figureText(figure, trial.figures[figure] ?? null)),
  ]);
  const label = (figure: string): string => SEARCH_FIGURES.find(({ id }) => id === figure)!.label;
  const head = several ? `Pareto front (${shown.length} of ${leading.length})` : `Best ${shown.length} of ${leading.length} accepted`;
  return [head, ...alignColumns([['Trial', ...names, ...figures.map(label)], ...rows])];
}

/** The report of a search for a person. */
export function searchText(result: SearchResult): readonly string[] {
  const { search } = result;
  return [
    searchTitle(search),
    ...perpetualLine(search.conditions),
    `Search ${search.id}, ${search.state}`,
    '',
    ...leadingLines(result),
    '',
    ...countLines(result),
  ];
}

import type { SearchRow } from '../../../src-shared/contract/searches.ts';
import { SEARCH_FIGURES } from '../../../src-shared/domain/search-figures.ts';
import type { StrategyParameters } from '../../../src-shared/domain/strategy-spec.ts';
import type { Format } from '../../format/format.ts';
import { RESEARCH_SENTENCES as SAY } from './sentences.ts';

/** A figure of a trial as it is written. */
export function searchFigureText(id: string, value: number | null, format: Format): string {
  if (value === null) return '—';
  const unit = SEARCH_FIGURES.find((figure) => figure.id === id)?.unit;
  if (unit === 'fraction') return format.percent(value);
  if (unit === 'money') return format.quoteMoney(value);
  return unit === 'count' ? format.count(value) : format.ratio(value);
}

/** The name of a figure. */
export function searchFigureName(id: string): string {
  return SEARCH_FIGURES.find((figure) => figure.id === id)?.label ?? id;
}

/** Parameters in a sentence: `fast 10, slow 40`. */
export function parameterWords(parameters: StrategyParameters): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ');
}

/** How a perpetual is traded, in a sentence. */
export function contractWords({ leverage, direction, funding }: NonNullable<SearchRow['perpetual']>): string {
  const paid = funding.kind === 'stated' ? SAY.searchFunding.stated(String(funding.bps)) : SAY.searchFunding[funding.kind];
  return SAY.searchContract(SAY.strip.perpetual(String(leverage), SAY.directions[direction]), paid);
}

/** The best of a search in a sentence. */
export function bestWords({ best, objectives }: SearchRow, format: Format): string {
  const figure = objectives[0]?.figure ?? '';
  if (best === null) return SAY.nothingAccepted;
  return SAY.searchBest(searchFigureName(figure), searchFigureText(figure, best.objective, format), parameterWords(best.parameters));
}

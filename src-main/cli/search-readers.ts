import type { SearchConstraint, SearchDimension, SearchObjective } from '../../src-shared/domain/search.ts';
import { SEARCH_FIGURES } from '../../src-shared/domain/search-figures.ts';
import { suggestion } from '../../src-shared/kernel/closest.ts';
import type { Refuse } from './option.ts';
import { readNumber } from './value-readers.ts';

const ANY = { min: -1e15, max: 1e15 };

/** A range as it was typed: without a step, whole parameters go by ones and others are continuous. */
export type TypedRange = Omit<SearchDimension, 'step'> & { readonly step: number | null };

/** `name=from:to` or `name=from:to:step`. */
export function readRange(text: string, refuse: Refuse): TypedRange {
  const match = /^([^=]+)=([^:]+):([^:]+)(?::([^:]+))?$/u.exec(text);
  if (!match) return refuse(`"${text}" is not name=from:to:step, such as fast=5:50:5.`);
  const step = match[4] === undefined ? null : readNumber(match[4], ANY, refuse);
  return { name: match[1]!, from: readNumber(match[2]!, ANY, refuse), to: readNumber(match[3]!, ANY, refuse), step };
}

function knownFigure(name: string, refuse: Refuse): (typeof SEARCH_FIGURES)[number] {
  const known = SEARCH_FIGURES.map(({ id }) => id);
  return (
    SEARCH_FIGURES.find(({ id }) => id === name) ??
    refuse(`there is no figure ${name}. ${suggestion(name, known, `There are ${known.join(', ')}.`)}`)
  );
}

/** `sharpe`, or with a direction `turnover:max`. */
export function readObjective(text: string, refuse: Refuse): SearchObjective {
  const [name = '', direction] = text.split(':');
  const figure = knownFigure(name, refuse);
  if (direction === undefined) return { figure: figure.id, direction: figure.direction };
  if (direction !== 'max' && direction !== 'min') return refuse(`"${direction}" is none of max, min.`);
  return { figure: figure.id, direction };
}

/** `trades>=30` or `maxDrawdown<=0.3`. */
export function readConstraint(text: string, refuse: Refuse): SearchConstraint {
  const match = /^(\w+)(>=|<=)(.+)$/u.exec(text.replaceAll(' ', ''));
  if (!match) return refuse(`"${text}" is not figure>=bound or figure<=bound, such as trades>=30.`);
  const relation = match[2] === '>=' ? '>=' : '<=';
  return { figure: knownFigure(match[1]!, refuse).id, relation, bound: readNumber(match[3]!, ANY, refuse) };
}

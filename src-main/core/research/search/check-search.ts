import type { SearchDimension } from '../../../../src-shared/domain/search.ts';
import { SEARCH_FIGURES } from '../../../../src-shared/domain/search-figures.ts';
import type { StrategyParameter, StrategyParameters } from '../../../../src-shared/domain/strategy-spec.ts';
import { suggestion } from '../../../../src-shared/kernel/closest.ts';
import { err, ok, type Result } from '../../../../src-shared/kernel/result.ts';
import { completeParameters } from '../../strategies/parameters.ts';
import type { StrategyDefinition } from '../../strategies/strategy.ts';
import type { Goal } from './scores.ts';
import { SearchSpace } from './search-space.ts';

/** What a search varies and wants, before it is checked. */
export interface SearchPlan extends Goal {
  readonly space: readonly SearchDimension[];
  readonly fixed: StrategyParameters;
}

/** The space of a plan, checked against the strategy's schema: ranges within their parameter's bounds, whole steps for whole numbers, known figures. Fails with `search.invalid`. */
export function checkedSpace(definition: StrategyDefinition, { space, fixed, objectives, constraints }: SearchPlan): Result<SearchSpace> {
  const figure = [...objectives, ...constraints].find((named) => !SEARCH_FIGURES.some(({ id }) => id === named.figure))?.figure;
  const problem =
    (objectives.length === 0 ? 'there is no objective.' : null) ??
    (figure === undefined ? null : unknownFigure(figure)) ??
    space.map((dimension) => rangeProblem(dimension, definition, space)).find((each) => each !== null) ??
    null;
  if (problem !== null) return err('search.invalid', { problem });
  const allowed = (parameters: StrategyParameters): boolean => completeParameters(definition, parameters).ok;
  const names = Object.keys(fixed).filter((name) => !space.some((dimension) => dimension.name === name));
  return ok(new SearchSpace(space, Object.fromEntries(names.map((name) => [name, fixed[name]!])), allowed));
}

function unknownFigure(name: string): string {
  const known = SEARCH_FIGURES.map(({ id }) => id);
  return `there is no figure ${name}. ${suggestion(name, known, `There are ${known.join(', ')}.`)}`;
}

function rangeProblem(
  { name, from, to, step }: SearchDimension,
  { spec }: StrategyDefinition,
  space: readonly SearchDimension[],
): string | null {
  const parameter = spec.parameters.find((known) => known.name === name);
  const names = spec.parameters.map((known) => known.name);
  if (!parameter)
    return `${spec.id} has no parameter ${name}. ${suggestion(name, names, names.length === 0 ? '' : `It has ${names.join(', ')}.`)}`;
  if (space.filter((other) => other.name === name).length > 1) return `${name} has two ranges; give it one.`;
  if (!(from < to)) return `the range of ${name} does not rise from ${String(from)} to ${String(to)}.`;
  if (step !== null && !(step > 0 && step <= to - from))
    return `the step of ${name}, ${String(step)}, is not above 0 and within its range.`;
  return boundProblem(parameter, { name, from, to, step });
}

function boundProblem({ name, min, max, integer }: StrategyParameter, { from, to, step }: SearchDimension): string | null {
  if (from < min || to > max)
    return `${name} goes from ${String(min)} to ${String(max)}; the range ${String(from)} to ${String(to)} leaves that.`;
  if (integer && ![from, step].every(Number.isInteger)) return `${name} is a whole number: its range needs whole ends and a whole step.`;
  return null;
}

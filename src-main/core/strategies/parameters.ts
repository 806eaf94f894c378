import type { StrategyParameter, StrategyParameters, StrategySpec } from '../../../src-shared/domain/strategy-spec.ts';
import { err, ok, type Result, unwrap } from '../../../src-shared/kernel/result.ts';
import type { StrategyDefinition } from './strategy.ts';

/** Edits (insert, delete, replace, swap neighbours) that a mistyped name may be away from the one that is suggested. */
const NEAR = 2;

/** Names that are written out when nothing is near. */
const LISTED = 8;

/**
 * Checks values by name against a strategy's schema and fills the rest with its defaults. Fails with `strategy.parameter` for a name that
 * is unknown, a value that is not finite, out of range or not whole, and for values that do not fit together.
 */
export function completeParameters(definition: StrategyDefinition, given: StrategyParameters): Result<StrategyParameters> {
  const { spec } = definition;
  const unknown = Object.keys(given).find((name) => !spec.parameters.some((parameter) => parameter.name === name));
  if (unknown !== undefined)
    return refused(
      spec,
      unknown,
      `It has no such parameter. ${suggestion(
        unknown,
        spec.parameters.map(({ name }) => name),
      )}`,
    );
  const complete: Record<string, number> = {};
  for (const parameter of spec.parameters) {
    const value = Object.hasOwn(given, parameter.name) ? given[parameter.name]! : parameter.default;
    const problem = valueProblem(parameter, value);
    if (problem !== null) return refused(spec, parameter.name, problem);
    complete[parameter.name] = value;
  }
  const conflict = definition.conflict?.(complete) ?? null;
  return conflict === null ? ok(complete) : refused(spec, conflict.parameter, conflict.problem);
}

/** The checked value of each parameter, for a strategy that is being made; throws the fault of `completeParameters`. */
export function checkedParameters(definition: StrategyDefinition, given: StrategyParameters): (name: string) => number {
  const complete = unwrap(completeParameters(definition, given));
  return (name) => complete[name]!;
}

function refused({ id }: StrategySpec, parameter: string, problem: string): Result<never> {
  return err('strategy.parameter', { strategy: id, parameter, problem });
}

function valueProblem({ min, max, integer, unit }: StrategyParameter, value: number): string | null {
  if (!Number.isFinite(value)) return 'It is not a number.';
  if (integer && !Number.isInteger(value)) return `${String(value)} is not a whole number.`;
  const space = unit === '' || unit === '%' ? unit : ` ${unit}`;
  return value < min || value > max ? `${String(value)}${space} is not within ${String(min)} to ${String(max)}${space}.` : null;
}

/** What to say beside a name that does not exist: the nearest one, or all of them. */
export function suggestion(name: string, known: readonly string[]): string {
  let nearest = '';
  let distance = NEAR + 1;
  for (const candidate of known) {
    const edits = editDistance(name.toLowerCase(), candidate);
    if (edits < distance) [nearest, distance] = [candidate, edits];
  }
  if (nearest !== '') return `Did you mean ${nearest}?`;
  return known.length > 0 && known.length <= LISTED ? `There are ${known.join(', ')}.` : '';
}

/** Optimal string alignment distance (Damerau-Levenshtein without overlapping swaps). */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replace = above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let edits = Math.min(above[j]! + 1, row[j - 1]! + 1, replace);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) edits = Math.min(edits, before[j - 2]! + 1);
      row.push(edits);
    }
    before = above;
    above = row;
  }
  return above[b.length]!;
}

import type { StrategyParameter, StrategyParameters, StrategySpec } from '../../../src-shared/domain/strategy-spec.ts';
import { suggestion as suggestionFor } from '../../../src-shared/kernel/closest.ts';
import { err, ok, type Result, unwrap } from '../../../src-shared/kernel/result.ts';
import type { StrategyDefinition } from './strategy.ts';

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
  return suggestionFor(name, known, known.length > 0 && known.length <= LISTED ? `There are ${known.join(', ')}.` : '');
}

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Fault } from '../../src-shared/kernel/fault.ts';
import type { StrategyDefinition } from '../core/strategies/strategy.ts';
import type { UserStrategy } from '../user-strategies.ts';
import type { CliContext } from './context.ts';
import { type OptionValues, wrongValue } from './option-values.ts';
import { PERPETUAL } from './perpetual-options.ts';
import { SEED, STRATEGIES_FOLDER, STRATEGY } from './run-options.ts';
import { strategyNamed } from './run-setup.ts';

/** Seed of a run that names none. */
export const DEFAULT_SEED = 7;

/** A strategy of perpetuals alone is one only where they are traded, one over two instruments only in a portfolio. Fails with `input.option-value`. */
export function tradable(definition: StrategyDefinition, values: OptionValues): StrategyDefinition {
  const { id, perpetualOnly, pair } = definition.spec;
  if (pair === true)
    throw wrongValue(
      STRATEGY,
      `${id} trades two perpetuals at once: name them as "instrument" and "against" in the file of backtest --portfolio.`,
    );
  if (perpetualOnly !== true || values.has(PERPETUAL)) return definition;
  throw wrongValue(STRATEGY, `${id} trades perpetuals alone; backtest, optimise, walk-forward and leaks take --perpetual.`);
}

/** The strategy of a run; one of the user's own lives in a process that must be closed. */
export interface ChosenStrategy {
  readonly definition: StrategyDefinition;
  readonly own: UserStrategy | null;
}

/** The folder of the user's own strategies. */
export function strategiesFolder(values: OptionValues, context: CliContext): string {
  const named = values.given(STRATEGIES_FOLDER);
  return named === undefined ? join(context.home, 'strategies') : resolve(context.cwd, named);
}

/** The file that a text names: a path to a `.ts` file, or a name in the strategies folder; null where it is neither. */
function ownFile(text: string, values: OptionValues, context: CliContext): string | null {
  if (text.endsWith('.ts')) return resolve(context.cwd, text);
  const file = join(strategiesFolder(values, context), `${text}.ts`);
  return /^[\w-]+$/u.test(text) && existsSync(file) ? file : null;
}

/** Opens the user's own strategy of a file. Fails as opening does, and with `strategy.script` where its id is a built-in one's. */
export function openOwn(file: string, seed: number, context: CliContext): UserStrategy {
  const { strategies, userStrategies } = context.services;
  const own = userStrategies.open(file, seed);
  const { id } = own.definition.spec;
  if (!strategies.some(({ spec }) => spec.id === id)) return own;
  own.close();
  throw new Fault('strategy.script', { place: file, problem: `id "${id}" is a built-in strategy's; choose another.` });
}

/** The strategy that the options name: a built-in one, or a file of the user's. Fails with `strategy.unknown` and the faults of opening. */
export function chosenStrategy(values: OptionValues, context: CliContext): ChosenStrategy {
  return strategyOf(values.needed(STRATEGY), values, context);
}

/** The strategy that a text names, as `chosenStrategy` reads it. */
export function strategyOf(text: string, values: OptionValues, context: CliContext): ChosenStrategy {
  const { strategies } = context.services;
  const file = strategies.some(({ spec }) => spec.id === text) ? null : ownFile(text, values, context);
  if (file === null) return { definition: tradable(strategyNamed(text, strategies), values), own: null };
  const own = openOwn(file, values.given(SEED) ?? DEFAULT_SEED, context);
  return { definition: own.definition, own };
}

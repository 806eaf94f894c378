import type { RunRequest } from '../../src-shared/contract/research.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import { findStrategy } from '../core/strategies/catalog.ts';
import type { StrategyDefinition } from '../core/strategies/strategy.ts';
import { specOnly } from '../core/user-strategies/spec-only.ts';
import type { OwnSource } from './own-strategies.ts';

/** The strategy of a run or a search, if it can trade what is asked for. Fails with `strategy.unknown` and `input.invalid`. */
export function runnableStrategy(request: RunRequest, own: OwnSource | null): StrategyDefinition {
  const definition = own === null ? findStrategy(request.strategy) : specOnly(own.spec);
  if (definition === undefined) throw new Fault('strategy.unknown', { strategy: request.strategy, suggestion: '' });
  const { id, shorts, pair, perpetualOnly } = definition.spec;
  if (request.from >= request.to) throw invalid('from', 'the first bar must open before the last one closes.');
  const { direction } = request.perpetual ?? { direction: 'long' };
  if (direction !== 'long' && shorts !== true) throw invalid('direction', `${id} has no short side.`);
  if (pair === true) throw invalid('strategy', `${id} trades two instruments at once: run it as a row of a portfolio.`);
  if (perpetualOnly === true && request.perpetual === undefined) throw invalid('strategy', `${id} trades perpetuals alone.`);
  return definition;
}

function invalid(field: string, problem: string): Fault {
  return new Fault('input.invalid', { field, problem });
}

import type { StrategySpec } from '../../../src-shared/domain/strategy-spec.ts';
import { InvariantError } from '../../../src-shared/kernel/result.ts';
import type { StrategyDefinition } from '../strategies/strategy.ts';

/** A strategy of the user as far as it is known without its process: enough to check values against its ranges, not to run it. */
export function specOnly(spec: StrategySpec): StrategyDefinition {
  return {
    spec,
    warmupBars: () => 0,
    create: () => {
      throw new InvariantError(`${spec.id} runs in a process of its own`);
    },
  };
}

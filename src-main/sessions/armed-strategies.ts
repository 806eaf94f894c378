import { type ArmedStrategy, heldAs } from '../../src-shared/domain/arming.ts';
import type { InstrumentSpec } from '../../src-shared/domain/instrument.ts';
import type { StrategyRecord } from '../ports/ledger.ts';
import type { LiveSpec } from './live-types.ts';

/** Everything that a session with an account would run: what goes on from an earlier one as it was placed there, then what is new. */
export function armedStrategies(
  { placements, own = [] }: Pick<LiveSpec, 'placements' | 'own'>,
  running: readonly StrategyRecord[],
  specs: readonly InstrumentSpec[],
): readonly ArmedStrategy[] {
  const hashes = new Map(own.map(({ definition, hash }) => [definition.spec.id, hash]));
  const hashOf = (strategy: string): string | null => hashes.get(strategy) ?? null;
  const going = running.map(({ instance, strategy, instrument, timeframe, parameters, ways }) => ({
    ...{ instance, strategy, instrument, timeframe, parameters, hash: hashOf(strategy) },
    ...heldAs(
      specs.find(({ id }) => id === instrument),
      ways,
    ),
  }));
  const known = new Set<string>(going.map(({ instance }) => instance));
  const placed = placements
    .filter(({ instance }) => !known.has(instance))
    .map(({ instance, strategy, instrument, timeframe, parameters, ways }) => ({
      ...{ instance, strategy, instrument: specs[instrument]?.id ?? '', timeframe, parameters, hash: hashOf(strategy) },
      ...heldAs(specs[instrument], ways),
    }));
  return [...going, ...placed];
}

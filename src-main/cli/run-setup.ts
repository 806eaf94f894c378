import { CONSERVATIVE, type CostProfile, IDEAL } from '../../src-shared/domain/costs.ts';
import { DEFAULT_LIMITS, NO_LIMITS, type RiskLimits } from '../../src-shared/domain/limits.ts';
import { venueFees } from '../../src-shared/domain/venue-fees.ts';
import type { StrategyParameters } from '../../src-shared/domain/strategy-spec.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import { invariant, unwrap } from '../../src-shared/kernel/result.ts';
import { completeParameters } from '../core/strategies/parameters.ts';
import type { StrategyDefinition } from '../core/strategies/strategy.ts';
import { suggestion } from '../../src-shared/kernel/closest.ts';
import { type OptionValues, wrongValue } from './option-values.ts';
import {
  COSTS,
  FEE_BPS,
  IMPACT,
  LATENCY_MS,
  MAKER_FEE_BPS,
  PARAM,
  PARTICIPATION,
  SLIPPAGE_BPS,
  SLIPPAGE_DEVIATIONS,
  SPREAD_BPS,
  TAKER_FEE_BPS,
  VOLUME_30D,
} from './run-options.ts';

/** The strategy of a name. Fails with `strategy.unknown`. */
export function strategyNamed(name: string, strategies: readonly StrategyDefinition[]): StrategyDefinition {
  const found = strategies.find((definition) => definition.spec.id === name);
  if (found) return found;
  const names = strategies.map((definition) => definition.spec.id);
  throw new Fault('strategy.unknown', { strategy: name, suggestion: suggestion(name, names, `Built in are ${names.join(', ')}.`) });
}

/** Every parameter of a strategy: as given, else its default. Fails with `strategy.parameter`. */
export function parametersOf(definition: StrategyDefinition, values: OptionValues): StrategyParameters {
  const given = new Map<string, number>();
  for (const { name, value } of values.all(PARAM)) {
    if (given.has(name)) throw wrongValue(PARAM, `${name} is given twice; give it once.`);
    given.set(name, value);
  }
  return unwrap(completeParameters(definition, Object.fromEntries(given)));
}

/** The cost profile of a call: the named one with whatever single costs were given. */
export function costsOf(values: OptionValues): CostProfile {
  const base = profileOf(values);
  const fee = values.given(FEE_BPS);
  const spread = values.given(SPREAD_BPS);
  return {
    name: base.name,
    takerFeeBps: values.given(TAKER_FEE_BPS) ?? fee ?? base.takerFeeBps,
    makerFeeBps: values.given(MAKER_FEE_BPS) ?? fee ?? base.makerFeeBps,
    halfSpreadBps: spread === undefined ? base.halfSpreadBps : spread / 2,
    slippageBps: values.given(SLIPPAGE_BPS) ?? base.slippageBps,
    slippageDeviations: values.given(SLIPPAGE_DEVIATIONS) ?? base.slippageDeviations ?? 0,
    impact: values.given(IMPACT) ?? base.impact,
    participation: values.given(PARTICIPATION) ?? base.participation,
    latencyMs: values.given(LATENCY_MS) ?? base.latencyMs,
  };
}

function profileOf(values: OptionValues): CostProfile {
  const costs = values.given(COSTS) ?? { kind: 'conservative' };
  const volume = values.given(VOLUME_30D);
  if (costs.kind !== 'venue') {
    if (volume !== undefined) throw wrongValue(VOLUME_30D, 'decides a fee tier only with --costs venue:ID.');
    return costs.kind === 'ideal' ? IDEAL : CONSERVATIVE;
  }
  const fees = venueFees(costs.id, volume ?? 0);
  invariant(fees !== null, 'the option takes venues of the table, whose first tier begins at nothing');
  const { tier } = fees;
  return { ...CONSERVATIVE, name: `venue:${costs.id}`, takerFeeBps: tier.takerBps, makerFeeBps: tier.makerBps };
}

/** The limits of a word. */
export function limitsNamed(word: 'none' | 'default'): RiskLimits {
  return word === 'none' ? NO_LIMITS : DEFAULT_LIMITS;
}

import { CONSERVATIVE, type CostProfile, IDEAL } from '../../src-shared/domain/costs.ts';
import { DEFAULT_LIMITS, NO_LIMITS, type RiskLimits } from '../../src-shared/domain/limits.ts';
import type { StrategyParameters, StrategySpec } from '../../src-shared/domain/strategy-spec.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import type { StrategyDefinition } from '../core/strategies/strategy.ts';
import { suggestion } from './closest.ts';
import type { OptionValues } from './option-values.ts';
import { COSTS, FEE_BPS, IMPACT, LATENCY_MS, PARAM, PARTICIPATION, SLIPPAGE_BPS, SPREAD_BPS } from './run-options.ts';

/** The strategy of a name. Fails with `strategy.unknown`. */
export function strategyNamed(name: string, strategies: readonly StrategyDefinition[]): StrategyDefinition {
  const found = strategies.find((definition) => definition.spec.id === name);
  if (found) return found;
  const names = strategies.map((definition) => definition.spec.id);
  throw new Fault('strategy.unknown', { strategy: name, suggestion: suggestion(name, names, `Built in are ${names.join(', ')}.`) });
}

/** Every parameter of a strategy: as given, else its default. Fails with `strategy.parameter`. */
export function parametersOf(spec: StrategySpec, values: OptionValues): StrategyParameters {
  const given = new Map<string, number>();
  const names = spec.parameters.map((parameter) => parameter.name);
  const wrong = (parameter: string, problem: string): Fault => new Fault('strategy.parameter', { parameter, strategy: spec.id, problem });
  for (const { name, value } of values.all(PARAM)) {
    const parameter = spec.parameters.find((known) => known.name === name);
    if (!parameter)
      throw wrong(
        name,
        `there is no such parameter. ${suggestion(name, names, names.length > 0 ? `It has ${names.join(', ')}.` : 'It has none.')}`,
      );
    if (given.has(name)) throw wrong(name, 'is given twice; give it once.');
    if (parameter.integer && !Number.isInteger(value)) throw wrong(name, `${value} is not a whole number.`);
    if (value < parameter.min || value > parameter.max) throw wrong(name, `${value} is not from ${parameter.min} to ${parameter.max}.`);
    given.set(name, value);
  }
  return Object.fromEntries(spec.parameters.map((parameter) => [parameter.name, given.get(parameter.name) ?? parameter.default]));
}

/** The cost profile of a call: the named one with whatever single costs were given. */
export function costsOf(values: OptionValues): CostProfile {
  const base = values.given(COSTS) === 'ideal' ? IDEAL : CONSERVATIVE;
  const fee = values.given(FEE_BPS);
  const spread = values.given(SPREAD_BPS);
  return {
    name: base.name,
    takerFeeBps: fee ?? base.takerFeeBps,
    makerFeeBps: fee ?? base.makerFeeBps,
    halfSpreadBps: spread === undefined ? base.halfSpreadBps : spread / 2,
    slippageBps: values.given(SLIPPAGE_BPS) ?? base.slippageBps,
    impact: values.given(IMPACT) ?? base.impact,
    participation: values.given(PARTICIPATION) ?? base.participation,
    latencyMs: values.given(LATENCY_MS) ?? base.latencyMs,
  };
}

/** The limits of a word. */
export function limitsNamed(word: 'none' | 'default'): RiskLimits {
  return word === 'none' ? NO_LIMITS : DEFAULT_LIMITS;
}

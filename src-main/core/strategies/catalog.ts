import type { StrategyParameters } from '../../../src-shared/domain/strategy-spec.ts';
import { err, type Result } from '../../../src-shared/kernel/result.ts';
import { BOLLINGER_REVERSION } from './bollinger-reversion.ts';
import { BUY_AND_HOLD } from './buy-and-hold.ts';
import { CHANDELIER_TREND } from './chandelier-trend.ts';
import { DCA } from './dca.ts';
import { DONCHIAN_BREAKOUT } from './donchian-breakout.ts';
import { FUNDING_CARRY } from './funding-carry.ts';
import { GRID } from './grid.ts';
import { KELTNER_BREAKOUT } from './keltner-breakout.ts';
import { MACD_TREND } from './macd-trend.ts';
import { MOMENTUM } from './momentum.ts';
import { PAIRS } from './pairs.ts';
import { completeParameters, suggestion } from './parameters.ts';
import { RSI_REVERSION } from './rsi-reversion.ts';
import { SMA_CROSS } from './sma-cross.ts';
import type { StrategyDefinition } from './strategy.ts';
import { VOLATILITY_TARGET } from './volatility-target.ts';

/** Every built-in strategy of spot, in the order in which the gallery lists them. */
export const STRATEGIES: readonly StrategyDefinition[] = [
  SMA_CROSS,
  MACD_TREND,
  CHANDELIER_TREND,
  MOMENTUM,
  DONCHIAN_BREAKOUT,
  KELTNER_BREAKOUT,
  RSI_REVERSION,
  BOLLINGER_REVERSION,
  GRID,
  VOLATILITY_TARGET,
  DCA,
  BUY_AND_HOLD,
];

/** Those that trade perpetuals alone. */
export const CONTRACT_STRATEGIES: readonly StrategyDefinition[] = [FUNDING_CARRY, PAIRS];

/** Every built-in strategy, whatever it trades. */
export const BUILT_IN: readonly StrategyDefinition[] = [...STRATEGIES, ...CONTRACT_STRATEGIES];

/** The strategy of an id, or undefined. */
export function findStrategy(id: string): StrategyDefinition | undefined {
  return BUILT_IN.find(({ spec }) => spec.id === id);
}

/** A strategy of spot with complete, checked parameters. Fails with `strategy.unknown` and a suggestion, or `strategy.parameter`. */
export function chooseStrategy(
  id: string,
  given: StrategyParameters,
): Result<{ readonly definition: StrategyDefinition; readonly parameters: StrategyParameters }> {
  const definition = STRATEGIES.find(({ spec }) => spec.id === id);
  if (definition === undefined) {
    return err('strategy.unknown', {
      strategy: id,
      suggestion: suggestion(
        id,
        STRATEGIES.map(({ spec }) => spec.id),
      ),
    });
  }
  const parameters = completeParameters(definition, given);
  return parameters.ok ? { ok: true, value: { definition, parameters: parameters.value } } : parameters;
}

import type { CandleColumns } from '../candle.ts';
import { ADX } from './adx.ts';
import { ALMA } from './alma.ts';
import { AROON } from './aroon.ts';
import { ATR, KELTNER } from './atr.ts';
import { BOLLINGER } from './bollinger.ts';
import { CCI } from './cci.ts';
import { CHOPPINESS } from './choppiness.ts';
import { CMO } from './cmo.ts';
import { CONNORS_RSI } from './connors-rsi.ts';
import { DEMA, TEMA } from './dema.ts';
import { DONCHIAN } from './donchian.ts';
import { EMA } from './ema.ts';
import { HURST } from './hurst.ts';
import { ICHIMOKU } from './ichimoku.ts';
import type { BarIndicator, IndicatorDefinition, IndicatorParameters } from './indicator.ts';
import { KAMA } from './kama.ts';
import { MACD } from './macd.ts';
import { ADL, CMF } from './money-flow.ts';
import { PARABOLIC } from './parabolic.ts';
import { PIVOTS } from './pivots.ts';
import { PPO } from './ppo.ts';
import { ROC } from './roc.ts';
import { RSI } from './rsi.ts';
import { SMA } from './sma.ts';
import { STDEV } from './stdev.ts';
import { STOCH_RSI } from './stoch-rsi.ts';
import { STOCHASTIC, WILLIAMS_R } from './stochastic.ts';
import { SUPERTREND } from './supertrend.ts';
import { T3 } from './t3.ts';
import { TSI } from './tsi.ts';
import { ULCER } from './ulcer.ts';
import { ULTIMATE } from './ultimate.ts';
import { MFI, OBV } from './volume-flow.ts';
import { VORTEX } from './vortex.ts';
import { VWAP } from './vwap.ts';
import { VWMA } from './vwma.ts';
import { HMA, WMA } from './wma.ts';
import { ZIGZAG } from './zigzag.ts';

/** Every indicator, in the order in which menus list them. */
export const INDICATORS: readonly IndicatorDefinition[] = [
  SMA,
  EMA,
  WMA,
  DEMA,
  TEMA,
  HMA,
  KAMA,
  VWMA,
  T3,
  ALMA,
  VWAP,
  BOLLINGER,
  KELTNER,
  DONCHIAN,
  PIVOTS,
  ICHIMOKU,
  PARABOLIC,
  SUPERTREND,
  ZIGZAG,
  RSI,
  CONNORS_RSI,
  MACD,
  PPO,
  STOCHASTIC,
  STOCH_RSI,
  WILLIAMS_R,
  CCI,
  CMO,
  TSI,
  ULTIMATE,
  ROC,
  ATR,
  STDEV,
  ULCER,
  CHOPPINESS,
  ADX,
  AROON,
  VORTEX,
  HURST,
  OBV,
  MFI,
  ADL,
  CMF,
];

/** The indicator of an id, or undefined. */
export function indicatorOf(id: string): IndicatorDefinition | undefined {
  return INDICATORS.find((definition) => definition.id === id);
}

/** The presets of an indicator's parameters. */
export function presetsOf({ parameters }: IndicatorDefinition): IndicatorParameters {
  return Object.fromEntries(parameters.map(({ name, default: preset }) => [name, preset]));
}

/**
 * The last indicator of each kind. While none of a kind is alive the runtime forgets its shape whenever it collects garbage, and with the shape the fast code for it:
 * the next column would take ten times as long.
 */
const lastOf = new Map<string, BarIndicator>();

/** An indicator over bars: a column of equal length for each of its outputs; NaN where it was not warm. */
export function indicatorColumns(
  definition: IndicatorDefinition,
  parameters: IndicatorParameters,
  columns: CandleColumns,
): readonly Float64Array[] {
  const indicator = definition.make(parameters);
  const { values } = indicator;
  lastOf.set(definition.id, indicator);
  // Fresh memory is gone through once in order: that costs less than to meet it piece by piece in several columns at a time.
  const out = definition.outputs.map(() => new Float64Array(columns.length).fill(Number.NaN));
  if (indicator.fill !== undefined) {
    indicator.fill(columns, out);
    return out;
  }
  for (let row = 0; row < columns.length; row += 1) {
    indicator.update(columns, row);
    for (let i = 0; i < out.length; i += 1) out[i]![row] = values[i]!;
  }
  return out;
}

/** What is wrong with a value of a parameter, as the rest of a sentence; null when nothing is. */
export function parameterProblem(definition: IndicatorDefinition, parameters: IndicatorParameters): string | null {
  for (const { name, label, min, max, decimals } of definition.parameters) {
    const value = parameters[name];
    const fits = value !== undefined && Number.isFinite(value) && value >= min && value <= max && Number(value.toFixed(decimals)) === value;
    if (!fits) return `${label}: a ${decimals === 0 ? 'whole ' : ''}number from ${String(min)} to ${String(max)}.`;
  }
  return null;
}

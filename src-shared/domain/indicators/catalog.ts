import type { IndicatorDefinition, IndicatorParameters } from './indicator.ts';
import { SMA } from './sma.ts';

/** Every indicator, in the order in which menus list them. */
export const INDICATORS: readonly IndicatorDefinition[] = [SMA];

/** The indicator of an id, or undefined. */
export function indicatorOf(id: string): IndicatorDefinition | undefined {
  return INDICATORS.find((definition) => definition.id === id);
}

/** An indicator over a column of values, as a column of equal length; NaN where it was not warm. */
export function indicatorColumn(definition: IndicatorDefinition, parameters: IndicatorParameters, values: Float64Array): Float64Array {
  const indicator = definition.make(parameters);
  const column = new Float64Array(values.length);
  for (let i = 0; i < values.length; i += 1) column[i] = indicator.update(values[i]!);
  return column;
}

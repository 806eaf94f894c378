import { indicatorColumn, indicatorOf } from '../../../src-shared/domain/indicators/catalog.ts';
import type { ShownIndicator } from './chart-settings.ts';

/** Bars before the newest that its value is formed from anew at each tick; a longer window takes twice its length. */
const WARM_UP = 600;

/** The title of an indicator with its parameters, "SMA 20". */
export function indicatorTitle({ indicator, parameters }: ShownIndicator): string {
  return indicatorOf(indicator)?.title(parameters) ?? indicator;
}

/** The indicator over all closes; NaN where it is not warm. Unknown indicators have no values. */
export function indicatorValues({ indicator, parameters }: ShownIndicator, closes: Float64Array): Float64Array {
  const definition = indicatorOf(indicator);
  return definition ? indicatorColumn(definition, parameters, closes) : new Float64Array(closes.length).fill(NaN);
}

/** The indicator's value at one bar, from the bars before it that matter. */
export function indicatorAt(shown: ShownIndicator, closes: Float64Array, at: number): number {
  const longest = Math.max(0, ...Object.values(shown.parameters));
  const from = Math.max(0, at + 1 - Math.max(WARM_UP, 2 * longest));
  return indicatorValues(shown, closes.subarray(from, at + 1)).at(-1) ?? NaN;
}

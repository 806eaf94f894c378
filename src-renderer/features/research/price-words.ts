import type { RunReportView } from '../../../src-shared/contract/research.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../src-shared/kernel/time.ts';
import type { Format } from '../../format/format.ts';
import { isoUtc } from '../../format/times.ts';
import { PRICE_SENTENCES as SAY } from './price-sentences.ts';

/** Digits of an instrument's prices. */
export function tickDecimals({ assumptions: { tick } }: Pick<RunReportView, 'assumptions'>): number {
  const point = tick.indexOf('.');
  return point < 0 ? 0 : tick.length - point - 1;
}

/** A price of a run with all its digits. */
export function priceText(value: number | string, view: Pick<RunReportView, 'assumptions'>, format: Format): string {
  return format.price(value, tickDecimals(view));
}

/** An instant, UTC: to the minute, and to the second within one. */
export function minuteText(time: number): string {
  const text = isoUtc(time).slice(0, 19).replace('T', ' ');
  return text.endsWith(':00') ? text.slice(0, 16) : text;
}

/** How long a bar is, `4 h`. */
export function barText(barMs: number): string {
  if (barMs % DAY_MS === 0) return SAY.barLength(barMs / DAY_MS, 'd');
  if (barMs % HOUR_MS === 0) return SAY.barLength(barMs / HOUR_MS, 'h');
  return barMs % MINUTE_MS === 0 ? SAY.barLength(barMs / MINUTE_MS, 'min') : SAY.barLength(barMs / SECOND_MS, 's');
}

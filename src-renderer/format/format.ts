import * as figures from './figures.ts';
import type { Figure, Purpose, SignedText, SplitText } from './figures.ts';
import type { NumberStyle } from './number-style.ts';
import { parseAmount } from './parse-amount.ts';
import * as times from './times.ts';
import type { Instant, Zone } from './times.ts';

/** Every rule for showing figures, bound to the chosen separators and zone. Panels get theirs from `useFormat()`. */
export interface Format {
  readonly style: NumberStyle;
  readonly zone: Zone;
  price(value: Figure, decimals: number): string;
  quantity(value: Figure, decimals: number, purpose?: Purpose): SplitText;
  plainQuantity(value: Figure, decimals: number, purpose?: Purpose): string;
  quoteMoney(value: Figure, purpose?: Purpose): string;
  compact(value: Figure): string;
  change(value: Figure, decimals: number): SignedText;
  percent(share: Figure): string;
  signedPercent(share: Figure): SignedText;
  basisPoints(value: Figure): string;
  riskMultiple(value: Figure): SignedText;
  ratio(value: Figure): string;
  count(value: Figure): string;
  timeOfDay(time: Instant): string;
  timeOfTrade(time: Instant): string;
  timeOrDate(time: Instant, now: number): string;
  calendarDay(time: Instant): string;
  parseAmount(typed: string): string | undefined;
}

/** The rules bound to separators and a zone; ages, countdowns and exports depend on neither and are plain functions of `times.ts` and `figures.ts`. */
export function createFormat(style: NumberStyle, zone: Zone): Format {
  return {
    style,
    zone,
    price: (value, decimals) => figures.price(value, decimals, style),
    quantity: (value, decimals, purpose) => figures.quantity(value, decimals, style, purpose),
    plainQuantity: (value, decimals, purpose) => figures.plainQuantity(value, decimals, style, purpose),
    quoteMoney: (value, purpose) => figures.quoteMoney(value, style, purpose),
    compact: (value) => figures.compact(value, style),
    change: (value, decimals) => figures.change(value, decimals, style),
    percent: (share) => figures.percent(share, style),
    signedPercent: (share) => figures.signedPercent(share, style),
    basisPoints: (value) => figures.basisPoints(value, style),
    riskMultiple: (value) => figures.riskMultiple(value, style),
    ratio: (value) => figures.ratio(value, style),
    count: (value) => figures.count(value, style),
    timeOfDay: (time) => times.timeOfDay(time, zone),
    timeOfTrade: (time) => times.timeOfTrade(time, zone),
    timeOrDate: (time, now) => times.timeOrDate(time, now, zone),
    calendarDay: (time) => times.calendarDay(time, zone),
    parseAmount: (typed) => parseAmount(typed, style),
  };
}

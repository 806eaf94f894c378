import { Decimal } from '../../src-shared/kernel/decimal.ts';
import type { Rounding } from '../../src-shared/kernel/decimal.ts';
import { withMarks } from './number-style.ts';
import type { NumberStyle } from './number-style.ts';

/** What stands where a figure is not known. */
export const UNKNOWN = '—';
/** The true minus. */
export const MINUS = '−';

/** A sentence of main, which writes as a terminal does, with true minus signs; dates keep their hyphens. */
export function withTrueMinus(sentence: string): string {
  return sentence.replaceAll(/(?<![\w-])-(?=\d)/gu, MINUS);
}

/** Money as decimal text, a drawing figure as a number; nothing, NaN and Infinity are unknown. */
export type Figure = string | number | Decimal | null | undefined;

/** A figure that may be used up (rounds down), that will be charged (rounds up), or any other. */
export type Purpose = 'spendable' | 'cost' | 'booked';

/** -1, 0 or 1: which way a shown figure points; 0 for unknown too. */
export type Direction = -1 | 0 | 1;

/** Text and direction of a figure that carries its sign. */
export interface SignedText {
  readonly text: string;
  readonly direction: Direction;
}

/** A quantity split before its trailing zeros, which stand in `text3`. */
export interface SplitText {
  readonly head: string;
  readonly tail: string;
}

const ROUNDING: Readonly<Record<Purpose, Rounding>> = { spendable: 'floor', cost: 'ceil', booked: 'half-away' };
const NUMERIC = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/u;
const MAX_QUANTITY_DECIMALS = 8;

/** The figure as an exact decimal, or nothing when it is unknown. */
export function toDecimal(value: Figure): Decimal | undefined {
  if (value === null || value === undefined) return undefined;
  if (value instanceof Decimal) return value;
  if (typeof value === 'number') return Number.isFinite(value) ? Decimal.fromNumber(value) : undefined;
  return NUMERIC.test(value) ? Decimal.parse(value) : undefined;
}

function signed(value: Decimal, decimals: number, style: NumberStyle): SignedText {
  const rounded = value.quantize(decimals, 'half-away');
  const digits = withMarks(rounded.abs().toFixed(), style);
  const direction = rounded.sign();
  return { text: direction === 0 ? digits : `${direction < 0 ? MINUS : '+'}${digits}`, direction };
}

function unsigned(value: Decimal, decimals: number, rounding: Rounding, style: NumberStyle): string {
  const rounded = value.quantize(decimals, rounding);
  return `${rounded.sign() < 0 ? MINUS : ''}${withMarks(rounded.abs().toFixed(), style)}`;
}

/** A price with exactly the tick's decimals: `104,231.50`. */
export function price(value: Figure, decimals: number, style: NumberStyle): string {
  const exact = toDecimal(value);
  return exact === undefined ? UNKNOWN : unsigned(exact, decimals, 'half-away', style);
}

/** A quantity with the lot's decimals (8 at most), split before its trailing zeros: `0.05` + `000`, `24` + `.00`. */
export function quantity(value: Figure, decimals: number, style: NumberStyle, purpose: Purpose = 'booked'): SplitText {
  const exact = toDecimal(value);
  if (exact === undefined) return { head: UNKNOWN, tail: '' };
  const text = unsigned(exact, Math.min(decimals, MAX_QUANTITY_DECIMALS), ROUNDING[purpose], style);
  const point = text.lastIndexOf(style.decimal);
  if (decimals === 0 || point < 0) return { head: text, tail: '' };
  let end = text.length;
  while (end > point + 1 && text[end - 1] === '0') end -= 1;
  if (end === point + 1) end = point;
  return { head: text.slice(0, end), tail: text.slice(end) };
}

/** A quantity in a sentence: no trailing zeros, `0.05`. */
export function plainQuantity(value: Figure, decimals: number, style: NumberStyle, purpose: Purpose = 'booked'): string {
  return quantity(value, decimals, style, purpose).head;
}

/** Quote money with two decimals, without unit: `100,412.77`. */
export function quoteMoney(value: Figure, style: NumberStyle, purpose: Purpose = 'booked'): string {
  const exact = toDecimal(value);
  return exact === undefined ? UNKNOWN : unsigned(exact, 2, ROUNDING[purpose], style);
}

/** Three significant figures with K, M or B; for 24 h volume, book totals and axes only: `1.28B`. */
export function compact(value: Figure, style: NumberStyle): string {
  const exact = toDecimal(value);
  if (exact === undefined) return UNKNOWN;
  const units = [
    { suffix: '', power: 0 },
    { suffix: 'K', power: 3 },
    { suffix: 'M', power: 6 },
    { suffix: 'B', power: 9 },
  ];
  for (const { suffix, power } of units) {
    const scaled = exact.abs().mul(Decimal.of(1n, power));
    const rounded = threeFigures(scaled);
    if (suffix === 'B' || rounded.compare(Decimal.of(1000n)) < 0) {
      const sign = exact.sign() < 0 && !rounded.isZero() ? MINUS : '';
      return `${sign}${withMarks(rounded.toFixed(), style)}${suffix}`;
    }
  }
  return UNKNOWN;
}

function threeFigures(value: Decimal): Decimal {
  for (const [limit, decimals] of [
    [1n, 3],
    [10n, 2],
    [100n, 1],
  ] as const) {
    const rounded = value.quantize(decimals, 'half-away');
    if (rounded.compare(Decimal.of(limit)) < 0) return rounded;
  }
  return value.quantize(0, 'half-away');
}

/** A change or P&L: sign always, true minus, zero without sign: `+16.29`, `−76.93`, `0.00`. */
export function change(value: Figure, decimals: number, style: NumberStyle): SignedText {
  const exact = toDecimal(value);
  return exact === undefined ? { text: UNKNOWN, direction: 0 } : signed(exact, decimals, style);
}

function percentDecimals(percent: Decimal): number {
  return percent.abs().compare(Decimal.of(1000n)) >= 0 ? 0 : 2;
}

/** A share of one as percent, two decimals, none from 1,000 %: 0.0124 gives `1.24%`. */
export function percent(share: Figure, style: NumberStyle): string {
  const exact = toDecimal(share)?.mul(Decimal.of(100n));
  return exact === undefined ? UNKNOWN : `${unsigned(exact, percentDecimals(exact), 'half-away', style)}%`;
}

/** A change of a share of one as percent with its sign: `+1.24%`. */
export function signedPercent(share: Figure, style: NumberStyle): SignedText {
  const exact = toDecimal(share)?.mul(Decimal.of(100n));
  if (exact === undefined) return { text: UNKNOWN, direction: 0 };
  const { text, direction } = signed(exact, percentDecimals(exact), style);
  return { text: `${text}%`, direction };
}

/** Basis points, one decimal, with unit: `0.8 bp`. */
export function basisPoints(value: Figure, style: NumberStyle): string {
  const exact = toDecimal(value);
  return exact === undefined ? UNKNOWN : `${unsigned(exact, 1, 'half-away', style)} bp`;
}

/** A multiple of the risk taken, one decimal and sign: `+1.8R`. */
export function riskMultiple(value: Figure, style: NumberStyle): SignedText {
  const exact = toDecimal(value);
  if (exact === undefined) return { text: UNKNOWN, direction: 0 };
  const { text, direction } = signed(exact, 1, style);
  return { text: `${text}R`, direction };
}

/** A ratio such as Sharpe, two decimals: `1.42`. */
export function ratio(value: Figure, style: NumberStyle): string {
  const exact = toDecimal(value);
  return exact === undefined ? UNKNOWN : unsigned(exact, 2, 'half-away', style);
}

/** A whole number, grouped: `20,695`. */
export function count(value: Figure, style: NumberStyle): string {
  const exact = toDecimal(value);
  return exact === undefined ? UNKNOWN : unsigned(exact, 0, 'half-away', style);
}

/** What copying a cell and exports give: full precision, a plain point, no grouping; nothing for unknown. */
export function plainNumber(value: Figure): string {
  return toDecimal(value)?.toString() ?? '';
}

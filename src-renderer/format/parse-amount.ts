import { Decimal } from '../../src-shared/kernel/decimal.ts';
import type { NumberStyle } from './number-style.ts';

const SUFFIX_POWER: Readonly<Record<string, number>> = { k: 3, m: 6 };
const IGNORED = /[\s\u00A0\u202F\u2009'’_]/gu;

function decimalMarkOf(digits: string, style: NumberStyle): '.' | ',' | undefined {
  const comma = digits.lastIndexOf(',');
  const point = digits.lastIndexOf('.');
  if (comma >= 0 && point >= 0) return comma > point ? ',' : '.';
  const mark = comma >= 0 ? ',' : point >= 0 ? '.' : undefined;
  if (mark === undefined) return undefined;
  if (digits.indexOf(mark) !== digits.lastIndexOf(mark)) return undefined;
  if (mark === style.decimal) return mark;
  const grouped = /^[1-9]\d{0,2}[.,]\d{3}$/u.test(digits);
  return grouped ? undefined : mark;
}

/**
 * What a trader typed, as decimal text: takes `,` and `.`, `k` and `m`, pasted spaces and a leading sign.
 * One mark alone is the decimal one unless it is the style's grouping mark before exactly three digits. Nothing when it is no number.
 */
export function parseAmount(typed: string, style: NumberStyle): string | undefined {
  const cleaned = typed.replace(IGNORED, '').replace('−', '-').toLowerCase();
  const match = /^([+-]?)([\d.,]+)([km]?)$/u.exec(cleaned);
  const digits = match?.[2];
  if (digits === undefined || !/\d/u.test(digits)) return undefined;
  const mark = decimalMarkOf(digits, style);
  const at = mark === undefined ? -1 : digits.lastIndexOf(mark);
  const grouped = at < 0 ? digits : digits.slice(0, at);
  if (mark !== undefined && grouped.includes(mark)) return undefined;
  const whole = grouped.replace(/[.,]/gu, '');
  const fraction = at < 0 ? '' : digits.slice(at + 1);
  if (!/^\d*$/u.test(fraction)) return undefined;
  const value = Decimal.parse(`${match?.[1] ?? ''}${whole || '0'}${fraction ? `.${fraction}` : ''}`);
  const power = SUFFIX_POWER[match?.[3] ?? ''] ?? 0;
  return value.mul(Decimal.of(1n, -power)).toString();
}

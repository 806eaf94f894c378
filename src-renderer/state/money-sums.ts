import { Decimal } from '../../src-shared/kernel/decimal.ts';

/** A total as the sum of its lines as shown: each line is rounded to two digits first. Nothing when a line is unknown. */
export function sumShown(values: readonly (Decimal | null)[], decimals = 2): Decimal | null {
  let sum = Decimal.ZERO;
  for (const value of values) {
    if (value === null) return null;
    sum = sum.add(value.quantize(decimals, 'half-away'));
  }
  return sum;
}

/** `part` of `whole` as a fraction with eight digits; nothing where there is no whole. */
export function shareOf(part: Decimal, whole: Decimal): Decimal | null {
  return whole.isZero() ? null : part.divide(whole, 8, 'half-away');
}

/** Digits before the point that a double counts exactly as cents. */
const SAFE_DIGITS = 13;
const ZERO = 48;
const POINT = 46;
const MINUS = 45;

/** Decimal text in cents, half away from zero; undefined where it is too large for that or not plain digits. */
function centsOf(text: string): number | undefined {
  const start = text.charCodeAt(0) === MINUS ? 1 : 0;
  let cents = 0;
  let places = -1;
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === POINT && places < 0) places = 0;
    else if (code < ZERO || code > ZERO + 9) return undefined;
    else if (places < 0) cents = cents * 10 + (code - ZERO);
    else {
      places += 1;
      if (places <= 2) cents = cents * 10 + (code - ZERO);
      else {
        if (places === 3 && code - ZERO >= 5) cents += 1;
        break;
      }
    }
  }
  for (let place = Math.max(0, places); place < 2; place += 1) cents *= 10;
  if (cents >= 10 ** (SAFE_DIGITS + 2)) return undefined;
  return start === 1 ? -cents : cents;
}

/** The same total of decimal texts at two digits; made for a hundred thousand lines. */
export function sumShownTexts(texts: Iterable<string>): Decimal {
  let cents = 0;
  let rest = Decimal.ZERO;
  for (const text of texts) {
    const each = centsOf(text);
    if (each === undefined || !Number.isSafeInteger(cents + each)) rest = rest.add(Decimal.parse(text).quantize(2, 'half-away'));
    else cents += each;
  }
  return rest.add(Decimal.parse(String(cents)).mul(Decimal.parse('0.01')));
}

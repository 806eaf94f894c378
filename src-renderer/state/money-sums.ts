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

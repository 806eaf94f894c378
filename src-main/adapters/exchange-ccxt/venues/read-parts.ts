import * as z from 'zod/mini';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';

/** An amount as venues write it. */
export const AMOUNT = z.string().check(z.regex(/^-?\d+(\.\d+)?$/u));
/** A whole number: the library turns every number of an answer into text where one of them is too long for a double. */
export const WHOLE = z.pipe(z.union([z.number(), z.string().check(z.regex(/^-?\d+$/u))]), z.transform(Number));
/** An id that is a number at the venue. */
export const ID = z.pipe(z.union([z.int(), z.string().check(z.minLength(1))]), z.transform(String));

/** An amount without the noughts at its end. */
export function plain(text: string): string {
  return Decimal.parse(text).toString();
}

/** An amount, or null where the venue writes none as nothing or nought. */
export function plainOrNull(text: string | null | undefined): string | null {
  if (text === null || text === undefined || text === '') return null;
  const amount = Decimal.parse(text);
  return amount.isZero() ? null : amount.toString();
}

/** Sum of amounts. */
export function sumOf(amounts: readonly string[]): Decimal {
  return amounts.reduce((sum, amount) => sum.add(Decimal.parse(amount)), Decimal.ZERO);
}

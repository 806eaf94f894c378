/** Amounts of the venue are whole units of 1e-8, so that every sum and every product of a price and a size on their steps is exact. */
export const UNIT_DIGITS = 8;
/** One coin, or one unit of a quote currency. */
export const ONE = 100_000_000n;

const SYNTAX = /^(\d{1,20})(?:\.(\d{1,20}))?$/u;

/** Units of decimal text; `malformed` where it is none, `too precise` beyond eight digits after the point. */
export function parseUnits(text: string): bigint | 'malformed' | 'too precise' {
  const match = SYNTAX.exec(text);
  if (!match) return 'malformed';
  const fraction = (match[2] ?? '').replace(/0+$/u, '');
  if (fraction.length > UNIT_DIGITS) return 'too precise';
  return BigInt(match[1]! + fraction.padEnd(UNIT_DIGITS, '0'));
}

/** Units of text that is known to be a decimal. */
export function units(text: string): bigint {
  const parsed = parseUnits(text);
  if (typeof parsed === 'string') throw new Error(`${text} is ${parsed}`);
  return parsed;
}

/** Decimal text with eight digits after the point, as the venue writes amounts. */
export function unitsText(amount: bigint): string {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(UNIT_DIGITS + 1, '0');
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -UNIT_DIGITS)}.${digits.slice(-UNIT_DIGITS)}`;
}

/** Product of two amounts, rounded down to a unit; exact where their steps together have at most eight digits. */
export function times(a: bigint, b: bigint): bigint {
  return (a * b) / ONE;
}

/** The largest multiple of `step` that is not above `amount`. */
export function floorTo(amount: bigint, step: bigint): bigint {
  return amount - (amount % step);
}

export function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

export function most(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

/** Units of a double, to the nearest; for prices of a random walk, never for balances. */
export function unitsOfNumber(value: number): bigint {
  return BigInt(Math.round(value * Number(ONE)));
}

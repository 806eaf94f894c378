import { Fault } from './fault.ts';
import { invariant } from './result.ts';
import { doubleOf } from './wide-integers.ts';

/** How `Decimal.quantize` and `Decimal.divide` round what does not fit. */
export type Rounding = 'down' | 'up' | 'floor' | 'ceil' | 'half-away';

const SYNTAX = /^([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$|^([+-]?)\.(\d+)$/u;

const ZERO_DIGIT = 0x30;
const POINT = 0x2e;
/** Powers that money meets; raising anew each time was a third of a fill's cost. */
const POWERS = Array.from({ length: 64 }, (_, n) => 10n ** BigInt(n));
/** The powers of ten that a double holds exactly. */
const EXACT_POWERS = Float64Array.from({ length: 23 }, (_, n) => Number(POWERS[n]));
const MOST_EXACT = BigInt(Number.MAX_SAFE_INTEGER);

/** 10^n for n >= 0, exact. */
function pow10(n: number): bigint {
  return POWERS[n] ?? 10n ** BigInt(n);
}

function roundQuotient(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  invariant(denominator !== 0n, 'division by zero');
  const quotient = numerator / denominator;
  if (rounding === 'down') return quotient;
  const rest = numerator - quotient * denominator;
  if (rest === 0n) return quotient;
  const negative = rest < 0n !== denominator < 0n;
  const away = negative ? quotient - 1n : quotient + 1n;
  switch (rounding) {
    case 'up':
      return away;
    case 'floor':
      return negative ? away : quotient;
    case 'ceil':
      return negative ? quotient : away;
    case 'half-away': {
      const twice = (rest < 0n ? -rest : rest) * 2n;
      return twice >= (denominator < 0n ? -denominator : denominator) ? away : quotient;
    }
  }
}

/**
 * An exact decimal number: `coefficient / 10^scale`. Immutable; every operation except `divide` and `quantize` is exact.
 * Equal numbers may have different scales; `toString` drops trailing zeros, so equal numbers print equally.
 */
export class Decimal {
  static readonly ZERO = new Decimal(0n, 0);
  static readonly ONE = new Decimal(1n, 0);

  /** The digits, with sign. */
  readonly coefficient: bigint;
  /** Digits after the point, 0 or more. */
  readonly scale: number;

  private constructor(coefficient: bigint, scale: number) {
    this.coefficient = coefficient;
    this.scale = scale;
  }

  /** From digits and a scale; a negative scale multiplies. */
  static of(coefficient: bigint, scale = 0): Decimal {
    if (scale < 0) return new Decimal(coefficient * pow10(-scale), 0);
    return new Decimal(coefficient, scale);
  }

  /** From decimal text such as `-12.50` or `1e-8`. Fails with `decimal.syntax`. */
  static parse(text: string): Decimal {
    const match = SYNTAX.exec(text);
    if (!match) throw new Fault('decimal.syntax', { text: text.slice(0, 40) });
    const sign = match[1] ?? match[5] ?? '';
    const whole = match[2] ?? '0';
    const fraction = match[3] ?? match[6] ?? '';
    const digits = BigInt(whole + fraction);
    return Decimal.of(sign === '-' ? -digits : digits, fraction.length - Number(match[4] ?? 0));
  }

  /** From a finite double, by its shortest decimal text (0.1 becomes 0.1). */
  static fromNumber(value: number): Decimal {
    invariant(Number.isFinite(value), 'a decimal needs a finite number');
    return Decimal.parse(String(value));
  }

  add(other: Decimal): Decimal {
    if (this.scale === other.scale) return new Decimal(this.coefficient + other.coefficient, this.scale);
    const scale = Math.max(this.scale, other.scale);
    return new Decimal(this.unitsAt(scale) + other.unitsAt(scale), scale);
  }

  sub(other: Decimal): Decimal {
    if (this.scale === other.scale) return new Decimal(this.coefficient - other.coefficient, this.scale);
    const scale = Math.max(this.scale, other.scale);
    return new Decimal(this.unitsAt(scale) - other.unitsAt(scale), scale);
  }

  mul(other: Decimal): Decimal {
    return new Decimal(this.coefficient * other.coefficient, this.scale + other.scale);
  }

  /** This divided by `other`, rounded at `scale` digits after the point. */
  divide(other: Decimal, scale: number, rounding: Rounding): Decimal {
    const shift = scale + other.scale - this.scale;
    const numerator = shift >= 0 ? this.coefficient * pow10(shift) : this.coefficient;
    const denominator = shift >= 0 ? other.coefficient : other.coefficient * pow10(-shift);
    return new Decimal(roundQuotient(numerator, denominator, rounding), scale);
  }

  /** Rounded to `scale` digits after the point. */
  quantize(scale: number, rounding: Rounding): Decimal {
    if (scale >= this.scale) return new Decimal(this.unitsAt(scale), scale);
    return new Decimal(roundQuotient(this.coefficient, pow10(this.scale - scale), rounding), scale);
  }

  neg(): Decimal {
    return new Decimal(-this.coefficient, this.scale);
  }

  abs(): Decimal {
    return this.coefficient < 0n ? this.neg() : this;
  }

  /** -1, 0 or 1. */
  sign(): -1 | 0 | 1 {
    return this.coefficient === 0n ? 0 : this.coefficient < 0n ? -1 : 1;
  }

  /** -1, 0 or 1 as this is smaller than, equal to or larger than `other`. */
  compare(other: Decimal): -1 | 0 | 1 {
    const scale = Math.max(this.scale, other.scale);
    const a = this.unitsAt(scale);
    const b = other.unitsAt(scale);
    return a === b ? 0 : a < b ? -1 : 1;
  }

  equals(other: Decimal): boolean {
    return this.compare(other) === 0;
  }

  isZero(): boolean {
    return this.coefficient === 0n;
  }

  /** The digits as if the scale were `scale`; the scale must not be smaller than this one's. */
  unitsAt(scale: number): bigint {
    if (scale === this.scale) return this.coefficient;
    invariant(scale > this.scale, 'a decimal cannot lose digits silently');
    return this.coefficient * pow10(scale - this.scale);
  }

  /** The nearest double. For drawing, statistics and limits, never for the ledger. */
  toNumber(): number {
    const { coefficient, scale } = this;
    // A quotient of two exact doubles is rounded once.
    if (scale < EXACT_POWERS.length && coefficient <= MOST_EXACT && coefficient >= -MOST_EXACT)
      return doubleOf(coefficient) / EXACT_POWERS[scale]!;
    return this.toNumberInParts() ?? Number(this.toString());
  }

  /** The nearest double from the whole part and the rest, where an error in the rest cannot change how their sum is rounded; else null. */
  private toNumberInParts(): number | null {
    const { coefficient, scale } = this;
    if (scale >= EXACT_POWERS.length) return null;
    const power = pow10(scale);
    const whole = coefficient / power;
    if (whole > MOST_EXACT || whole < -MOST_EXACT) return null;
    const rest = Number(coefficient - whole * power) / EXACT_POWERS[scale]!;
    // Two roundings: less than this share of the rest.
    const doubt = Math.abs(rest) * 2 ** -51;
    const least = Number(whole) + (rest - doubt);
    return least === Number(whole) + (rest + doubt) ? least : null;
  }

  /** A double near by, without the detour over text: off by two units in the last place at most. For estimates that are made often. */
  toApproximate(): number {
    const { coefficient, scale } = this;
    return doubleOf(coefficient) / (scale < EXACT_POWERS.length ? EXACT_POWERS[scale]! : 10 ** scale);
  }

  /** Exact text without exponent and without trailing zeros; zero is `0`, never `-0`. */
  toString(): string {
    const text = this.toFixed();
    if (this.scale === 0) return text;
    let end = text.length;
    while (text.charCodeAt(end - 1) === ZERO_DIGIT) end -= 1;
    if (text.charCodeAt(end - 1) === POINT) end -= 1;
    return text.slice(0, end);
  }

  /** Exact text with exactly `scale` digits after the point. */
  toFixed(): string {
    const negative = this.coefficient < 0n;
    const digits = (negative ? -this.coefficient : this.coefficient).toString().padStart(this.scale + 1, '0');
    const cut = digits.length - this.scale;
    const text = this.scale === 0 ? digits : `${digits.slice(0, cut)}.${digits.slice(cut)}`;
    return negative ? `-${text}` : text;
  }

  /** Decimal text; so money crosses JSON exactly. */
  toJSON(): string {
    return this.toString();
  }
}

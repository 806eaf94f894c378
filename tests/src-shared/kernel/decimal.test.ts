import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal, type Rounding } from '../../../src-shared/kernel/decimal.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { InvariantError } from '../../../src-shared/kernel/result.ts';

const coefficient = fc.oneof(fc.bigInt({ min: -(10n ** 6n), max: 10n ** 6n }), fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }));
const scale = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 70 }));
const decimals = fc.record({ coefficient, scale }).map((parts) => Decimal.of(parts.coefficient, parts.scale));

/** Both as whole numbers of the same tiny unit: the reference arithmetic is that of whole numbers. */
const UNIT = 200;
const units = (value: Decimal): bigint => value.coefficient * 10n ** BigInt(UNIT - value.scale);

describe('decimal text', () => {
  it.each([
    ['0', '0'],
    ['-0.00', '0'],
    ['+1.50', '1.5'],
    ['.5', '0.5'],
    ['-.05', '-0.05'],
    ['7.', '7'],
    ['1e-8', '0.00000001'],
    ['12.5E+3', '12500'],
    ['100', '100'],
    ['-12.340', '-12.34'],
  ])('reads %s and writes %s', (text, written) => {
    expect(Decimal.parse(text).toString()).toBe(written);
  });

  it.each(['', '.', '-', '1,5', '0x10', '1e', '1e1234', ' 1', 'NaN', 'Infinity', '1.2.3'])('refuses %j', (text) => {
    expect(() => Decimal.parse(text)).toThrow(Fault);
  });

  it('keeps the digits that were asked for in toFixed, and crosses JSON as text', () => {
    expect(Decimal.parse('-1.50').toFixed()).toBe('-1.50');
    expect(Decimal.of(5n, 3).toFixed()).toBe('0.005');
    expect(JSON.stringify({ a: Decimal.parse('2.50') })).toBe('{"a":"2.5"}');
  });

  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(decimals, (value) => Decimal.parse(value.toString()).equals(value) && Decimal.parse(value.toFixed()).equals(value)),
    );
  });
});

describe('exact arithmetic', () => {
  it('is that of whole numbers of a common unit', () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        expect(units(a.add(b))).toBe(units(a) + units(b));
        expect(units(a.sub(b))).toBe(units(a) - units(b));
        expect(units(a.mul(b)) * 10n ** BigInt(UNIT)).toBe(units(a) * units(b));
        expect(a.compare(b)).toBe(units(a) < units(b) ? -1 : units(a) > units(b) ? 1 : 0);
        expect(a.equals(b)).toBe(units(a) === units(b));
      }),
    );
  });

  it('knows signs', () => {
    fc.assert(
      fc.property(decimals, (a) => {
        expect(units(a.neg())).toBe(-units(a));
        expect(units(a.abs())).toBe(units(a) < 0n ? -units(a) : units(a));
        expect(a.sign()).toBe(units(a) < 0n ? -1 : units(a) > 0n ? 1 : 0);
        expect(a.isZero()).toBe(units(a) === 0n);
      }),
    );
  });

  it('multiplies by powers for a negative scale, and never loses digits in silence', () => {
    expect(Decimal.of(12n, -3).toString()).toBe('12000');
    expect(Decimal.of(12n, -80).coefficient).toBe(12n * 10n ** 80n);
    expect(() => Decimal.parse('1.25').unitsAt(1)).toThrow(InvariantError);
    expect(Decimal.parse('1.25').unitsAt(4)).toBe(12_500n);
  });
});

const ROUNDINGS: readonly Rounding[] = ['down', 'up', 'floor', 'ceil', 'half-away'];

/** Whole quotient by the definitions of the roundings, from the floor. */
function quotient(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  const [n, d] = denominator < 0n ? [-numerator, -denominator] : [numerator, denominator];
  const floor = n >= 0n ? n / d : -((-n + d - 1n) / d);
  if (floor * d === n) return floor;
  const negative = n < 0n;
  if (rounding === 'floor') return floor;
  if (rounding === 'ceil') return floor + 1n;
  if (rounding === 'down') return negative ? floor + 1n : floor;
  if (rounding === 'up') return negative ? floor : floor + 1n;
  const twice = 2n * (n - floor * d);
  return twice === d ? (negative ? floor : floor + 1n) : twice > d ? floor + 1n : floor;
}

describe('rounding', () => {
  it.each(ROUNDINGS)('divides %s as defined', (rounding) => {
    fc.assert(
      fc.property(decimals, decimals, fc.integer({ min: 0, max: 30 }), (a, b, digits) => {
        if (b.isZero()) return;
        const expected = quotient(units(a) * 10n ** BigInt(digits), units(b), rounding);
        expect(a.divide(b, digits, rounding).coefficient).toBe(expected);
      }),
    );
  });

  it.each(ROUNDINGS)('quantizes %s as defined', (rounding) => {
    fc.assert(
      fc.property(decimals, fc.integer({ min: 0, max: 40 }), (a, digits) => {
        expect(a.quantize(digits, rounding).coefficient).toBe(quotient(units(a), 10n ** BigInt(UNIT - digits), rounding));
      }),
    );
  });

  it('refuses to divide by zero', () => {
    expect(() => Decimal.ONE.divide(Decimal.ZERO, 2, 'down')).toThrow('zero');
  });
});

describe('doubles', () => {
  // Money is mostly a number of dollars with a long tail: the ways that avoid text must agree with text there most of all.
  const money = fc.record({ coefficient: fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), scale: fc.integer({ min: 0, max: 24 }) });

  it('are the nearest, as the language reads the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          decimals,
          money.map((parts) => Decimal.of(parts.coefficient, parts.scale)),
        ),
        (a) => Object.is(a.toNumber(), Number(a.toString())),
      ),
      {
        numRuns: 5_000,
      },
    );
  });

  it('are the nearest beside the middle between two doubles', () => {
    const beside = fc.record({
      whole: fc.integer({ min: 1, max: 2 ** 30 }),
      bits: fc.integer({ min: 20, max: 22 }),
      off: fc.integer({ min: -3, max: 3 }),
      more: fc.integer({ min: 0, max: 4 }),
    });
    fc.assert(
      fc.property(beside, ({ whole, bits, off, more }) => {
        // A whole number with an odd bit below the last that a double of its size has.
        const step = 2 ** (Math.floor(Math.log2(whole)) - 53);
        if (step < 2 ** -bits) return;
        const middle = Decimal.fromNumber(whole).add(Decimal.of(BigInt(Math.round(step * 2 ** 53)) * 5n ** 53n, 53));
        const value = middle
          .quantize(22, 'down')
          .add(Decimal.of(BigInt(off), 22))
          .quantize(22 - more, 'half-away');
        expect(value.toNumber()).toBe(Number(value.toString()));
      }),
      { numRuns: 2_000 },
    );
  });

  it('come near without text, within two units in the last place', () => {
    fc.assert(
      fc.property(decimals, (a) => {
        const exact = Number(a.toString());
        expect(Math.abs(a.toApproximate() - exact)).toBeLessThanOrEqual(Math.abs(exact) * 2 ** -51);
      }),
    );
  });

  it('become decimals by their shortest text', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Decimal.fromNumber(value).toNumber()).toBe(value === 0 ? 0 : value);
      }),
    );
    expect(Decimal.fromNumber(0.1).toString()).toBe('0.1');
    expect(() => Decimal.fromNumber(Number.NaN)).toThrow(InvariantError);
  });
});

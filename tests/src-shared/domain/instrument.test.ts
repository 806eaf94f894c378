import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Instrument } from '../../../src-shared/domain/instrument.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { InvariantError } from '../../../src-shared/kernel/result.ts';
import { spec } from '../../src-main/core/risk/desk-of-one.ts';

const WEI = '0.000000000000000001';
const KINDS = [
  spec('BTC', { tick: '0.01', engineLot: '0.00000001' }),
  spec('SHIB', { tick: '0.00000001', engineLot: '1' }),
  spec('IDR', { tick: '1000', engineLot: '0.00000001' }),
  spec('WEI', { tick: WEI, engineLot: WEI }),
  spec('ODD', { tick: '0.25', engineLot: '0.3', multiplier: '5' }),
].map((each, index) => new Instrument(each, index));

const kinds = fc.constantFrom(...KINDS);
const ticks = fc.oneof(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }));
const lots = fc.oneof(fc.integer({ min: -1_000, max: 1_000 }), fc.integer({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }));

/** Value of one lot at one tick by the texts of the specification. */
function unitOf({ spec: { tick, engineLot, multiplier } }: Instrument): Decimal {
  return Decimal.parse(tick).mul(Decimal.parse(engineLot)).mul(Decimal.parse(multiplier));
}

describe('an instrument', () => {
  it('values lots at ticks exactly, beyond what a double could hold', () => {
    fc.assert(
      fc.property(kinds, ticks, lots, (instrument, price, size) => {
        const expected = unitOf(instrument).mul(Decimal.of(BigInt(price) * BigInt(size)));
        expect(instrument.notional(price, size).equals(expected)).toBe(true);
        expect(instrument.approximateNotional(price, size)).toBeCloseTo(
          expected.toNumber(),
          -Math.log10(Math.max(1e-30, expected.abs().toNumber())) + 9,
        );
      }),
    );
  });

  it('sizes exactly', () => {
    fc.assert(
      fc.property(kinds, lots, (instrument, size) => {
        const exact = Decimal.parse(instrument.spec.engineLot).mul(Decimal.of(BigInt(size)));
        expect(instrument.sizeOf(size).equals(exact)).toBe(true);
        expect(instrument.lotsOf(exact)).toBe(size === 0 ? 0 : size);
        if (size >= 0) expect(instrument.lotsWithin(exact)).toBe(size === 0 ? 0 : size);
      }),
    );
  });

  it('buys with an amount as many lots as it pays for with the fee, and not one more', () => {
    const amounts = fc.record({ digits: fc.bigInt({ min: 0n, max: 10n ** 18n }), scale: fc.integer({ min: 0, max: 24 }) });
    const rates = fc.constantFrom('0', '0.001', '0.0008', '0.00075', '-0.0001', '0.0123456789');
    fc.assert(
      fc.property(kinds, ticks, amounts, rates, (instrument, price, { digits, scale }, rate) => {
        const amount = Decimal.of(digits, scale);
        const perLot = unitOf(instrument)
          .mul(Decimal.of(BigInt(price)))
          .mul(Decimal.ONE.add(Decimal.parse(rate)));
        const bought = instrument.lotsForAmount(amount, price, Decimal.parse(rate));
        if (!Number.isSafeInteger(bought)) return;
        expect(perLot.mul(Decimal.of(BigInt(bought))).compare(amount)).toBeLessThanOrEqual(0);
        expect(perLot.mul(Decimal.of(BigInt(bought) + 1n)).compare(amount)).toBe(1);
      }),
      { numRuns: 3_000 },
    );
  });

  it('buys exactly what an amount was made for, at the very edge', () => {
    fc.assert(
      fc.property(
        kinds,
        fc.integer({ min: 1, max: 10_000_000 }),
        fc.integer({ min: 1, max: 100_000_000_000 }),
        (instrument, price, size) => {
          const rate = Decimal.parse('0.001');
          const amount = instrument.notional(price, size).mul(Decimal.ONE.add(rate));
          const less = amount.sub(Decimal.of(1n, 60));
          expect(instrument.lotsForAmount(amount, price, rate)).toBe(size);
          expect(instrument.lotsForAmount(less, price, rate)).toBe(size - 1);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('says whether an order is worth less than its minimum, exactly', () => {
    const tight = new Instrument(spec('BTC', { minNotional: '10' }), 0);
    expect([tight.isBelowMinimum(1_000, 99_999), tight.isBelowMinimum(1_000, 100_000), tight.isBelowMinimum(1_000, 1_000_000)]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('converts prices to the nearest tick and back to their decimal', () => {
    expect(KINDS[0]!.toTicks(104_231.005)).toBe(10_423_101);
    expect(KINDS[0]!.toPrice(10_423_101)).toBe(104_231.01);
    expect(KINDS[2]!.toTicks(1_500_499)).toBe(1_500);
    expect([KINDS[0]!.priceText(10_423_150), KINDS[0]!.sizeText(5_000)]).toEqual(['104231.50', '0.00005000']);
    expect(KINDS[0]!.ticksOf(Decimal.parse('1.005'))).toBeNull();
    expect(KINDS[0]!.lotsOf(Decimal.of(10n ** 30n))).toBeNull();
    expect(KINDS[0]!.lotsWithin(Decimal.parse('0.000000019'))).toBe(1);
  });

  it('takes whole ticks and lots only', () => {
    for (const wrong of [0.5, Number.NaN, 2 ** 53]) {
      expect(() => KINDS[0]!.notional(wrong, 1)).toThrow(InvariantError);
      expect(() => KINDS[0]!.notional(1, wrong)).toThrow(InvariantError);
      expect(() => KINDS[0]!.sizeOf(wrong)).toThrow(InvariantError);
      expect(() => KINDS[0]!.priceOf(wrong)).toThrow(InvariantError);
    }
    expect(() => new Instrument(spec('BTC', { tick: '0' }), 0)).toThrow('positive');
  });
});

describe('prices of five figures', () => {
  /** Thousandths at the finest, as of a coin whose sizes have five digits where both have eight together. */
  const instrument = new Instrument(spec('UBTC', { tick: '0.001', engineLot: '0.00001', priceFigures: 5 }), 0);

  it.each([
    // ticks, steps between, the best of a buyer, the best of a seller
    ['12.345', 1, '12.345', '12.345'],
    ['123.456', 10, '123.45', '123.46'],
    ['1234.567', 100, '1234.5', '1234.6'],
    ['12345.678', 1_000, '12345', '12346'],
    // A whole number may have as many as it likes.
    ['123456.789', 1_000, '123456', '123457'],
    ['99999.5', 1_000, '99999', '100000'],
    ['60000', 1_000, '60000', '60000'],
    ['0.001', 1, '0.001', '0.001'],
  ])('%s moves in %i ticks: %s to buy, %s to sell', (price, step, buy, sell) => {
    const ticks = instrument.ticksOf(Decimal.parse(price))!;
    expect(instrument.orderStep(ticks)).toBe(step);
    expect(
      [instrument.orderTicks(ticks, 'buy'), instrument.orderTicks(ticks, 'sell')].map((each) => instrument.priceOf(each).toString()),
    ).toEqual([buy, sell]);
  });

  it('are no matter where a venue counts by its tick alone', () => {
    for (const other of KINDS) expect([other.orderStep(123_456_789), other.orderTicks(123_456_789, 'sell')]).toEqual([1, 123_456_789]);
  });

  it('never make a price worse, have five figures or are whole, and stay as they are the second time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e12 }), fc.constantFrom('buy' as const, 'sell' as const), (given, side) => {
        const taken = instrument.orderTicks(given, side);
        expect(taken).toBeGreaterThan(0);
        expect(side === 'buy' ? taken <= given : taken >= given).toBe(true);
        const [whole = '', fraction = ''] = instrument.priceOf(taken).toString().split('.');
        expect(fraction === '' || (whole + fraction).replace(/^0+/u, '').length <= 5).toBe(true);
        expect(instrument.orderTicks(taken, side)).toBe(taken);
      }),
    );
  });
});

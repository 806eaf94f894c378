import { describe, expect, it } from 'vitest';
import { INDICATORS, indicatorOf } from '../../../../src-shared/domain/indicators/catalog.ts';
import { SMA, Sma } from '../../../../src-shared/domain/indicators/sma.ts';
import { Sfc32 } from '../../../../src-shared/kernel/random.ts';
import { InvariantError } from '../../../../src-shared/kernel/result.ts';

/** A finite double as an exact fraction: numerator over 2^1074. */
function exact(value: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const magnitude = exponent === 0 ? fraction : (fraction | 0x10000000000000n) << BigInt(exponent - 1);
  return bits >> 63n === 0n ? magnitude : -magnitude;
}

/** How far `mean` is from the exact mean of the window, in units of its last place. */
function ulpsOff(mean: number, sum: bigint, period: number): number {
  const unit = exact(mean + 2 ** (Math.floor(Math.log2(Math.abs(mean))) - 52)) - exact(mean);
  return Math.abs(Number(((exact(mean) * BigInt(period) - sum) * 1_000_000n) / (unit * BigInt(period)))) / 1_000_000;
}

describe('Sma', () => {
  it('is NaN until its window is full', () => {
    const sma = new Sma(3);
    expect([1, 2, 6, 7].map((value) => sma.update(value))).toEqual([Number.NaN, Number.NaN, 3, 5]);
  });

  it('has a window of a whole number from 1 to 100,000', () => {
    for (const period of [0, 1.5, -1, 100_001, Number.NaN]) expect(() => new Sma(period)).toThrow(InvariantError);
    expect(new Sma(1).update(7)).toBe(7);
  });

  it('averages a constant to that constant, whatever came before', () => {
    const sma = new Sma(20);
    for (const value of [1e12, 3, 0.1, 7e-9, 450.13]) for (let i = 0; i < 20; i += 1) sma.update(value);
    expect(sma.update(450.13)).toBe(450.13);
  });

  it('is within half a unit in the last place of the exact mean after two million bars', () => {
    const random = new Sfc32(7);
    const period = 50;
    const sma = new Sma(period);
    const window: bigint[] = [];
    let sum = 0n;
    let price = 60_000;
    let worst = 0;
    for (let bar = 0; bar < 2_000_000; bar += 1) {
      price = Math.round(price * (1 + 0.002 * random.normal()) * 100) / 100;
      if (price < 1 || price > 1e7) price = 60_000;
      const mean = sma.update(price);
      if (bar < 1_990_000) continue;
      window.push(exact(price));
      sum += exact(price);
      if (window.length > period) sum -= window.shift() ?? 0n;
      if (window.length === period) worst = Math.max(worst, ulpsOff(mean, sum, period));
    }
    expect(worst).toBeLessThanOrEqual(0.5001);
    expect(worst).toBeGreaterThan(0.4);
  });

  it('forgets huge values when they leave the window', () => {
    const sma = new Sma(10);
    for (let i = 0; i < 70_000; i += 1) sma.update(i < 66_000 ? 1e15 : 1e-3);
    expect(sma.update(1e-3)).toBeCloseTo(1e-3, 15);
  });
});

describe('the catalogue of indicators', () => {
  it('finds by id and makes each with its defaults', () => {
    expect(indicatorOf('sma')).toBe(SMA);
    expect(indicatorOf('none')).toBeUndefined();
    expect(SMA.title({ period: 50 })).toBe('SMA 50');
    expect(SMA.title({})).toBe('SMA 20');
    for (const { make, parameters, outputs } of INDICATORS) {
      expect(make({}).values).toHaveLength(outputs.length);
      for (const { min, max, default: standard } of parameters) expect(min <= standard && standard <= max).toBe(true);
    }
  });
});

import { describe, expect, it } from 'vitest';
import { Instrument } from '../../../../src-shared/domain/instrument.ts';
import type { SizeRule } from '../../../../src-shared/domain/strategy-spec.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { pairLots } from '../../../../src-main/core/engine/pair-lots.ts';
import { spec } from '../risk/desk-of-one.ts';

function perpetual(base: string, leverage: number, index: number): Instrument {
  const terms = { maxLeverage: 50, leverage, maintenanceMargin: '0.01', liquidationFee: '0.01' };
  return new Instrument(spec(base, { kind: 'perpetual', terms, engineLot: '0.001', lot: '0.001' }), index);
}

interface Given {
  readonly size?: SizeRule;
  readonly prices?: readonly [number, number];
  readonly ratio?: number;
}

/** Lots of a thousandth of two contracts at leverage 10 and 2, for 1,000 and a fee of 0.1 %. */
function lots({ size = { kind: 'all' }, prices = [200, 50], ratio = 0.5 }: Given): readonly [number, number] {
  const ticks: readonly [number, number] = [prices[0] * 100, prices[1] * 100];
  return pairLots({
    instruments: [perpetual('BTC', 10, 0), perpetual('ETH', 2, 1)],
    ticks,
    movedTicks: ticks,
    feeRates: [Decimal.parse('0.001'), Decimal.parse('0.001')],
    ratio,
    size,
    amount: Decimal.parse('1000'),
  });
}

describe('the lots of a pair', () => {
  it('share the amount by what the margin and the fee of each leg take', () => {
    // 1,000 = V (1/10 + 0.001) + 0.5 V (1/2 + 0.001), so V = 1,000 / 0.3515 = 2,844.950; at 200 that is 14.22475 coins.
    const [first, second] = lots({});
    expect(first).toBe(14_224);
    // Half of 14.224 x 200 at 50.
    expect(second).toBe(28_448);
    const taken = (first / 1_000) * 200 * 0.101 + (second / 1_000) * 50 * 0.501;
    expect(taken).toBeLessThanOrEqual(1_000);
    expect(taken).toBeGreaterThan(999.8);
  });

  it('of a size in coins are that many of the first, and of the second what the ratio says, rounded down', () => {
    expect(lots({ size: { kind: 'base', amount: '3' }, ratio: 0.3333 })).toEqual([3_000, 3_999]);
  });

  it('are none where a price is nothing', () => {
    expect(lots({ prices: [0, 50] })).toEqual([0, 0]);
    expect(lots({ prices: [200, 0] })[1]).toBe(0);
  });
});

import { describe, expect, test } from 'vitest';
import { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { InstrumentSpec } from '../../../src-shared/domain/instrument.ts';
import { DEFAULT_LIMITS, NO_LIMITS } from '../../../src-shared/domain/limits.ts';
import { firstExceeded, limitUses, passingLots, reserveTicks, tightestUse } from '../../../src-shared/domain/order-limits.ts';
import type { LimitedOrder, OrderSurroundings } from '../../../src-shared/domain/order-limits.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';

const BTC = new Instrument(
  {
    id: 'BTC/USD.SIM',
    symbol: 'BTC/USD',
    name: 'Bitcoin',
    venue: 'SIM',
    kind: 'spot',
    base: 'BTC',
    quote: 'USD',
    settle: 'USD',
    tick: '0.01',
    lot: '0.00001',
    engineLot: '0.00001',
    multiplier: '1',
    minNotional: '10',
    makerFee: '0.0008',
    takerFee: '0.001',
    halfSpreadBps: null,
    validFrom: 0,
  } as unknown as InstrumentSpec,
  0,
);
const AROUND: OrderSurroundings = {
  instrument: BTC,
  limits: DEFAULT_LIMITS,
  markTicks: 10_000_000,
  bidTicks: 9_999_900,
  askTicks: 10_000_100,
  reachedLots: 0,
  worstLots: 0,
  elsewhere: Decimal.ZERO,
  freeCash: Decimal.parse('100000'),
  freeLots: 0,
  takerFee: Decimal.parse('0.001'),
};
const ORDER: LimitedOrder = { side: 'buy', lots: 20_000, limitTicks: 10_000_000, triggerTicks: null };

describe('limits that depend on the size', () => {
  test('the limit itself passes, one lot more does not', () => {
    // 25,000 / 100,000 = 0.25 BTC.
    const at = (lots: number) => firstExceeded(limitUses({ ...ORDER, lots }, AROUND, false), lots)?.rule ?? null;
    expect(at(25_000)).toBeNull();
    expect(at(25_001)).toBe('risk.max-order-notional');
  });

  test('the position counts with all that is outstanding, and names the size that passes', () => {
    // 0.15 BTC reached are 15,000; 30,000 leave 0.15 BTC.
    const around = { ...AROUND, reachedLots: 15_000, worstLots: 15_000 };
    const uses = limitUses(ORDER, around, false);
    const over = firstExceeded(uses, ORDER.lots);
    expect(over?.rule).toBe('risk.max-position');
    expect(over?.after.toString()).toBe('35000');
    expect(passingLots(uses)).toBe(15_000);
    expect(tightestUse(uses)?.fraction.toNumber()).toBeCloseTo(35 / 30, 5);
  });

  test('gross exposure counts every other instrument', () => {
    const uses = limitUses(ORDER, { ...AROUND, elsewhere: Decimal.parse('140000') }, false);
    expect(firstExceeded(uses, ORDER.lots)?.rule).toBe('risk.max-gross-exposure');
    expect(passingLots(uses)).toBe(10_000);
  });

  test('a buy needs its money with the fee; a market order a reserve on top', () => {
    // 0.2 x 100,000 x 1.001 = 20,020.
    const free = (cash: string) =>
      firstExceeded(limitUses(ORDER, { ...AROUND, freeCash: Decimal.parse(cash) }, false), ORDER.lots)?.rule ?? null;
    expect(free('20020')).toBeNull();
    expect(free('20019.99')).toBe('risk.funds');
    // 100,001.00 x 1.005 = 100,501.005.
    expect(reserveTicks({ ...ORDER, limitTicks: null }, AROUND)).toBe(10_050_101);
  });

  test('a sell needs the base asset; what strictly reduces is asked for nothing else', () => {
    const sell: LimitedOrder = { ...ORDER, side: 'sell', lots: 50_000 };
    const around = { ...AROUND, freeLots: 50_000, limits: { ...DEFAULT_LIMITS, maxOrderNotional: '1' } };
    expect(limitUses(sell, around, true).map(({ rule }) => rule)).toEqual(['risk.free-base']);
    expect(firstExceeded(limitUses(sell, around, true), sell.lots)).toBeNull();
    // A lot is worth 1.00.
    expect(passingLots(limitUses({ ...sell, lots: 50_001 }, around, false))).toBe(1);
  });

  test('without limits only the money counts', () => {
    const uses = limitUses(ORDER, { ...AROUND, limits: NO_LIMITS }, false);
    expect(uses.map(({ rule }) => rule)).toEqual(['risk.funds']);
    expect(tightestUse([])).toBeNull();
    expect(passingLots([])).toBeNull();
  });
});

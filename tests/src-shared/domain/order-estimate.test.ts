import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CONSERVATIVE } from '../../../src-shared/domain/costs.ts';
import type { CostProfile } from '../../../src-shared/domain/costs.ts';
import { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { InstrumentSpec } from '../../../src-shared/domain/instrument.ts';
import { estimateOrder, lotsForRisk, takingBps, targetLots } from '../../../src-shared/domain/order-estimate.ts';
import type { EstimateInput, EstimateMarket, EstimateOrder } from '../../../src-shared/domain/order-estimate.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';

const SPEC = {
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
} as unknown as InstrumentSpec;
const PERPETUAL: InstrumentSpec = {
  ...SPEC,
  kind: 'perpetual',
  terms: { maxLeverage: 20, leverage: 5, maintenanceMargin: '0.01', liquidationFee: '0.01' },
};
const BTC = new Instrument(SPEC, 0);
const FEES_ONLY: CostProfile = { ...CONSERVATIVE, slippageBps: 0, impact: 0 };
const MARKET: EstimateMarket = { bidTicks: 10_423_050, askTicks: 10_423_150, dailyVolatility: null, dailyVolume: null };
/** Without a spread. */
const FLAT: EstimateMarket = { ...MARKET, bidTicks: 10_423_150 };
const ORDER: EstimateOrder = {
  side: 'buy',
  type: 'limit',
  lots: 5_000,
  limitTicks: 10_423_150,
  triggerTicks: null,
  timeInForce: 'gtc',
  postOnly: false,
  stopTicks: null,
  targets: [],
};

function input(order: Partial<EstimateOrder> = {}, rest: Partial<EstimateInput> = {}): EstimateInput {
  const equity = Decimal.parse('100247.59');
  return { instrument: BTC, costs: FEES_ONLY, market: MARKET, positionLots: 0, equity, ...rest, order: { ...ORDER, ...order } };
}

/** The lines as text, for comparing with figures worked out by hand. */
function lines(given: EstimateInput) {
  const estimate = estimateOrder(given);
  const text = (amount: Decimal | null | undefined): string | null => amount?.toFixed() ?? null;
  return {
    value: text(estimate?.value),
    fee: text(estimate?.fee),
    liquidity: estimate?.liquidity,
    slippage: text(estimate?.spreadAndSlippage),
    kind: estimate?.lossKind,
    loss: text(estimate?.worstLoss),
    gain: text(estimate?.targetGain),
    after: estimate?.positionAfterLots,
    ticks: estimate?.priceTicks,
  };
}

describe('what an order costs', () => {
  test('a limit at the ask: value and fee rounded up, the loss is their sum', () => {
    // 0.05 x 104,231.50 = 5,211.575; 0.10% of it 5.211575; half the spread 0.50 x 0.05 = 0.025.
    expect(lines(input())).toMatchObject({
      value: '5211.58',
      fee: '5.22',
      liquidity: 'taker',
      slippage: '0.03',
      kind: 'whole',
      loss: '5216.80',
      after: 5_000,
    });
  });

  test('a limit under the ask rests, pays the maker fee and no spread', () => {
    // 0.05 x 104,200 = 5,210; 0.08% of it 4.168.
    expect(lines(input({ limitTicks: 10_420_000 }))).toMatchObject({
      value: '5210.00',
      fee: '4.17',
      liquidity: 'maker',
      slippage: '0.00',
      loss: '5214.17',
    });
  });

  test('post only never takes; an immediate order never rests', () => {
    expect(lines(input({ postOnly: true })).liquidity).toBe('maker');
    expect(lines(input({ limitTicks: 10_420_000, timeInForce: 'ioc' })).liquidity).toBe('taker');
  });

  test('at its stop it loses the distance and the fees of both ways', () => {
    // 0.14539 x 481.50 = 70.005285; fees 15.15421785 and 0.14539 x 103,750 x 0.1% = 15.0842125: 100.24371535 in all.
    // Target: 0.14539 x 1,768.50 = 257.122215 less 15.15421785 and the maker's 12.329072: 229.63892515.
    const given = input({ lots: 14_539, stopTicks: 10_375_000, targets: [{ ticks: 10_600_000, share: 100 }] }, { market: FLAT });
    expect(lines(given)).toMatchObject({ kind: 'stop', loss: '100.25', gain: '229.63' });
    const estimate = estimateOrder(given);
    expect(estimate?.rewardToRisk?.toNumber()).toBeCloseTo(229.63 / 100.25, 6);
    expect(estimate?.lossShare?.toNumber()).toBeCloseTo(100.25 / 100_247.59, 7);
  });

  test('a stop fills half the spread and the slippage beyond its price', () => {
    // 1 bp of 103,749.50 is 10.37495, so it fills at 103,739.12: 0.05 x 492.38 = 24.619 more, fees 5.211575 and 5.186956.
    const given = input({ stopTicks: 10_375_000 }, { costs: { ...FEES_ONLY, slippageBps: 1 } });
    expect(lines(given)).toMatchObject({ kind: 'stop', loss: '35.02' });
  });

  test('a market order is counted where taking is expected to end', () => {
    // 5 bp of 104,231.50 is 52.11575: 104,283.62. Against the middle of 104,231.00 that is 52.62 a unit.
    const given = input({ type: 'market', limitTicks: null }, { costs: { ...FEES_ONLY, slippageBps: 5 } });
    expect(lines(given)).toMatchObject({ ticks: 10_428_362, value: '5214.19', fee: '5.22', slippage: '2.64' });
  });

  test('selling what is held costs its fee and spread and nothing more', () => {
    // 104,230.50 x 0.05 = 5,211.525, fee 5.211525; 0.50 x 0.05 = 0.025.
    const given = input({ side: 'sell', type: 'market', limitTicks: null }, { positionLots: 5_000 });
    expect(lines(given)).toMatchObject({ value: '5211.52', fee: '5.22', slippage: '0.03', kind: 'reduces', loss: '5.25', after: 0 });
  });

  test('what can be sold short has no largest loss', () => {
    const short = new Instrument(PERPETUAL, 0);
    expect(lines(input({ side: 'sell' }, { instrument: short }))).toMatchObject({ kind: 'unbounded', loss: null, after: -5_000 });
  });

  test('a stop order is counted from its trigger', () => {
    // Half the spread of 0.50 above 105,000.00, without slippage.
    const given = input({ type: 'stop', limitTicks: null, triggerTicks: 10_500_000 });
    expect(lines(given)).toMatchObject({ ticks: 10_500_050, liquidity: 'taker', value: '5250.03', slippage: '0.03' });
  });

  test('nothing is said where no price is known', () => {
    const unknown: EstimateMarket = { bidTicks: 0, askTicks: 0, dailyVolatility: null, dailyVolume: null };
    expect(estimateOrder(input({ type: 'market', limitTicks: null }, { market: unknown }))).toBeNull();
    expect(lines(input({ timeInForce: 'ioc' }, { market: unknown })).slippage).toBeNull();
  });

  test('impact is the square root of the share of a day, times its volatility', () => {
    // 1 bp + 0.02 x sqrt(0.05 / 5,000) in basis points: 0.02 x 0.00316227766 = 0.0000632455532.
    const market = { ...MARKET, dailyVolatility: 0.02, dailyVolume: 5_000 };
    expect(takingBps({ instrument: BTC, costs: CONSERVATIVE, market }, 5_000)).toBeCloseTo(1.632455532, 9);
  });
});

describe('laws of the lines', () => {
  const side = fc.constantFrom('buy' as const, 'sell' as const);
  const type = fc.constantFrom('market' as const, 'limit' as const, 'stop' as const, 'stop-limit' as const);
  const orders = fc.record({
    side,
    type,
    lots: fc.integer({ min: 1, max: 10_000_000 }),
    price: fc.integer({ min: 5_000_000, max: 20_000_000 }),
  });

  test('a total is the sum of its lines as shown, and no line is negative', () => {
    fc.assert(
      fc.property(orders, fc.integer({ min: 0, max: 10_000_000 }), ({ side: on, type: of, lots, price }, positionLots) => {
        const limitTicks = of === 'limit' || of === 'stop-limit' ? price : null;
        const triggerTicks = of === 'stop' || of === 'stop-limit' ? price : null;
        const market = { ...MARKET, dailyVolatility: 0.02, dailyVolume: 900 };
        const estimate = estimateOrder(
          input({ side: on, type: of, lots, limitTicks, triggerTicks }, { positionLots, costs: CONSERVATIVE, market }),
        );
        expect(estimate).not.toBeNull();
        if (estimate === null) return;
        const { value, fee, spreadAndSlippage, worstLoss, lossKind } = estimate;
        const slippage = spreadAndSlippage ?? Decimal.ZERO;
        for (const line of [value, fee, slippage]) expect(line.sign()).toBeGreaterThanOrEqual(0);
        expect(worstLoss?.equals(lossKind === 'reduces' ? fee.add(slippage) : value.add(fee))).toBe(true);
        expect(estimate.positionAfterLots).toBe(positionLots + (on === 'buy' ? lots : -lots));
      }),
    );
  });

  test('a size by risk loses at most its budget at the stop, and one lot more would lose more', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400_000 }), fc.integer({ min: 100, max: 5_000_000 }), (distance, cents) => {
        const market = { ...MARKET, dailyVolatility: 0.02, dailyVolume: 900 };
        const given = input({ lots: 0, stopTicks: 10_423_150 - distance }, { costs: CONSERVATIVE, market });
        const budget = Decimal.of(BigInt(cents), 2);
        const lots = lotsForRisk(given, budget);
        expect(lots).not.toBeNull();
        const loss = (count: number): Decimal =>
          estimateOrder({ ...given, order: { ...given.order, lots: count } })?.worstLoss ?? Decimal.ZERO;
        if (lots === null) return;
        if (lots > 0) expect(loss(lots).compare(budget)).toBeLessThanOrEqual(0);
        expect(loss(lots + 1).compare(budget)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test('0.10% of 100,247.59 at a stop of 103,750.00 buys 0.14539', () => {
    // 100.24759 / (481.50 + 104.2315 + 103.75) = 0.145396...
    expect(lotsForRisk(input({ lots: 0, stopTicks: 10_375_000 }, { market: FLAT }), Decimal.parse('100.24759'))).toBe(14_539);
    expect(lotsForRisk(input({ lots: 0 }), Decimal.parse('100'))).toBeNull();
  });

  test('more risk never buys less, and neither does a nearer stop', () => {
    const market = { ...MARKET, dailyVolatility: 0.02, dailyVolume: 900 };
    const sized = (distance: number, cents: number): number => {
      const given = input({ lots: 0, stopTicks: 10_423_150 - distance }, { costs: CONSERVATIVE, market });
      return lotsForRisk(given, Decimal.of(BigInt(cents), 2)) ?? -1;
    };
    const distance = fc.integer({ min: 1, max: 400_000 });
    const cents = fc.integer({ min: 1, max: 5_000_000 });
    fc.assert(
      fc.property(distance, cents, fc.nat(1_000_000), fc.nat(100_000), (away, budget, more, nearer) => {
        const lots = sized(away, budget);
        expect(sized(away, budget + more)).toBeGreaterThanOrEqual(lots);
        expect(sized(Math.max(1, away - nearer), budget)).toBeGreaterThanOrEqual(lots);
      }),
    );
  });

  test('a sell by risk loses at most its budget too', () => {
    const short = new Instrument(PERPETUAL, 0);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400_000 }), fc.integer({ min: 100, max: 5_000_000 }), (away, cents) => {
        const given = input({ side: 'sell', lots: 0, stopTicks: 10_423_150 + away }, { instrument: short, costs: CONSERVATIVE });
        const budget = Decimal.of(BigInt(cents), 2);
        const lots = lotsForRisk(given, budget) ?? 0;
        const loss = lots === 0 ? null : estimateOrder({ ...given, order: { ...given.order, lots } })?.worstLoss;
        expect(loss?.compare(budget) ?? 0).toBeLessThanOrEqual(0);
      }),
    );
  });
});

describe('targets', () => {
  test('shares are rounded down to the lot, and the last takes the rest when they take all', () => {
    expect(targetLots(14_539, [40, 30, 20])).toEqual([5_815, 4_361, 2_907]);
    expect(targetLots(14_539, [33, 33, 34])).toEqual([4_797, 4_797, 4_945]);
    expect(targetLots(2, [50, 25, 25])).toEqual([1, 0, 1]);
    expect(targetLots(100, [])).toEqual([]);
  });

  test('never more than the order, and all of it at 100', () => {
    const share = fc.integer({ min: 1, max: 100 });
    fc.assert(
      fc.property(fc.nat(1e12), fc.array(share, { maxLength: 3 }), (lots, shares) => {
        const sum = shares.reduce((total, each) => total + each, 0);
        fc.pre(sum <= 100);
        const parts = targetLots(lots, shares);
        const taken = parts.reduce((total, each) => total + each, 0);
        expect(Math.min(0, ...parts)).toBe(0);
        if (sum === 100) expect(taken).toBe(lots);
        else expect(taken).toBeLessThanOrEqual(lots);
      }),
    );
  });

  test('their gain is the sum of each share with its own fees', () => {
    // 0.03 at 106,000 and 0.02 at 107,000 from 104,231.50: 53.055 + 55.37; fees in 5.211575, out (maker) 2.544 and 1.712.
    const targets = [
      { ticks: 10_600_000, share: 60 },
      { ticks: 10_700_000, share: 40 },
    ];
    expect(lines(input({ stopTicks: 10_375_000, targets }, { market: FLAT }))).toMatchObject({ gain: '98.95' });
    // The first alone: its fee in is 60% of all, 3.126945.
    expect(lines(input({ stopTicks: 10_375_000, targets: targets.slice(0, 1) }, { market: FLAT }))).toMatchObject({ gain: '47.38' });
  });
});

describe('orders that wait', () => {
  test('a take-profit is counted from its trigger, half the spread against the trader', () => {
    const given = input({ type: 'take-profit', side: 'sell', limitTicks: null, triggerTicks: 10_600_000 }, { positionLots: 5_000 });
    expect(lines(given)).toMatchObject({ ticks: 10_599_950, liquidity: 'taker', kind: 'reduces', after: 0 });
  });

  test('a trailing stop is counted from where its trigger stands now', () => {
    const given = input({ type: 'trailing-stop', side: 'sell', limitTicks: null, triggerTicks: 10_371_035 }, { positionLots: 5_000 });
    expect(lines(given)).toMatchObject({ ticks: 10_370_985, liquidity: 'taker', kind: 'reduces' });
  });
});

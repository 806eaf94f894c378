import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Instrument } from '../../../src-shared/domain/instrument.ts';
import { initialMargin, liquidationTicks } from '../../../src-shared/domain/margin.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { spec } from '../../src-main/core/risk/desk-of-one.ts';

function contract(maintenanceMargin: string, leverage = 5): Instrument {
  const terms = { maxLeverage: Math.max(leverage, 5), leverage, maintenanceMargin, liquidationFee: '0.01' };
  return new Instrument(spec('BTC', { kind: 'perpetual', terms, lot: '0.001', engineLot: '0.001' }), 0);
}

const SPOT = new Instrument(spec('BTC'), 0);

describe('initial margin', () => {
  it('is what was paid over the leverage, rounded up, and nothing for spot', () => {
    expect(initialMargin(contract('0.01'), Decimal.parse('-1000')).toString()).toBe('200');
    expect(initialMargin(contract('0.01', 3), Decimal.parse('1')).toString()).toBe('0.333333333333333334');
    expect(initialMargin(SPOT, Decimal.parse('1000')).toString()).toBe('0');
  });
});

describe('the liquidation price', () => {
  // Binance, "How to Calculate Liquidation Price of USDⓈ-M Futures Contracts": a wallet of 1,535,443.01 with two longs. What that page calls the
  // maintenance amount of a tier is a constant that lessens maintenance margin, so it counts to the collateral.
  const wallet = 1_535_443.01;
  const eth = { size: 3_683.979, entry: 1_456.84, mark: 1_335.18, rate: 0.1, amount: 135_365 };
  const btc = { size: 109.488, entry: 32_481.98, mark: 31_967.27, rate: 0.025, amount: 16_300 };

  it.each([
    { name: 'BTCUSDT', one: btc, other: eth, published: '26316.89' },
    { name: 'ETHUSDT', one: eth, other: btc, published: '1153.26' },
  ])('is the published one of $name', ({ one, other, published }) => {
    const held = contract(String(one.rate));
    const lots = Math.round(one.size * 1_000);
    const collateral =
      wallet - (other.size * other.mark * other.rate - other.amount) + other.size * (other.mark - other.entry) + one.amount;
    const ticks = liquidationTicks({
      instrument: held,
      lots,
      cost: held.notional(Math.round(one.entry * 100), lots),
      collateral: Decimal.fromNumber(collateral),
    });
    // The first whole cent at which it is reached; published to the nearest.
    expect(Math.abs((ticks ?? 0) - Math.round(Number(published) * 100))).toBeLessThanOrEqual(1);
  });

  it('is where equity is no more than maintenance margin, and a tick before it is more', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1_000, max: 10_000_000 }),
        fc.integer({ min: -1_000_000, max: 1_000_000 }).filter((lots) => lots !== 0),
        fc.integer({ min: 11, max: 500 }),
        fc.constantFrom('0.004', '0.01', '0.1'),
        (entry, lots, share, rate) => {
          const instrument = contract(rate);
          const cost = instrument.notional(entry, lots);
          const collateral = cost.abs().mul(Decimal.of(BigInt(share), 2));
          const ticks = liquidationTicks({ instrument, lots, cost, collateral });
          const spare = (at: number): Decimal => {
            const value = instrument.notional(at, lots);
            return collateral
              .add(value)
              .sub(cost)
              .sub(value.abs().mul(Decimal.parse(rate)));
          };
          if (ticks === null) expect(lots > 0 && spare(1).sign() > 0).toBe(true);
          else {
            expect(spare(ticks).sign()).toBeLessThanOrEqual(0);
            expect(spare(ticks + (lots > 0 ? 1 : -1)).sign()).toBe(1);
          }
        },
      ),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Instrument } from '../../../src-shared/domain/instrument.ts';
import { maintenanceBy, marginTiers, type MarginTierTerms, tierAt } from '../../../src-shared/domain/margin-tiers.ts';
import { initialMargin, liquidationTicks } from '../../../src-shared/domain/margin.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { spec } from '../../src-main/core/risk/desk-of-one.ts';

function contract(maintenanceMargin: string, leverage = 5, tiers?: readonly MarginTierTerms[]): Instrument {
  const brackets = tiers === undefined ? {} : { tiers };
  const terms = { maxLeverage: Math.max(leverage, 5), leverage, maintenanceMargin, liquidationFee: '0.01', ...brackets };
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

  // The brackets that it published then; the page's rates and amounts are those of the position's value.
  const bracketsOf = (...rows: readonly (readonly [from: number, rate: string])[]): readonly MarginTierTerms[] =>
    rows.map(([from, rate]) => ({ from: String(from), rate }));
  const btcBrackets = bracketsOf([0, '0.004'], [50_000, '0.005'], [250_000, '0.01'], [1_000_000, '0.025'], [5_000_000, '0.05']);
  const ethBrackets = bracketsOf(
    [0, '0.005'],
    [10_000, '0.0065'],
    [100_000, '0.01'],
    [500_000, '0.02'],
    [1_000_000, '0.05'],
    [2_000_000, '0.1'],
    [5_000_000, '0.125'],
  );

  it('has the published maintenance amounts in its brackets', () => {
    const amounts = (tiers: readonly MarginTierTerms[]): readonly string[] => marginTiers(tiers).map(({ amount }) => amount.toString());
    expect(amounts(btcBrackets).slice(0, 4)).toEqual(['0', '50', '1300', '16300']);
    expect(amounts(ethBrackets).slice(0, 6)).toEqual(['0', '15', '365', '5365', '35365', '135365']);
    const tier = tierAt(marginTiers(btcBrackets), Decimal.parse('999999.99'));
    expect([tier.rate.toString(), tierAt(marginTiers(btcBrackets), Decimal.of(1_000_000n)).rate.toString()]).toEqual(['0.01', '0.025']);
  });

  it.each([
    { name: 'BTCUSDT', one: btc, brackets: btcBrackets, other: eth, otherBrackets: ethBrackets, published: '26316.89' },
    { name: 'ETHUSDT', one: eth, brackets: ethBrackets, other: btc, otherBrackets: btcBrackets, published: '1153.26' },
  ])('is the published one of $name, its bracket found by itself', ({ one, brackets, other, otherBrackets, published }) => {
    const held = contract(brackets[0]!.rate, 5, brackets);
    const lots = Math.round(one.size * 1_000);
    const value = Decimal.fromNumber(other.size * other.mark);
    const tier = tierAt(marginTiers(otherBrackets), value);
    const ticks = liquidationTicks({
      instrument: held,
      lots,
      cost: held.notional(Math.round(one.entry * 100), lots),
      collateral: Decimal.fromNumber(wallet + other.size * (other.mark - other.entry)).sub(maintenanceBy(tier, value)),
    });
    expect(Math.abs((ticks ?? 0) - Math.round(Number(published) * 100))).toBeLessThanOrEqual(1);
  });

  it('is where equity is no more than maintenance margin by the slices of all brackets, and a tick before it is more', () => {
    const bracket = fc.record({ further: fc.integer({ min: 1, max: 50_000 }), more: fc.integer({ min: 0, max: 60 }) });
    fc.assert(
      fc.property(
        fc.integer({ min: 1_000, max: 10_000_000 }),
        fc.integer({ min: -1_000_000, max: 1_000_000 }).filter((lots) => lots !== 0),
        fc.integer({ min: 11, max: 500 }),
        fc.array(bracket, { maxLength: 5 }),
        (entry, lots, share, more) => {
          let [from, rate] = [0, 4];
          const rows = [[0, 4] as const, ...more.map((each) => [(from += each.further), (rate += each.more)] as const)];
          const tiers = rows.map(([begins, perMille]) => ({ from: String(begins), rate: String(perMille / 1_000) }));
          const instrument = contract('0.004', 5, tiers);
          const cost = instrument.notional(entry, lots);
          const collateral = cost.abs().mul(Decimal.of(BigInt(share), 2));
          const ticks = liquidationTicks({ instrument, lots, cost, collateral });
          // In units of 1e-8: cents times thousandths, rates in thousandths.
          const spare = (at: number): bigint => {
            const value = BigInt(at) * BigInt(Math.abs(lots)) * 1_000n;
            const maintenance = rows.reduce((sum, [begins, perMille], i) => {
              const [low, high] = [BigInt(begins) * 100_000_000n, i + 1 < rows.length ? BigInt(rows[i + 1]![0]) * 100_000_000n : value];
              const part = (high < value ? high : value) - low;
              return part > 0n ? sum + part * BigInt(perMille) : sum;
            }, 0n);
            const equity = collateral.sub(cost).unitsAt(8) + (lots > 0 ? value : -value);
            return equity * 1_000n - maintenance;
          };
          if (ticks === null) expect(lots > 0 && spare(1) > 0n).toBe(true);
          else {
            expect(spare(ticks) <= 0n).toBe(true);
            if (lots > 0 || ticks > 1) expect(spare(ticks + (lots > 0 ? 1 : -1)) > 0n).toBe(true);
          }
        },
      ),
    );
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

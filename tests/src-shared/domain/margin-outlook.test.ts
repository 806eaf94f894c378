import { describe, expect, it } from 'vitest';
import { Instrument } from '../../../src-shared/domain/instrument.ts';
import { effectOf, marginOutlook, type OutlookInput } from '../../../src-shared/domain/margin-outlook.ts';
import { Decimal } from '../../../src-shared/kernel/decimal.ts';
import { spec } from '../../src-main/core/risk/desk-of-one.ts';

/** Ticks of 0.01, lots of 0.00001, leverage 5, maintenance rate 1 %. */
const BTC = new Instrument(spec('BTC', { kind: 'perpetual' }), 0);
const money = (text: string): Decimal => Decimal.parse(text);
const flat = { lots: 0, cost: Decimal.ZERO };

function outlook(over: Partial<OutlookInput>) {
  const {
    effect,
    margin,
    liquidationTicks,
    flat: nothing,
  } = marginOutlook({
    ...{ instrument: BTC, side: 'sell', lots: 10_000, priceTicks: 10_000, fee: Decimal.ZERO, held: flat, collateral: money('5') },
    ...over,
  });
  return [effect, margin.toNumber(), liquidationTicks, nothing];
}

describe('what an order of a perpetual does to the margin', () => {
  it('a sell with nothing held opens a short: margin of all of it, liquidated above', () => {
    // (10 + 5) / (0.1 x 1.01) = 148.5148...
    expect(outlook({})).toEqual(['opens', 2, 14_852, false]);
    expect(outlook({ fee: money('0.1') })).toEqual(['opens', 2, 14_753, false]);
  });

  it('a buy opens a long, liquidated below, or nowhere', () => {
    // (10 - 5) / (0.1 x 0.99) = 50.5050...
    expect(outlook({ side: 'buy' })).toEqual(['opens', 2, 5_050, false]);
    expect(outlook({ side: 'buy', collateral: money('10') })).toEqual(['opens', 2, null, false]);
  });

  it('adds to what is held at its own price', () => {
    // 0.1 at 100 and 0.1 at 110: (10 + 11 + 5) / (0.2 x 1.01) = 128.7128...
    expect(outlook({ priceTicks: 11_000, held: { lots: -10_000, cost: money('-10') } })).toEqual(['opens', 2.2, 12_872, false]);
  });

  it('closes a part: no margin, and the profit stands behind the rest', () => {
    // A short of 0.2 from 100 bought back by half at 90: one of profit, 0.1 at 100 left. (10 + 6) / 0.101 = 158.4158...
    expect(outlook({ side: 'buy', priceTicks: 9_000, held: { lots: -20_000, cost: money('-20') } })).toEqual(['closes', 0, 15_842, false]);
    expect(outlook({ side: 'buy', held: { lots: -10_000, cost: money('-10') } })).toEqual(['closes', 0, null, true]);
  });

  it('turns: margin of what is opened beyond', () => {
    // A long of 0.1 from 100 sold at 90 with 0.2 more: a loss of one; short 0.2 at 90. (18 + 4) / 0.202 = 108.9108...
    expect(outlook({ lots: 30_000, priceTicks: 9_000, held: { lots: 10_000, cost: money('10') } })).toEqual(['turns', 3.6, 10_892, false]);
  });

  it('says nothing of liquidation while the account is not known', () => {
    expect(outlook({ collateral: null })).toEqual(['opens', 2, null, false]);
  });

  it('an order of the position’s own size closes, one lot more turns', () => {
    expect([effectOf('buy', 5, -5), effectOf('buy', 6, -5), effectOf('sell', 1, -5), effectOf('sell', 1, 0)]).toEqual([
      'closes',
      'turns',
      'opens',
      'opens',
    ]);
  });
});

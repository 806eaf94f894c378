import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Instrument } from '../../../../src-shared/domain/instrument.ts';
import type { RiskLimits } from '../../../../src-shared/domain/limits.ts';
import type { IdentifiedOrder } from '../../../../src-shared/domain/order.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import type { AssetId, VenueId } from '../../../../src-shared/kernel/ids.ts';
import { faultSentence } from '../../../../src-shared/kernel/fault.ts';
import { FAULTS } from '../../../../src-shared/kernel/fault-codes.ts';
import { approve } from '../../../../src-main/core/risk/gate.ts';
import { limitUse } from '../../../../src-main/core/risk/limit-use.ts';
import { RISK_RULES } from '../../../../src-main/core/risk/rules/catalog.ts';
import { type DeskView, limits, NOW, order, spec, view } from './desk-of-one.ts';

/** The sentence of a refusal of a buy (of so many BTC, in hundredths), or null where it passes. */
function asked(on: DeskView, hundredths: number, over: Partial<IdentifiedOrder> = {}): string | null {
  const approval = approve(order({ lots: hundredths * 1_000, ...over }), on);
  return approval.ok ? null : faultSentence(approval.refusal.code, approval.refusal.details);
}

/** Instruments as others than BTC/USD and ETH/USD of one venue. */
function instruments(second: NonNullable<Parameters<typeof spec>[1]>): readonly Instrument[] {
  const { name: base = 'ETH', ...over } = second;
  return [new Instrument(spec('BTC'), 0), new Instrument(spec(base, over), 1)];
}

/** A person holds 10 ETH, worth 40,000. */
function holding(set: Partial<RiskLimits>, over: Partial<DeskView> = {}): DeskView {
  const on = view({ limits: limits(set), cash: Decimal.parse('1000000'), ...over });
  on.position[1] = 1_000_000;
  return on;
}

describe('the worked examples of docs/risk.md', () => {
  it('weekly loss: 100,000 on Monday and 97,500 now against 2,500', () => {
    const on = view({ limits: limits({ maxWeeklyLoss: '2500' }), equity: 97_500 });
    expect(asked(on, 10)).toBe(
      "Not sent: this week's loss is 2,500 USD; the weekly limit is 2,500. Closing still works; new positions are possible again from Monday 00:00 UTC.",
    );
    on.equity = 97_500.01;
    expect(asked(on, 10)).toBeNull();
    on.equity = 97_000;
    Object.assign(on, { state: 'REDUCING', stateReason: 'risk.weekly-loss', stateSince: NOW });
    expect(asked(on, 10)).toContain("this week's loss is 3,000.00");
    on.equity = 99_000;
    expect(asked(on, 10)).toContain('because the weekly loss limit was reached');
  });

  it('entries a day: ten, of which seven have filled', () => {
    const on = view({ limits: limits({ maxTradesPerDay: 10 }), entries: 7, unfilled: 2 });
    expect(asked(on, 10)).toBeNull();
    on.unfilled = 3;
    expect(asked(on, 10)).toBe('Not sent: 11 entries within 24 h; your limit is 10.');
  });

  it('fat finger: ten times the usual 2,000', () => {
    const on = view({ limits: limits({ maxTypicalMultiple: 10 }), typical: 2_000 });
    expect(asked(on, 21)).toBe('Not sent: the order is worth 21,000.00 USD; 10 times your usual order of 2,000.00 is 20,000.00.');
    expect(asked(on, 20)).toBeNull();
    expect(asked(on, 0, { lots: 0, quoteAmount: Decimal.parse('20000.01') })).toContain('20,000.01');
    // Nothing is usual yet.
    on.typical = null;
    expect(asked(on, 21)).toBeNull();
  });

  it('by strategy: it holds 10 ETH, 50,000 are allowed', () => {
    const on = holding({ maxStrategyExposure: '50000' }, { origins: ['grid-1', 'you'] });
    on.own['grid-1'] = [0, 1_000_000];
    expect(asked(on, 20, { origin: 'grid-1' })).toBe('Not sent: exposure of grid-1 would reach 60,000.00 USD; your limit is 50,000.00.');
    expect(asked(on, 10, { origin: 'grid-1' })).toBeNull();
    expect(asked(on, 50, { origin: 'sma-cross-1' })).toBeNull();
    // What it has ordered counts as held.
    on.ownOpening.buy['grid-1'] = [5_000, 0];
    expect(asked(on, 6, { origin: 'grid-1' })).toContain('51,000.00');
    expect(asked(on, 5, { origin: 'grid-1' })).toBeNull();
  });

  it('by asset: 0.3 BTC of spot and a contract on it', () => {
    const two = instruments({ name: 'BTC', kind: 'perpetual' });
    const on = view({ limits: limits({ maxAssetExposure: '50000' }), instruments: two, cash: Decimal.parse('1000000') });
    on.position[0] = 30_000;
    on.mark[1] = 10_000_000;
    expect(asked(on, 25, { instrument: 1 })).toBe('Not sent: exposure to BTC would reach 55,000.00 USD; your limit is 50,000.00.');
    expect(asked(on, 20, { instrument: 1 })).toBeNull();
    expect(asked(holding({ maxAssetExposure: '50000' }), 50)).toBeNull();
  });

  it('moving together: BTC with 10 ETH, 60,000 are allowed', () => {
    const set = { maxGroupExposure: '60000', groupCorrelation: 0.8 };
    const on = holding(set, { groups: [[0, 1]] });
    expect(asked(on, 30)).toBe(
      'Not sent: BTC/USD, ETH/USD move together and would reach 70,000.00 USD; your limit for what moves together is 60,000.00.',
    );
    expect(asked(on, 20)).toBeNull();
    expect(asked(holding(set), 30)).toBeNull();
    expect(asked(holding({ ...set, groupCorrelation: null }, { groups: [[0, 1]] }), 30)).toBeNull();
  });

  it('by quote: 10 ETH/USD, 60,000 are allowed', () => {
    expect(asked(holding({ maxQuoteExposure: '60000' }), 30)).toBe(
      'Not sent: exposure quoted in USD would reach 70,000.00 USD; your limit is 60,000.00.',
    );
    expect(asked(holding({ maxQuoteExposure: '60000' }), 20)).toBeNull();
    const euro = instruments({ quote: 'EUR' as AssetId });
    expect(asked(holding({ maxQuoteExposure: '60000' }, { instruments: euro }), 30)).toBeNull();
  });

  it('by venue: 10 ETH, 60,000 are allowed', () => {
    expect(asked(holding({ maxVenueExposure: '60000' }), 30)).toBe(
      'Not sent: exposure at SIM would reach 70,000.00 USD; your limit is 60,000.00.',
    );
    expect(asked(holding({ maxVenueExposure: '60000' }), 20)).toBeNull();
    const other = instruments({ venue: 'OTHER' as VenueId });
    expect(asked(holding({ maxVenueExposure: '60000' }, { instruments: other }), 30)).toBeNull();
  });

  it('net exposure: 10 ETH long, 60,000 either way are allowed', () => {
    const contracts = ['BTC', 'ETH'].map((base, index) => new Instrument(spec(base, { kind: 'perpetual' }), index));
    const on = holding({ maxNetExposure: '60000' }, { instruments: contracts });
    expect(asked(on, 30)).toBe('Not sent: net exposure would reach 70,000.00 USD; your limit is 60,000.00.');
    expect(asked(on, 20)).toBeNull();
    expect(asked(on, 100, { side: 'sell' })).toBeNull();
    expect(asked(on, 110, { side: 'sell' })).toContain('70,000.00');
    on.opening.buy[0] = 10_000;
    expect(asked(on, 20)).toContain('70,000.00');
    expect(asked(on, 0, { lots: 0, quoteAmount: Decimal.parse('10000') })).toBeNull();
  });

  it('leverage: twice an equity of 50,000', () => {
    const on = holding({ maxLeverage: 2 }, { equity: 50_000 });
    expect(asked(on, 70)).toBe('Not sent: exposure would reach 110,000.00 USD; 2 times equity is 100,000.00.');
    expect(asked(on, 60)).toBeNull();
    on.equity = -1;
    expect(asked(on, 1)).toContain('2 times equity is 0.00');
  });

  it('distance to liquidation: 10,000 behind 0.5 BTC', () => {
    const contracts = [new Instrument(spec('BTC', { kind: 'perpetual' }), 0)];
    const on = view({ limits: limits({ minLiquidationDistance: 0.2 }), instruments: contracts, cash: Decimal.parse('10200') });
    // The gate's margin check asks for more than the collateral of the example.
    const behind = Object.assign(on, { collateral: () => Decimal.parse('10000') });
    expect(asked(behind, 50)).toBe('Not sent: BTC/USD would be liquidated at 80,808.08, 19.19% away; your limit is 20.00%.');
    on.limits = limits({ minLiquidationDistance: 0.19 });
    expect(asked(behind, 50)).toBeNull();
    on.limits = limits({ minLiquidationDistance: 0.2 });
    // (50,000 + 10,000) / 0.505: a short of as much.
    expect(asked(behind, 50, { side: 'sell' })).toContain('at 118,811.89, 18.81% away');
    // 0.2 held of it already at 90,000, and 0.2 more being bought.
    on.position[0] = 20_000;
    on.costs[0] = Decimal.parse('18000');
    on.opening.buy[0] = 20_000;
    on.limits = limits({ minLiquidationDistance: 0.24 });
    // (18,000 + 30,000 - 10,000) / (0.5 * 0.99)
    expect(asked(behind, 10)).toContain('at 76,767.67, 23.23% away');
    on.limits = limits({ minLiquidationDistance: 0.23 });
    expect(asked(behind, 10)).toBeNull();
    // Money enough behind it, and no price liquidates it; an order by amount has no size to judge.
    on.limits = limits({ minLiquidationDistance: 0.9 });
    expect(asked(Object.assign(on, { collateral: () => Decimal.parse('1000000') }), 10)).toBeNull();
    expect(asked(Object.assign(on, { collateral: () => Decimal.ZERO }), 10)).toContain('liquidated');
    expect(asked(view({ limits: on.limits }), 10)).toBeNull();
  });

  it('distance to liquidation leaves alone what only makes a position smaller than it is turned', () => {
    const contracts = [new Instrument(spec('BTC', { kind: 'perpetual' }), 0)];
    const on = view({ limits: limits({ minLiquidationDistance: 0.9 }), instruments: contracts, cash: Decimal.parse('1000000') });
    Object.assign(on, { collateral: () => Decimal.ZERO });
    on.position[0] = -20_000;
    on.costs[0] = Decimal.parse('-20000');
    on.outstanding.buy[0] = 15_000;
    on.opening.buy[0] = 15_000;
    expect(asked(on, 4)).toBeNull();
    // 0.15 and 0.05 end at nothing.
    expect(asked(on, 5)).toBeNull();
    expect(asked(on, 10)).toContain('liquidated');
  });
});

describe('the table of rules in docs/risk.md', () => {
  const page = readFileSync(new URL('../../../../docs/risk.md', import.meta.url), 'utf8');
  const rows = page.split('\n').filter((line) => /^\| +\d+ +\| +`risk\./u.test(line));
  const named = rows.map((line) => [...line.split('|')[2]!.matchAll(/`(risk\.[a-z-]+)`/gu)].map(([, code]) => code!));

  it('has the rules of the catalogue in their order', () => {
    const codes = RISK_RULES.map(({ code }) => (code === 'risk.reducing' ? 'risk.halted' : code));
    expect(named.map(([first]) => first)).toEqual(codes);
  });

  it('names every refusal that there is', () => {
    const refusals = Object.keys(FAULTS).filter((code) => code.startsWith('risk.'));
    expect(named.flat().sort()).toEqual(refusals.sort());
  });
});

describe('use of the limits on exposure', () => {
  it('has a row for each strategy, coin, group, quote and venue', () => {
    const on = holding(
      {
        ...{ maxStrategyExposure: '80000', maxAssetExposure: '80000', maxGroupExposure: '80000', groupCorrelation: 0.8 },
        ...{ maxQuoteExposure: '80000', maxVenueExposure: '80000', maxNetExposure: '80000', maxLeverage: 2 },
        ...{ minLiquidationDistance: 0.1, maxTypicalMultiple: 10, maxWeeklyLoss: '1000', maxTradesPerDay: 10 },
      },
      { groups: [[0, 1]], origins: ['grid-1', 'you'], entries: 1, unfilled: 1, equity: 99_500, typical: 2_000 },
    );
    on.own['grid-1'] = [0, 1_000_000];
    on.opening.buy[0] = 10_000;
    const lines = limitUse(on).map(({ rule, scope, limit, used, fraction }) => `${rule} ${scope} ${used || '-'} of ${limit} ${fraction}`);
    expect(lines).toEqual([
      'risk.max-strategy grid-1 40,000.00 USD of 80,000.00 USD 0.5',
      'risk.max-asset BTC 10,000.00 USD of 80,000.00 USD 0.125',
      'risk.max-asset ETH 40,000.00 USD of 80,000.00 USD 0.5',
      'risk.max-group BTC/USD + ETH/USD 50,000.00 USD of 80,000.00 USD 0.625',
      'risk.max-quote USD 50,000.00 USD of 80,000.00 USD 0.625',
      'risk.max-venue SIM 50,000.00 USD of 80,000.00 USD 0.625',
      'risk.max-net-exposure all 50,000.00 USD of 80,000.00 USD 0.625',
      `risk.max-leverage all 0.50× of 2× ${50_000 / 99_500 / 2}`,
      'risk.liquidation-distance all - of 10.00% 0',
      'risk.fat-finger all - of 20,000.00 USD 0',
      'risk.weekly-loss all 500.00 USD of 1,000.00 USD 0.5',
      'risk.trade-rate all 2 of 10 0.2',
    ]);
  });

  it('has one that says so where nothing is held, and where nothing moves together', () => {
    const set = limits({ maxStrategyExposure: '1', maxGroupExposure: '1', groupCorrelation: 0.8, maxNetExposure: '1', maxLeverage: 1 });
    const rows = limitUse(view({ limits: { ...set, maxTypicalMultiple: 10 }, equity: 0 }));
    expect(rows.map(({ rule, scope, used, limit }) => [rule, scope, used, limit])).toEqual([
      ['risk.max-strategy', 'all', '0.00 USD', '1.00 USD'],
      ['risk.max-group', 'all', '0.00 USD', '1.00 USD'],
      ['risk.max-net-exposure', 'all', '0.00 USD', '1.00 USD'],
      ['risk.max-leverage', 'all', '0.00×', '1×'],
      ['risk.fat-finger', 'all', '', '10×'],
    ]);
    const on = holding({ maxGroupExposure: '1', groupCorrelation: 0.8 });
    expect(limitUse(on)).toMatchObject([{ scope: 'all', fraction: 0 }]);
    const short = view({ limits: limits({ maxNetExposure: '80000' }) });
    short.position[0] = -10_000;
    expect(limitUse(short)).toMatchObject([{ used: '10,000.00 USD' }]);
  });
});

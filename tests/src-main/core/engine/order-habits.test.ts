import { describe, expect, it } from 'vitest';
import { NO_LIMITS, type RiskLimits } from '../../../../src-shared/domain/limits.ts';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import { utcMs } from '../../../../src-shared/kernel/time.ts';
import { HABITS_MEMORY } from '../../../../src-main/core/engine/order-habits.ts';
import { spec } from '../risk/desk-of-one.ts';
import { type Answer, EngineKit, funded, intent, Scripted, snapshot, strategyRecord } from './engine-kit.ts';

const HOUR = 3_600_000;
const QUARTER = 900_000;

function limited(over: Partial<RiskLimits>): RiskLimits {
  return { ...NO_LIMITS, ...over };
}

function kept(answer: Answer): string {
  return answer.of('strategy-memory').findLast(({ instance }) => instance === HABITS_MEMORY)!.memory;
}

describe('entries a day', () => {
  it('count orders that opened or added, once each, and those that are out; exits never', () => {
    const limits = limited({ maxTradesPerDay: 3 });
    const kit = funded({ limits });
    const first = kit.order({ lots: 20_000 });
    kit.ack(first);
    const filled = kit.fill(first, 5_000, { remaining: 15_000 });
    expect(kit.fill(first, 15_000).of('strategy-memory')).toEqual([]);
    const sold = kit.order({ side: 'sell', lots: 10_000 });
    kit.ack(sold);
    kit.fill(sold, 10_000);
    const resting = kit.order({ type: 'limit', limitTicks: 9_000 });
    kit.order({ type: 'limit', limitTicks: 9_100 });
    expect(kit.place(intent()).fault).toBe('risk.trade-rate');
    kit.ack(resting);
    kit.end('cancelled', resting);
    expect(kit.place(intent()).fault).toBeNull();
    const again = new EngineKit({ limits });
    again.restore(snapshot({ time: utcMs(kit.now), memories: new Map([[HABITS_MEMORY, kept(filled)]]) }));
    expect(again.engine.gate.entriesWithinDay()).toBe(1);
    kit.now += 24 * HOUR;
    kit.quote(100);
    expect(kit.engine.gate.entriesWithinDay()).toBe(0);
  });
});

describe('the usual order', () => {
  it('is the median of the last twenty that could open, and nothing before there are five', () => {
    const limits = limited({ maxTypicalMultiple: 3 });
    const kit = funded({ limits });
    const sizes = [10_000, 20_000, 30_000, 40_000];
    for (const lots of sizes) kit.order({ lots });
    expect(kit.engine.gate.typicalNotional()).toBeNull();
    expect(kit.place(intent({ lots: 1_000_000 })).fault).toBeNull();
    expect(kit.engine.gate.typicalNotional()).toBeCloseTo(30, 9);
    const refused = kit.place(intent({ lots: 90_001 }));
    expect(refused.fault).toBe('risk.fat-finger');
    expect(refused.of('refusal')).toMatchObject([{ details: { passesSize: '0.89991', typical: '30.00' } }]);
    const sixth = kit.place(intent({ lots: 0, quoteAmount: Decimal.parse('90') }));
    expect(sixth.fault).toBeNull();
    expect(kit.engine.gate.typicalNotional()).toBeCloseTo(35, 9);
    const again = new EngineKit({ limits });
    again.restore(snapshot({ time: utcMs(kit.now), memories: new Map([[HABITS_MEMORY, kept(sixth)]]) }));
    expect(again.engine.gate.typicalNotional()).toBeCloseTo(35, 9);
    for (let i = 0; i < 20; i += 1) kit.order({ lots: 10_000, type: 'limit', limitTicks: 9_900 });
    expect(kit.engine.gate.typicalNotional()).toBeCloseTo(9.9, 12);
  });
});

describe('what one strategy holds', () => {
  it('is its own by its fills and orders; the rest is a person’s', () => {
    const kit = funded({ limits: limited({ maxStrategyExposure: '25' }), find: () => new Scripted().definition });
    const record = strategyRecord({});
    kit.restore(
      snapshot({
        time: utcMs(kit.now),
        balances: new Map([['USD', Decimal.parse('1000')]]),
        limits: limited({ maxStrategyExposure: '25' }),
        strategies: [record],
        positions: [
          { instrument: 0, lots: 30_000, cost: Decimal.parse('30'), realised: Decimal.ZERO, fees: Decimal.ZERO, openedAt: utcMs(0) },
        ],
        instancePositions: [
          {
            instance: record.instance,
            instrument: 0,
            lots: 20_000,
            cost: Decimal.parse('20'),
            realised: Decimal.ZERO,
            fees: Decimal.ZERO,
            openedAt: utcMs(0),
          },
        ],
      }),
    );
    kit.quote(100);
    const { gate } = kit.engine;
    expect([gate.originLots(record.instance, 0), gate.originLots('you', 0), gate.originLots('gone', 0)]).toEqual([20_000, 10_000, 0]);
    expect(gate.origins).toEqual([record.instance, 'you']);
    expect(kit.place(intent({ lots: 10_000 })).fault).toBeNull();
    expect(kit.place(intent({ lots: 6_000 })).of('refusal')).toMatchObject([
      { code: 'risk.max-strategy', details: { scope: 'you', passesSize: '0.04999' } },
    ]);
  });
});

describe('what moves together', () => {
  const limits = limited({ maxGroupExposure: '50', groupCorrelation: 0.8 });

  /** A day of quarter hours in which both prices move alike, or not. */
  function aDay(kit: EngineKit, alike: boolean): Answer {
    let last: Answer | null = null;
    for (let i = 0; i < 100; i += 1) {
      kit.now += QUARTER;
      const up = i % 2 === 0 ? 101 : 100;
      last = kit.quote(up);
      kit.quote(alike ? up : i % 4 < 2 ? 101 : 100, 1);
    }
    return last!;
  }

  it('has one limit once a day of prices is known, over a restart too', () => {
    const kit = funded({ limits });
    kit.buy(40_000, 1);
    expect(kit.place(intent({ lots: 20_000 })).fault).toBeNull();
    const sampled = aDay(kit, true);
    expect(kit.place(intent({ lots: 5_000 })).of('refusal')).toMatchObject([
      { code: 'risk.max-group', details: { scope: 'BTC/USD, ETH/USD' } },
    ]);
    const memory = kept(sampled);
    const again = new EngineKit({ limits });
    again.restore(snapshot({ time: utcMs(kit.now), memories: new Map([[HABITS_MEMORY, memory]]) }));
    expect(again.engine.gate.movesWith(0)).toEqual([0, 1]);
    const others = new EngineKit({ limits, specs: [spec('ETH'), spec('BTC')] });
    others.restore(snapshot({ time: utcMs(kit.now), memories: new Map([[HABITS_MEMORY, memory]]) }));
    expect(others.engine.gate.movesWith(0)).toEqual([0]);
    kit.command({ type: 'set-limits', limits: NO_LIMITS });
    expect(kit.engine.gate.movesWith(0)).toEqual([0]);
    expect(kit.engine.gate.movesWith(9)).toEqual([]);
  });

  it('is nothing where returns do not go together', () => {
    const kit = funded({ limits });
    aDay(kit, false);
    expect(kit.engine.gate.movesWith(0)).toEqual([0]);
  });
});

describe('the money behind a perpetual', () => {
  it('is the balance with what the others have won, less their maintenance margin', () => {
    const kit = new EngineKit({ specs: ['BTC', 'ETH'].map((base) => spec(base, { kind: 'perpetual', minNotional: '0.1' })) });
    kit.deposit('1000');
    kit.quote(100);
    kit.quote(100, 1);
    const id = kit.order({ instrument: 1, lots: 100_000 });
    kit.ack(id);
    kit.fill(id, 100_000);
    kit.quote(110, 1);
    const { gate } = kit.engine;
    // 1 ETH bought at 100 with a fee of 1, now 110 at a maintenance margin of 1 %.
    expect(gate.collateral(0).toString()).toBe('1007.9');
    expect(gate.collateral(1).toString()).toBe('999');
    expect([gate.positionCost(1).toString(), gate.collateral(7).toString()]).toEqual(['100', '0']);
  });
});

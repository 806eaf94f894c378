import { describe, expect, it } from 'vitest';
import { Decimal } from '../../../../src-shared/kernel/decimal.ts';
import type { StrategyInstanceId } from '../../../../src-shared/kernel/ids.ts';
import { utcMs } from '../../../../src-shared/kernel/time.ts';
import type { StrategyDefinition, StrategyDesk, StrategyFill } from '../../../../src-main/core/strategies/strategy.ts';
import type { MarginReport } from '../../../../src-main/ports/execution-venue.ts';
import { candleColumns } from '../../../../src-shared/domain/candle.ts';
import { spec } from '../risk/desk-of-one.ts';
import { type Answer, EngineKit, intent, strategyRecord } from './engine-kit.ts';

const CONTRACT = spec('BTC', { kind: 'perpetual', minNotional: '0.1' });

/** Strategies that go where they are told at each bar, and tell what they hear. */
class Told {
  readonly wishes = new Map<string, (desk: StrategyDesk) => void>();
  readonly heard: string[] = [];
  private made = 0;

  readonly find = (): StrategyDefinition => ({
    spec: { id: 'told', family: 'test', description: '', parameters: [] },
    warmupBars: () => 0,
    create: () => {
      this.made += 1;
      const name = `told-${String(this.made)}`;
      return {
        warm: () => undefined,
        onBar: (_, __, desk) => this.wishes.get(name)?.(desk),
        onFill: () => undefined,
        onLiquidation: ({ side, lots, tag }: StrategyFill, desk: StrategyDesk) => {
          this.heard.push(`${name} ${side} ${String(lots)} ${String(tag)} holds ${String(desk.positionLots)}`);
        },
        memory: () => '',
        restore: () => undefined,
      };
    },
  });
}

/** Two strategies on one contract: the first holds `one` lots, the second `two`, a person the rest. */
function held(one: number, two: number, own = 0): { readonly kit: EngineKit; readonly told: Told } {
  const told = new Told();
  const kit = new EngineKit({ specs: [CONTRACT], find: told.find });
  kit.deposit('100000');
  kit.bar(100);
  for (const [place, lots] of [one, two].entries()) {
    const size = { kind: 'base', amount: String(Math.abs(lots) / 100_000) } as const;
    const instance = `told-${String(place + 1)}` as StrategyInstanceId;
    const record = strategyRecord({ instance, strategy: 'told', instrument: CONTRACT.id, size });
    kit.command({ type: 'start-strategy', record, history: candleColumns(0) });
    told.wishes.set(instance, (desk) => {
      if (desk.positionLots === 0) desk.enter(lots > 0 ? 'long' : 'short');
    });
  }
  kit.now += 60_000;
  const sent = kit.bar(100).sent;
  for (const [place, lots] of [one, two].entries()) kit.fill(sent[place]!, Math.abs(lots));
  told.wishes.clear();
  if (own !== 0) {
    const id = kit.place(intent({ side: own > 0 ? 'buy' : 'sell', lots: Math.abs(own) })).sent[0]!;
    kit.fill(id, Math.abs(own));
  }
  return { kit, told };
}

function margin(kit: EngineKit, report: object): Answer {
  const time = utcMs(kit.now);
  return kit.step({ kind: 'margin', time: kit.now, report: { instrument: 0, time, ...report } as MarginReport });
}

describe('funding', () => {
  it('is booked on each part of what is held, exactly', () => {
    const { kit } = held(3_000, -1_000, 500);
    const before = Decimal.parse(kit.balance());
    const answer = margin(kit, { kind: 'funding', lots: 2_500, ticks: 10_000, rate: Decimal.parse('0.0001') });
    expect(answer.of('carry').map(({ origin, amount }) => [origin, amount.toString()])).toEqual([
      ['told-1', '-0.0003'],
      ['told-2', '0.0001'],
      ['you', '-0.00005'],
    ]);
    expect(Decimal.parse(kit.balance()).sub(before).toString()).toBe('-0.00025');
  });
});

describe('a liquidation', () => {
  it('is an order, a fill and a signal of each that held on its side, with the fee in parts', () => {
    const { kit, told } = held(1_000, 2_000);
    const answer = margin(kit, { kind: 'liquidated', side: 'sell', ticks: 9_000, lots: 3_000, fee: Decimal.parse('0.1') });
    expect(answer.records.map(({ kind }) => kind)).toEqual([
      'order',
      'fill',
      'order-state',
      'signal',
      'order',
      'fill',
      'order-state',
      'signal',
    ]);
    const fills = answer.of('fill');
    expect(fills.map(({ origin, side, fill }) => [origin, side, fill.lots, fill.liquidation])).toEqual([
      ['told-1', 'sell', 1_000, true],
      ['told-2', 'sell', 2_000, true],
    ]);
    expect(fills.reduce((sum, { fill }) => sum.add(fill.fee), Decimal.ZERO).toString()).toBe('0.1');
    expect(fills.reduce((sum, { realised }) => sum.add(realised ?? Decimal.ZERO), Decimal.ZERO).toString()).toBe('-0.3');
    expect(answer.of('order').map(({ order }) => [order.origin, order.tag, order.reduceOnly])).toEqual([
      ['told-1', 'venue:liquidation', true],
      ['told-2', 'venue:liquidation', true],
    ]);
    expect(answer.of('signal')[0]).toMatchObject({ code: 'strategy.liquidated', details: { size: 0.01, price: 90 } });
    expect(told.heard).toEqual(['told-1 sell 1000 venue:liquidation holds 0', 'told-2 sell 2000 venue:liquidation holds 0']);
    expect([kit.held(), new Set(answer.of('order').map(({ order }) => order.id)).size]).toEqual([0, 2]);
  });

  it('leaves to others what they hold against each other', () => {
    const { kit, told } = held(3_000, -1_000);
    margin(kit, { kind: 'liquidated', side: 'sell', ticks: 9_000, lots: 2_000, fee: Decimal.ZERO });
    expect([kit.held(), told.heard]).toEqual([0, ['told-1 sell 2000 venue:liquidation holds 1000']]);
    // What the first still holds stands against the second: either may go, and turns what both hold.
    told.wishes.set('told-1', (desk) => {
      desk.exit();
    });
    kit.now += 60_000;
    const order = kit.bar(90).of('order')[0]!.order;
    expect([order.side, order.lots, order.reduceOnly]).toEqual(['sell', 1_000, false]);
  });

  it('takes from a person what no strategy holds', () => {
    const { kit } = held(1_000, 1_000, -3_000);
    const answer = margin(kit, { kind: 'liquidated', side: 'buy', ticks: 11_000, lots: 1_000, fee: Decimal.ZERO });
    expect(answer.of('fill').map(({ origin, side, fill }) => [origin, side, fill.lots])).toEqual([['you', 'buy', 1_000]]);
    expect(kit.held()).toBe(0);
  });
});

describe('a strategy on a contract', () => {
  it('turns with one order, and is sized by the margin that its rule gives', () => {
    const told = new Told();
    const kit = new EngineKit({ specs: [CONTRACT], find: told.find });
    kit.deposit('1000');
    kit.bar(100);
    kit.command({
      type: 'start-strategy',
      record: strategyRecord({
        instance: 'told-1' as StrategyInstanceId,
        strategy: 'told',
        instrument: CONTRACT.id,
        size: { kind: 'quote', amount: '100' },
      }),
      history: candleColumns(0),
    });
    const orders = (wish: (desk: StrategyDesk) => void): readonly (readonly [string, number])[] => {
      told.wishes.set('told-1', wish);
      kit.now += 60_000;
      const answer = kit.bar(100);
      for (const { order } of answer.of('order')) kit.fill(order.id, order.lots);
      return answer.of('order').map(({ order }) => [order.side, order.lots] as const);
    };
    // 100 of margin at five times, fee of 0.1 % beside it, at 100.50.
    const lots = Math.floor(500 / (100.5 * 1.005) / 0.00001);
    expect(orders((desk) => desk.enter('short'))).toEqual([['sell', lots]]);
    expect(orders((desk) => desk.enter())).toEqual([['buy', 2 * lots]]);
    expect(orders((desk) => desk.exit())).toEqual([['sell', lots]]);
    expect(orders((desk) => desk.spend(50))).toEqual([['buy', Math.floor(50 / (100 * 1.001) / 0.00001)]]);
    expect(orders((desk) => desk.sell(1_000))).toEqual([['sell', 1_000]]);
    expect(orders((desk) => desk.signal('x', { short: desk.canShort, ways: desk.ways, rate: String(desk.fundingRate(0)) }))).toEqual([]);
  });

  it('cannot be short of what is spot', () => {
    const told = new Told();
    const kit = new EngineKit({ specs: [spec('BTC', { minNotional: '0.1' })], find: told.find });
    kit.deposit('1000');
    kit.bar(100);
    const record = strategyRecord({ instance: 'told-1' as StrategyInstanceId, strategy: 'told', size: { kind: 'quote', amount: '100' } });
    kit.command({ type: 'start-strategy', record, history: candleColumns(0) });
    told.wishes.set('told-1', (desk) => desk.enter('short'));
    kit.now += 60_000;
    expect(
      kit
        .bar(100)
        .of('refusal')
        .map(({ code }) => code),
    ).toEqual(['risk.free-base']);
  });
});

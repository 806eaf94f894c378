import { describe, expect, it } from 'vitest';
import { candleColumns } from '../../../../src-shared/domain/candle.ts';
import type { Instrument } from '../../../../src-shared/domain/instrument.ts';
import { NO_LIMITS } from '../../../../src-shared/domain/limits.ts';
import type { StrategyParameters } from '../../../../src-shared/domain/strategy-spec.ts';
import { Fault } from '../../../../src-shared/kernel/fault.ts';
import type { StrategyInstanceId } from '../../../../src-shared/kernel/ids.ts';
import { utcMs } from '../../../../src-shared/kernel/time.ts';
import type { EngineCommand } from '../../../../src-main/core/engine/engine-event.ts';
import { NOW } from '../risk/desk-of-one.ts';
import { ALL, SPECS, Scripted, flatBars, funded, intent, strategyRecord, type EngineKit, type KitOptions } from './engine-kit.ts';

function trading(over: Parameters<typeof strategyRecord>[0] = {}, options: KitOptions = {}): { kit: EngineKit; scripted: Scripted } {
  const scripted = new Scripted();
  const kit = funded({ ...options, find: scripted.find });
  kit.command({ type: 'start-strategy', record: strategyRecord(over), history: candleColumns(0) });
  return { kit, scripted };
}

function nextBar(kit: EngineKit, close = 100) {
  kit.now += 60_000;
  return kit.bar(close);
}

describe('a strategy at work', () => {
  it('hears the closes of its instrument and timeframe from its start on, the last bar of the market excepted', () => {
    const { kit, scripted } = trading();
    kit.bar(1);
    kit.bar(2, { instrument: 1 });
    kit.bar(3, { timeframe: '5m' });
    kit.bar(4, { last: true });
    expect(scripted.bars).toEqual([1]);
    kit.now = NOW - 1;
    kit.bar(5);
    expect(scripted.bars).toEqual([1]);
  });

  it('does not decide on bars that it was warmed with', () => {
    const scripted = new Scripted();
    const kit = funded({ find: scripted.find });
    const history = flatBars(NOW - 60_000, '1m', [1]);
    kit.command({ type: 'start-strategy', record: strategyRecord({ startedAt: utcMs(0) }), history });
    kit.bar(1);
    nextBar(kit, 2);
    expect(scripted.bars).toEqual([2]);
  });

  it('says what money its size rule gives it, what it holds counted in', () => {
    const capital = (size: Parameters<typeof strategyRecord>[0]): number => {
      const { kit, scripted } = trading(size);
      const seen: number[] = [];
      scripted.bar = (desk) => seen.push(desk.capital);
      kit.bar(100);
      return seen[0]!;
    };
    expect(capital({ size: { kind: 'base', amount: '0.25' } })).toBe(25);
    expect(capital({ size: { kind: 'quote', amount: '750' } })).toBe(750);
    expect(capital({ size: { kind: 'equity-fraction', fraction: 0.1 } })).toBe(10_000);
    expect(capital({ size: ALL })).toBe(100_000);
  });

  it('spends a part of its money, never more than is free, and sells a part of what it holds', () => {
    const { kit, scripted } = trading();
    const asked: (string | undefined)[] = [];
    scripted.bar = (desk, close) => {
      if (close === 100) desk.spend(123.456789019);
      else if (close === 101) desk.spend(1e9);
      else desk.sell(close === 102 ? 5 : 1e9);
    };
    asked.push(kit.bar(100).of('order')[0]?.order.quoteAmount?.toString());
    asked.push(nextBar(kit, 101).of('order')[0]?.order.quoteAmount?.toString());
    // Free is what the first order does not hold back.
    expect(asked).toEqual(['123.45678901', '99876.54321099']);
    // It holds nothing yet.
    expect(nextBar(kit, 102).of('order')).toEqual([]);
  });

  it('sizes an entry by the rule of its instance', () => {
    const bought = (size: Parameters<typeof strategyRecord>[0]) => {
      const { kit, scripted } = trading(size);
      scripted.bar = (desk) => desk.enter();
      const [record] = kit.bar(100).of('order');
      return record?.order;
    };
    expect(bought({ size: { kind: 'base', amount: '0.25' } })).toMatchObject({ lots: 25_000, quoteAmount: null, type: 'market' });
    expect(bought({ size: { kind: 'quote', amount: '750' } })?.quoteAmount?.toString()).toBe('750');
    expect(bought({ size: { kind: 'equity-fraction', fraction: 0.1 } })?.quoteAmount?.toString()).toBe('10000');
    expect(bought({ size: ALL })?.quoteAmount?.toString()).toBe('100000');
  });

  it('splits its size over the levels of a grid', () => {
    const sizes: number[] = [];
    for (const size of [{ kind: 'base', amount: '0.3' } as const, { kind: 'quote', amount: '300' } as const]) {
      const { kit, scripted } = trading({ size });
      scripted.bar = (desk) => sizes.push(desk.sizeAt(10_000, 3));
      kit.bar(100);
    }
    expect(sizes).toEqual([10_000, 99_900]);
  });

  it('has the refusal of an entry without money recorded', () => {
    const { kit, scripted } = trading({ size: { kind: 'equity-fraction', fraction: 0.000_000_01 } });
    scripted.bar = (desk) => desk.enter();
    const answer = kit.bar(100);
    expect(answer.sent).toEqual([]);
    expect(answer.of('refusal')[0]).toMatchObject({ code: 'risk.min-notional', origin: 'scripted-1' });
  });

  it('asks the gate like everybody else', () => {
    const { kit, scripted } = trading({}, { limits: { ...NO_LIMITS, maxOrderNotional: '50' } });
    scripted.bar = (desk) => desk.enter();
    expect(kit.bar(100).of('refusal')[0]).toMatchObject({ code: 'risk.max-order-notional', origin: 'scripted-1' });
  });

  it('holds what its own fills brought, whoever else trades the instrument', () => {
    const { kit, scripted } = trading({ size: { kind: 'base', amount: '0.1' } });
    kit.buy(5_000);
    const held: number[] = [];
    scripted.bar = (desk) => {
      held.push(desk.positionLots, desk.outstandingLots('buy'));
      if (desk.positionLots === 0 && desk.outstandingLots('buy') === 0) desk.enter();
    };
    const [id] = nextBar(kit).sent;
    nextBar(kit);
    kit.fill(id!, 4_000, { remaining: 6_000 });
    nextBar(kit);
    kit.fill(id!, 6_000);
    nextBar(kit);
    expect(held).toEqual([0, 0, 0, 10_000, 4_000, 6_000, 10_000, 0]);
    expect(scripted.fills.map(({ lots, complete, side, ticks }) => [lots, complete, side, ticks])).toEqual([
      [4_000, false, 'buy', 10_000],
      [6_000, true, 'buy', 10_000],
    ]);
    expect(kit.held()).toBe(15_000);
  });

  it('sells on an exit what it holds and no more, and ends the rest of its entry first', () => {
    const { kit, scripted } = trading({ size: { kind: 'base', amount: '0.1' } });
    scripted.bar = (desk) => desk.enter();
    const [entry] = nextBar(kit).sent;
    kit.fill(entry!, 4_000, { remaining: 6_000 });
    scripted.bar = (desk) => desk.exit();
    const answer = nextBar(kit);
    expect(answer.cancelled).toEqual([entry]);
    expect(answer.of('order')[0]?.order).toMatchObject({ side: 'sell', lots: 4_000, reduceOnly: true });
    kit.fill(answer.sent[0]!, 4_000);
    expect(nextBar(kit).sent).toEqual([]);
  });

  it('places limits at prices of as many figures as the venue takes, never worse for their side', () => {
    const { kit, scripted } = trading({}, { specs: SPECS.map((each) => ({ ...each, priceFigures: 3 })) });
    scripted.bar = (desk) => desk.limit('buy', 9_019, 5_000, 'low');
    const answer = nextBar(kit);
    // 90.19: three figures are 90.1.
    expect(answer.of('order')[0]?.order).toMatchObject({ limitTicks: 9_010 });
    kit.fill(answer.sent[0]!, 5_000);
    scripted.bar = (desk) => desk.limit('sell', 11_045, 5_000, 'high');
    // 110.45: three figures are whole.
    expect(nextBar(kit).of('order')[0]?.order).toMatchObject({ side: 'sell', limitTicks: 11_100 });
  });

  it('names its working limit orders by tags, which are free again when they end', () => {
    const { kit, scripted } = trading();
    const tags: (readonly string[])[] = [];
    scripted.bar = (desk) => {
      desk.limit('buy', 9_000, 5_000, 'low');
      desk.limit('buy', 8_000, 0, 'nothing');
      desk.limit('buy', 8_500, 5_000, 'lower');
      tags.push(desk.workingTags());
    };
    const [low, lower] = nextBar(kit).sent;
    scripted.bar = (desk) => {
      desk.cancel('low');
      tags.push(desk.workingTags());
    };
    expect(nextBar(kit).cancelled).toEqual([low]);
    kit.end('cancelled', low!);
    scripted.bar = (desk) => {
      tags.push(desk.workingTags());
      expect(() => desk.limit('buy', 8_500, 5_000, 'lower')).toThrow('one working order');
    };
    nextBar(kit);
    expect(tags).toEqual([['low', 'lower'], ['low', 'lower'], ['lower']]);
    kit.fill(lower!, 5_000, { price: 85 });
    expect(scripted.fills[0]?.tag).toBe('lower');
  });

  it('may act on a fill, under an identity that is the fill itself', () => {
    const act = (lots: number) => {
      const { kit, scripted } = trading({ size: { kind: 'base', amount: '0.1' } });
      scripted.bar = (desk) => desk.enter();
      const [entry] = kit.bar(100).sent;
      scripted.filled = (desk) => desk.limit('sell', 11_000, lots, 'up');
      return [entry, kit.fill(entry!, 10_000, { id: 'f' }).sent[0]];
    };
    expect(act(10_000)).toEqual(act(9_000));
    expect(act(10_000)[0]).not.toBe(act(10_000)[1]);
  });

  it('has its signals recorded, and its memory whenever it changed', () => {
    const { kit, scripted } = trading({ size: { kind: 'base', amount: '0.1' } });
    scripted.bar = (desk) => {
      desk.signal('grid.placed', { levels: 3 });
      scripted.remembered = '{"level":1}';
      expect(desk.time).toBe(kit.now);
    };
    const answer = nextBar(kit);
    expect(answer.of('signal')[0]).toMatchObject({ instance: 'scripted-1', code: 'grid.placed', details: { levels: 3 }, time: kit.now });
    expect(answer.of('strategy-memory').map(({ memory }) => memory)).toEqual(['{"level":1}']);
    expect(nextBar(kit).of('strategy-memory')).toEqual([]);
    scripted.bar = (desk) => desk.enter();
    const [entry] = nextBar(kit).sent;
    scripted.filled = () => {
      scripted.remembered = '';
    };
    expect(
      kit
        .fill(entry!, 10_000)
        .of('strategy-memory')
        .map(({ memory }) => memory),
    ).toEqual(['']);
  });

  it('hears nothing any more once it is stopped, though its fills are booked', () => {
    const { kit, scripted } = trading({ size: { kind: 'base', amount: '0.1' } });
    scripted.bar = (desk) => desk.enter();
    const [entry] = nextBar(kit).sent;
    kit.command({ type: 'stop-strategy', instance: 'scripted-1' as StrategyInstanceId, close: true });
    kit.fill(entry!, 10_000);
    nextBar(kit);
    expect(scripted.fills).toEqual([]);
    expect(kit.held()).toBe(10_000);
  });

  it('decides beside others of its instrument in the order of their names, however they were started', () => {
    const order = (names: readonly string[]) => {
      const heard: string[] = [];
      const many = new Map(names.map((name) => [name, new Scripted()]));
      const kit = funded({ find: (id) => many.get(id)?.definition });
      for (const name of names) {
        many.get(name)!.bar = () => heard.push(name);
        const record = strategyRecord({ instance: name as StrategyInstanceId, strategy: name });
        kit.command({ type: 'start-strategy', record, history: candleColumns(0) });
      }
      nextBar(kit);
      return heard;
    };
    expect(order(['b', 'c', 'a'])).toEqual(['a', 'b', 'c']);
  });
});

describe('the market', () => {
  it('values the account at the newest price, of a bar or a quote', () => {
    const { kit } = trading();
    kit.buy(10_000);
    kit.now += 1;
    kit.quote(110);
    expect(kit.engine.account.equity()).toBeCloseTo(100_000.9, 9);
    expect(kit.engine.account.grossExposure()).toBeCloseTo(11, 9);
    kit.now += 59_999;
    kit.bar(120.004);
    expect(kit.engine.account.equity()).toBeCloseTo(100_001.9004, 9);
    expect(kit.engine.gate.markTicks(0)).toBe(12_000);
    // A bar's close is the newer price, and no newer word of what can be had.
    expect(kit.engine.gate.markTime(0)).toBe(kit.now - 59_999);
  });

  it('takes the quote of an instant before the bar that closes at it', () => {
    const { kit } = trading();
    kit.quote(110);
    kit.bar(120);
    expect(kit.engine.gate.markTicks(0)).toBe(11_000);
    kit.bar(90, { instrument: 1 });
    nextBar(kit, 130);
    expect([kit.engine.gate.markTicks(0), kit.engine.gate.markTicks(1)]).toEqual([13_000, 10_000]);
  });

  it('trips on a loss, and writes it down in the step in which it happened', () => {
    const { kit } = trading({}, { limits: { ...NO_LIMITS, maxDailyLoss: '100' } });
    nextBar(kit);
    kit.buy(1_000_000);
    const answer = nextBar(kit, 89);
    expect(answer.of('risk-state')[0]?.risk).toMatchObject({ state: 'REDUCING', reason: 'risk.daily-loss' });
    expect(kit.place(intent()).fault).toBe('risk.daily-loss');
  });

  it('never goes back in time, and counts orders within the minute before now', () => {
    const { kit } = trading({}, { limits: { ...NO_LIMITS, maxOrdersPerMinute: 2 } });
    kit.order();
    kit.now += 30_000;
    kit.order();
    expect(kit.engine.gate.ordersWithinMinute()).toBe(2);
    kit.now += 30_000;
    kit.quote(100);
    expect(kit.engine.gate.ordersWithinMinute()).toBe(1);
    kit.now -= 60_000;
    kit.quote(101);
    expect(kit.engine.account.time).toBe(NOW + 60_000);
  });

  it('knows nothing of instruments that it does not have', () => {
    const { kit } = trading();
    const { gate, account } = kit.engine;
    expect([gate.markTicks(9), gate.markTime(9), gate.bidTicks(9), gate.askTicks(9), gate.positionLots(9), account.heldSize(9)]).toEqual([
      0, 0, 0, 0, 0, 0,
    ]);
    expect([gate.bidTicks(0), gate.askTicks(0)]).toEqual([9_999, 10_001]);
    expect(() => gate.takerFeeRate(9)).toThrow('column');
  });
});

describe('other parameters for a strategy at work', () => {
  const NAME = 'scripted-1' as StrategyInstanceId;

  function change(kit: EngineKit, over: Partial<Extract<EngineCommand, { type: 'change-strategy' }>> = {}) {
    return kit.command({
      type: 'change-strategy',
      instance: NAME,
      parameters: { pace: 2 },
      size: null,
      history: candleColumns(0),
      ...over,
    });
  }

  it('hold from its next bar on: it is made anew, keeps position and name, and the ledger has them', () => {
    const { kit, scripted } = trading();
    const made: StrategyParameters[] = [];
    const { create } = scripted.definition;
    Object.assign(scripted.definition, {
      create: (parameters: StrategyParameters, instrument: Instrument) => (made.push(parameters), create(parameters, instrument)),
    });
    scripted.bar = (desk) => desk.enter();
    const [entry] = nextBar(kit).sent;
    kit.fill(entry!, 4_000);
    scripted.bar = () => undefined;
    scripted.remembered = 'of the old';
    const answer = change(kit, { history: flatBars(kit.now - 60_000, '1m', [1]) });
    expect(made).toEqual([{ pace: 2 }]);
    expect(answer.of('strategy')).toMatchObject([{ record: { instance: NAME, parameters: { pace: 2 }, running: true, size: ALL } }]);
    expect(answer.of('signal')).toMatchObject([{ instance: NAME, code: 'strategy.changed', details: { parameters: 'pace 2' } }]);
    expect(answer.of('strategy-memory')).toMatchObject([{ instance: NAME }]);
    expect(kit.engine.director.running.map(({ record, positionLots }) => [record.parameters, positionLots])).toEqual([
      [{ pace: 2 }, 4_000],
    ]);
    const before = scripted.bars.length;
    kit.bar(100);
    expect(scripted.bars).toHaveLength(before);
    nextBar(kit, 101);
    expect(scripted.bars).toHaveLength(before + 1);
  });

  it('cancel what rests by the old ones; another size alone changes nothing else', () => {
    const { kit, scripted } = trading();
    scripted.bar = (desk) => desk.limit('buy', 9_000, 1_000, 'a');
    const [order] = nextBar(kit).sent;
    kit.ack(order!);
    scripted.bar = () => undefined;
    scripted.remembered = 'mine';
    const size = change(kit, { parameters: {}, size: { kind: 'quote', amount: '500' } });
    expect([size.cancelled, size.of('signal').map(({ code }) => code)]).toEqual([[], ['strategy.resized']]);
    expect(size.of('strategy-memory')).toMatchObject([{ memory: 'mine' }]);
    expect(size.of('strategy')[0]?.record.size).toEqual({ kind: 'quote', amount: '500' });
    expect(change(kit).cancelled).toEqual([order]);
  });

  it('are refused for one that does not run, and leave one running whose new ones cannot be', () => {
    const { kit, scripted } = trading();
    expect(change(kit, { instance: 'other' as StrategyInstanceId }).fault).toBe('strategy.unknown');
    Object.assign(scripted.definition, {
      create: () => {
        throw new Fault('input.invalid', { field: 'pace', problem: 'It is too fast.' });
      },
    });
    expect(change(kit).fault).toBe('input.invalid');
    nextBar(kit, 7);
    expect(scripted.bars).toEqual([7]);
  });
});

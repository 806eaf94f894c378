import { describe, expect, it } from 'vitest';
import { Instrument } from '../../../../src-shared/domain/instrument.ts';
import { InvariantError } from '../../../../src-shared/kernel/result.ts';
import { GRID } from '../../../../src-main/core/strategies/grid.ts';
import { spec } from '../risk/desk-of-one.ts';
import { bars, PaperDesk } from './paper-desk.ts';

const BTC = new Instrument(spec('BTC'), 0);

function placed(memory?: string) {
  const strategy = GRID.create({ spacing: 10, levels: 2 }, BTC);
  if (memory !== undefined) strategy.restore(memory);
  return { strategy, desk: new PaperDesk(strategy) };
}

describe('grid', () => {
  it('places its buys below the first close, in equal shares', () => {
    const { strategy, desk } = placed();
    strategy.warm(bars(1, 2, 3));
    expect(GRID.warmupBars({})).toBe(0);
    desk.close(100);
    expect(desk.take()).toEqual(['buy 500 at 9000', 'buy 500 at 8100']);
    desk.close(120, 80);
    expect(desk.take()).toEqual([]);
    expect(desk.signals).toEqual([{ code: 'grid.placed', details: { levels: 2, anchor: 100, spacing: 10 } }]);
  });

  it('sells what a level bought one level up, and buys again', () => {
    const { desk } = placed();
    desk.close(100);
    desk.fill('buy');
    desk.take();
    desk.fill('buy');
    expect(desk.take()).toEqual(['sell 500 at 10000']);
    desk.fill('sell');
    expect(desk.take()).toEqual(['buy 500 at 9000']);
    expect(desk.positionLots).toBe(500);
    expect(desk.signals.slice(1).map(({ code }) => code)).toEqual(['grid.bought', 'grid.bought', 'grid.sold']);
    expect(desk.signals[1]?.details).toEqual({ level: 2, target: 90, size: 0.005, base: 'BTC', price: 81 });
    expect(desk.signals[3]?.details).toMatchObject({ level: 1, target: 90, price: 100 });
  });

  it('takes over what it holds of other parameters: each level sells its share, the last one what is left', () => {
    const { desk } = placed();
    desk.positionLots = 1_200;
    desk.close(100);
    expect(desk.take()).toEqual(['sell 500 at 10000', 'sell 700 at 9000']);
  });

  it('sells only what it got when the rest of a buy is gone', () => {
    const { desk } = placed();
    desk.close(100);
    desk.fill('buy', 200);
    desk.close(95);
    desk.take();
    desk.cancel('buy-2');
    desk.close(95);
    expect(desk.take()).toEqual(['sell 200 at 9000']);
    desk.fill('sell', 50);
    desk.cancel('sell-2');
    desk.close(95);
    expect(desk.take()).toEqual(['sell 150 at 9000']);
  });

  it('goes on after a restart exactly where it was', () => {
    const first = placed();
    expect(first.strategy.memory()).toBe('');
    first.desk.close(100);
    first.desk.fill('buy');
    const again = placed(first.strategy.memory());
    expect(again.strategy.memory()).toBe(first.strategy.memory());
    again.desk.close(50);
    expect(again.desk.take()).toEqual(['buy 500 at 9000', 'sell 500 at 9000']);
    expect(() => GRID.create({ levels: 3 }, BTC).restore(first.strategy.memory())).toThrow(InvariantError);
  });

  it('keeps one order a level when a fill comes late, of an order whose place is taken', () => {
    const { strategy, desk } = placed();
    desk.close(100);
    const late = desk.working.find(({ tag }) => tag === 'buy-1');
    desk.cancel('buy-1');
    desk.close(99);
    desk.take();
    desk.positionLots += late?.lots ?? 0;
    strategy.onFill({ side: 'buy', ticks: late?.ticks ?? 0, lots: late?.lots ?? 0, tag: 'buy-1', complete: true }, desk);
    expect(desk.take()).toEqual([]);
    desk.fill('buy');
    desk.close(95);
    const tags = desk.workingTags();
    expect(new Set(tags.map((tag) => tag.slice(tag.indexOf('-')))).size).toBe(tags.length);
  });

  it('leaves out levels that are too small, and orders that are none of its own', () => {
    const { strategy, desk } = placed();
    desk.entryLots = 1;
    desk.close(100);
    expect(desk.take()).toEqual([]);
    strategy.onFill({ side: 'buy', ticks: 1, lots: 1, tag: null, complete: true }, desk);
    strategy.onFill({ side: 'buy', ticks: 1, lots: 1, tag: 'buy-9', complete: true }, desk);
    expect(desk.take()).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { Instrument } from '../../../../src-shared/domain/instrument.ts';
import { Fault } from '../../../../src-shared/kernel/fault.ts';
import { SMA_CROSS } from '../../../../src-main/core/strategies/sma-cross.ts';
import { spec } from '../risk/desk-of-one.ts';
import { bars, PaperDesk } from './paper-desk.ts';

const BTC = new Instrument(spec('BTC'), 0);

function placed(fast = 2, slow = 3) {
  const strategy = SMA_CROSS.create({ fast, slow }, BTC);
  return { strategy, desk: new PaperDesk(strategy) };
}

describe('sma-cross', () => {
  it('decides from the first bar on which both averages exist', () => {
    const { desk } = placed();
    desk.close(1, 2);
    expect(desk.take()).toEqual([]);
    desk.close(3);
    expect(desk.take()).toEqual(['buy 1000']);
  });

  it('keeps while the averages are equal, flat or long', () => {
    const { desk } = placed();
    desk.close(5, 5, 5, 5);
    expect(desk.take()).toEqual([]);
    desk.close(8);
    desk.fill('buy');
    desk.take();
    desk.close(8, 8, 8, 8);
    expect(desk.take()).toEqual([]);
  });

  it('sells everything below, and never short', () => {
    const { desk } = placed();
    desk.close(9, 8, 7, 6);
    expect(desk.take()).toEqual([]);
    desk.close(20);
    desk.fill('buy');
    desk.take();
    desk.close(21, 5, 1);
    expect(desk.take()).toEqual(['sell 1000']);
  });

  it('does not repeat an order that is out, and asks again for one that was refused', () => {
    const { desk } = placed();
    desk.close(1, 2, 3, 4, 5);
    expect(desk.take()).toEqual(['buy 1000']);
    desk.fill('buy');
    desk.close(4, 1, 1, 0.5);
    expect(desk.take()).toEqual(['sell 1000']);
    desk.fill('sell');
    desk.refusing = true;
    desk.close(9, 10);
    expect(desk.take()).toEqual(['buy 1000', 'buy 1000']);
  });

  it('sells what it holds of an entry that is still filling', () => {
    const { desk } = placed();
    desk.close(1, 2, 3);
    desk.fill('buy', 300);
    desk.close(1, 1);
    expect(desk.take()).toEqual(['buy 1000', 'sell 300']);
    desk.fill('sell');
    desk.fill('buy');
    desk.close(0.5);
    expect(desk.take()).toEqual(['sell 700']);
  });

  it('decides as if it had been there, after being warmed', () => {
    const { strategy, desk } = placed();
    strategy.warm(bars(3, 2));
    desk.close(9);
    expect(desk.take()).toEqual(['buy 1000']);
    expect(SMA_CROSS.warmupBars({ slow: 30 })).toBe(31);
    expect(strategy.memory()).toBe('');
    strategy.restore('');
  });

  it('says what it did and why, once per order', () => {
    const { desk } = placed();
    desk.close(1, 2, 3);
    desk.fill('buy', 400);
    desk.fill('buy');
    desk.close(1);
    desk.close(0.5);
    desk.fill('sell', 100);
    desk.fill('sell');
    desk.close(9);
    desk.fill('buy');
    desk.close(10, 2, 1);
    desk.close(0.5);
    desk.fill('sell');
    expect(desk.signals.map(({ code }) => code)).toEqual([
      'sma-cross.above',
      'sma-cross.crossed-down',
      'sma-cross.crossed-up',
      'sma-cross.below',
    ]);
    expect(desk.signals[0]?.details).toEqual({ fast: 2, slow: 3, gap: 0.5, size: 0.01, base: 'BTC' });
    expect(desk.signals[1]?.details).toMatchObject({ size: 0.01 });
  });

  it('names a crossing from above', () => {
    const { desk } = placed();
    desk.close(1, 2, 3);
    desk.fill('buy');
    desk.close(4, 0.5);
    desk.fill('sell');
    expect(desk.signals.at(-1)?.code).toBe('sma-cross.crossed-down');
  });

  it('needs a fast average that is faster', () => {
    expect(() => SMA_CROSS.create({ fast: 50, slow: 50 }, BTC)).toThrow(Fault);
    expect(() => SMA_CROSS.create({ fast: 60 }, BTC)).toThrow('Parameter fast of sma-cross: 60 bars must be fewer than those of slow, 50.');
  });
});

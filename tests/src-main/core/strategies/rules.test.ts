import { describe, expect, it } from 'vitest';
import { candleColumns, type CandleColumns } from '../../../../src-shared/domain/candle.ts';
import { Instrument } from '../../../../src-shared/domain/instrument.ts';
import { isSignalCode, signalSentence } from '../../../../src-shared/domain/signals.ts';
import type { StrategyParameters } from '../../../../src-shared/domain/strategy-spec.ts';
import { findStrategy } from '../../../../src-main/core/strategies/catalog.ts';
import { spec } from '../risk/desk-of-one.ts';
import { bars, PaperDesk } from './paper-desk.ts';

const BTC = new Instrument(spec('BTC'), 0);

function placed(id: string, parameters: StrategyParameters = {}, memory = '') {
  const definition = findStrategy(id)!;
  const strategy = definition.create(parameters, BTC);
  if (memory !== '') strategy.restore(memory);
  return { definition, strategy, desk: new PaperDesk(strategy) };
}

/** Bars of [high, low, close] each; they open at their close. */
function ranged(...rows: readonly (readonly [number, number, number])[]): CandleColumns {
  const columns = candleColumns(rows.length);
  rows.forEach(([high, low, close], row) => {
    columns.high[row] = high;
    columns.low[row] = low;
    columns.close[row] = columns.open[row] = close;
  });
  return columns;
}

const said = ({ signals }: PaperDesk): string[] =>
  signals.map(({ code, details }) => {
    expect(isSignalCode(code)).toBe(true);
    return signalSentence(code, details);
  });

describe('rsi-reversion', () => {
  const parameters = { period: 2, buyBelow: 30, sellAbove: 60 };

  it('buys when losses have outweighed gains, and sells the recovery', () => {
    const { desk } = placed('rsi-reversion', parameters);
    // Changes +2, -6: gains 1, losses 3 on average, 100 - 100 / (1 + 1/3) = 25.
    desk.close(100, 102);
    expect(desk.take()).toEqual([]);
    desk.close(96);
    expect(desk.take()).toEqual(['buy 1000']);
    desk.fill('buy');
    // +3: gains (1 + 3) / 2 = 2, losses 3 / 2 = 1.5: 57.14. +1: gains 1.5, losses 0.75: 66.67.
    desk.close(99);
    expect(desk.take()).toEqual([]);
    desk.close(100);
    expect(desk.take()).toEqual(['sell 1000']);
    desk.fill('sell');
    expect(said(desk)).toEqual(['RSI 25 is below 30, bought 0.01 BTC', 'RSI 66.67 is above 60, sold 0.01 BTC']);
  });

  it('does nothing where nothing moves, and sells where nothing falls', () => {
    const { desk } = placed('rsi-reversion', parameters);
    desk.close(5, 5, 5, 5);
    expect(desk.take()).toEqual([]);
    desk.positionLots = 7;
    desk.close(6, 7, 8);
    expect(desk.take()).toEqual(['sell 7']);
  });
});

describe('bollinger-reversion', () => {
  it('buys below the band and sells at the average', () => {
    const { desk } = placed('bollinger-reversion', { period: 4, width: 1.5 });
    // Mean 95, deviations 5, 5, 5, -15: root of (3 x 25 + 225) / 4 = 8.66; the band stands at 95 - 12.99 = 82.01.
    desk.close(100, 100, 100);
    desk.close(80);
    expect(desk.take()).toEqual(['buy 1000']);
    desk.fill('buy');
    // Of 100, 100, 80, 90 the mean is 92.5; of 100, 80, 90, 91 it is 90.25.
    desk.close(90);
    expect(desk.take()).toEqual([]);
    desk.close(91);
    expect(desk.take()).toEqual(['sell 1000']);
    desk.fill('sell', 400);
    desk.fill('sell');
    expect(said(desk)).toEqual([
      'Close 80 is below the band at 82.01, bought 0.01 BTC',
      'Close 91 is back at the average of 90.25, sold 0.01 BTC',
    ]);
  });
});

describe('donchian-breakout', () => {
  it('needs a close beyond the bars before, not their highs and lows', () => {
    const { desk } = placed('donchian-breakout', { entry: 3, exit: 2 });
    desk.pass(ranged([11, 9, 10], [12, 9, 10], [11, 8, 10], [13, 10, 12]));
    expect(desk.take()).toEqual([]);
    desk.pass(ranged([14, 12, 13.5]));
    expect(desk.take()).toEqual(['buy 1000']);
    desk.fill('buy');
    desk.pass(ranged([14, 9, 10]));
    expect(desk.take()).toEqual([]);
    desk.pass(ranged([11, 8, 8.5]));
    expect(desk.take()).toEqual(['sell 1000']);
    desk.fill('sell');
    expect(said(desk)).toEqual([
      'Close 13.5 is above 13, the high of 3 bars, bought 0.01 BTC',
      'Close 8.5 is below 9, the low of 2 bars, sold 0.01 BTC',
    ]);
  });
});

describe('macd-trend', () => {
  it('holds while the line is above its signal', () => {
    const { desk } = placed('macd-trend', { fast: 1, slow: 2, signal: 2 });
    // Line: 0.5, then EMA 2 of 1, 2, 5: 1.5, 3.8333: 1.1667; signal 0.8333: 0.3333 above.
    desk.close(1, 2);
    expect(desk.take()).toEqual([]);
    desk.close(5);
    expect(desk.take()).toEqual(['buy 1000']);
    desk.fill('buy');
    desk.close(5);
    expect(desk.take()).toEqual(['sell 1000']);
    desk.fill('sell');
    expect(said(desk)[0]).toBe('MACD is 0.3333 above its signal line, bought 0.01 BTC');
    expect(said(desk)[1]).toMatch(/^MACD is 0\.\d+ below its signal line, sold 0\.01 BTC$/u);
  });
});

describe('momentum', () => {
  const parameters = { period: 2, threshold: 5, trend: 3 };

  it('buys a rise above the long average and sells when it is gone', () => {
    const { desk } = placed('momentum', parameters);
    desk.close(100, 102, 104);
    expect(desk.take()).toEqual([]);
    desk.close(110);
    expect(desk.take()).toEqual(['buy 1000']);
    desk.fill('buy');
    desk.close(109);
    expect(desk.take()).toEqual([]);
    desk.close(109.5);
    expect(desk.take()).toEqual(['sell 1000']);
    desk.fill('sell');
    desk.close(130);
    desk.fill('buy');
    desk.close(100);
    desk.fill('sell');
    expect(said(desk)).toEqual([
      'Up 7.84% in 2 bars and above SMA 3, bought 0.01 BTC',
      'Change over 2 bars is -0.45%, sold 0.01 BTC',
      'Up 19.27% in 2 bars and above SMA 3, bought 0.01 BTC',
      'Close 100 is below SMA 3 at 113.17, sold 0.01 BTC',
    ]);
  });
});

describe('keltner-breakout', () => {
  const parameters = { period: 2, width: 1, atrPeriod: 2, stop: 1 };

  it('keeps its stop over a restart, and gives a position of other parameters one', () => {
    const first = placed('keltner-breakout', { ...parameters, width: 0.4 });
    // Closes 10, 10, 10, 15: average 13.33; ranges 2, 2, 7 make 4.5: the channel ends at 15.13. Then 23: 19.78 and 6.75 make 22.48.
    first.desk.pass(ranged([11, 9, 10], [11, 9, 10], [11, 9, 10], [16, 9, 15]));
    first.desk.pass(ranged([24, 15, 23]));
    expect(first.desk.take()).toEqual(['buy 1000']);
    const again = placed('keltner-breakout', { ...parameters, width: 0.4 }, first.strategy.memory());
    expect(again.strategy.memory()).toBe(first.strategy.memory());
    for (const { desk } of [first, again]) {
      desk.positionLots = 1_000;
      desk.working = [];
      desk.pass(ranged([24, 15, 16.2]));
    }
    expect(again.desk.take()).toEqual(['sell 1000']);
    expect(first.desk.take()).toEqual(['sell 1000']);
    const other = placed('keltner-breakout', { ...parameters, stop: 3 });
    other.desk.positionLots = 5;
    other.desk.pass(ranged([11, 9, 10], [11, 9, 10], [11, 9, 10]));
    expect(other.desk.take()).toEqual([]);
    other.desk.pass(ranged([11, 9, 9.5]));
    other.desk.fill('sell');
    expect(said(other.desk)).toEqual(['Close 9.5 is below the average at 9.67, sold 0.00005 BTC']);
  });

  it('names the stop where the stop is what ends it', () => {
    const { desk } = placed('keltner-breakout', { period: 3, width: 0.1, atrPeriod: 1, stop: 0.1 });
    desk.pass(ranged([11, 9, 10], [11, 9, 10], [12, 10, 12]));
    desk.fill('buy');
    desk.pass(ranged([12, 11.5, 11.75]));
    desk.fill('sell');
    // Average 10.667, range 2: the channel ends at 10.867, the stop stands at 12 - 0.2.
    expect(said(desk)).toEqual([
      'Close 12 is above the channel at 10.87, bought 0.01 BTC',
      'Close 11.75 is below the stop at 11.8, sold 0.01 BTC',
    ]);
  });
});

describe('chandelier-trend', () => {
  const parameters = { entry: 2, atrPeriod: 1, distance: 1 };

  it('hangs its stop from the highest high since the entry', () => {
    const { desk, strategy } = placed('chandelier-trend', parameters);
    desk.pass(ranged([11, 9, 10], [11, 9, 10], [14, 10, 13]));
    expect(desk.take()).toEqual(['buy 1000']);
    desk.fill('buy');
    // Peak 18, range 5: the stop stands at 13, where the close of 13.5 is above it.
    desk.pass(ranged([18, 13, 17]));
    desk.pass(ranged([17, 12, 13.5]));
    expect(desk.take()).toEqual([]);
    expect(JSON.parse(strategy.memory())).toEqual({ asked: null, mark: 18 });
    desk.pass(ranged([14, 13, 13.5]));
    expect(desk.take()).toEqual(['sell 1000']);
    desk.fill('sell');
    expect(said(desk)).toEqual([
      'Close 13 is above 11, the high of 2 bars, bought 0.01 BTC',
      'Close 13.5 is below 17, 1 ranges under the peak 18, sold 0.01 BTC',
    ]);
  });

  it('buys nothing while it has no range, and hangs a position of other parameters from the newest high', () => {
    const { desk } = placed('chandelier-trend', { ...parameters, atrPeriod: 10 });
    desk.close(1, 2, 3, 4, 5);
    expect(desk.take()).toEqual([]);
    const other = placed('chandelier-trend', parameters);
    other.desk.positionLots = 3;
    other.desk.pass(ranged([11, 9, 10], [11, 9, 10], [12, 8, 8.5]));
    expect(other.desk.take()).toEqual([]);
    other.desk.pass(ranged([9, 8, 8]));
    expect(other.desk.take()).toEqual(['sell 3']);
  });
});

describe('dca', () => {
  const HOUR = 3_600_000;

  it('spends its money in equal parts on its schedule, and then no more', () => {
    const { desk, definition, strategy } = placed('dca', { interval: 2, purchases: 3 });
    strategy.warm(bars(1));
    expect(definition.warmupBars({})).toBe(0);
    desk.capital = 300;
    const asked: string[] = [];
    for (let hour = 0; hour < 9; hour += 1) {
      desk.time = hour * HOUR;
      desk.capital = 999;
      if (hour === 0) desk.capital = 300;
      desk.close(10);
      const taken = desk.take();
      if (taken.length > 0) {
        asked.push(`${String(hour)} ${taken.join()}`);
        desk.fill('buy');
      }
    }
    expect(asked).toEqual(['0 buy 1000000', '2 buy 1000000', '4 buy 1000000']);
    expect(said(desk)[1]).toBe('Purchase 2 of 3: bought 10 BTC');
  });

  it('keeps its plan over a restart, skips what it missed, and does not count what was refused', () => {
    const first = placed('dca', { interval: 2, purchases: 3 });
    first.desk.capital = 300;
    first.desk.refusing = true;
    first.desk.close(10);
    expect(first.desk.take()).toHaveLength(1);
    const { desk } = placed('dca', { interval: 2, purchases: 3 }, first.strategy.memory());
    desk.time = 7 * HOUR;
    desk.close(10, 10);
    expect(desk.take()).toEqual(['buy 1000000']);
    desk.fill('buy', 400_000);
    desk.fill('buy');
    desk.close(10);
    expect(desk.take()).toEqual([]);
    desk.time = 8 * HOUR;
    desk.close(20);
    expect(desk.take()).toEqual(['buy 500000']);
    desk.fill('buy');
    expect(said(desk).at(-1)).toBe('Purchase 2 of 3: bought 5 BTC');
  });

  it('counts what it holds of other parameters as spent, and waits where there is nothing to spend', () => {
    const { desk, strategy } = placed('dca', { interval: 2, purchases: 2 });
    desk.capital = 0;
    desk.close(10);
    expect(desk.take()).toEqual([]);
    desk.capital = 400;
    desk.positionLots = 1_000_000;
    desk.close(10);
    expect(desk.take()).toEqual(['buy 1500000']);
    strategy.onFill({ side: 'sell', ticks: 1, lots: 5, tag: null, complete: true }, desk);
    expect(said(desk)).toEqual(['Sold 0.00005 BTC']);
  });
});

describe('volatility-target', () => {
  const DAY = 86_400_000;

  /** Daily bars whose closes swing by a factor up and down. */
  function swinging(factor: number, count: number): CandleColumns {
    const columns = bars(...Array.from({ length: count }, (_, row) => (row % 2 === 0 ? 100 : 100 * factor)));
    columns.time.set(Array.from({ length: count }, (_, row) => row * DAY));
    return columns;
  }

  it('holds the target over the volatility, and trades only beyond the band', () => {
    const { desk } = placed('volatility-target', { period: 6, target: 20, band: 10 });
    desk.capital = 1_000;
    desk.pass(swinging(Math.exp(0.02), 7));
    // Log returns of ±0.02: deviation 0.02 a day, times the root of 365 38.21 % a year, so 52.34 % of 1,000: 523.42 at 100.
    expect(desk.take()).toEqual(['buy 523423']);
    desk.fill('buy');
    expect(said(desk)).toEqual(['Volatility 38.2% a year, share raised to 52.3%: bought 5.23423 BTC']);
    desk.pass(swinging(Math.exp(0.02), 7));
    expect(desk.take()).toEqual([]);
  });

  it('sells down to the share when prices swing more, and leaves what is too small to trade', () => {
    const { desk, strategy } = placed('volatility-target', { period: 6, target: 20, band: 10 });
    desk.capital = 1_000;
    desk.positionLots = 900_000;
    desk.pass(swinging(Math.exp(0.04), 7));
    expect(desk.take()).toEqual(['sell 638288']);
    const again = placed('volatility-target', { period: 6 }, strategy.memory());
    expect(again.strategy.memory()).toBe(strategy.memory());
    desk.fill('sell');
    expect(said(desk)[0]).toMatch(/^Volatility 76\.4% a year, share lowered to 26\.2%: sold 6\.38288 BTC$/u);
    const poor = placed('volatility-target', { period: 6, target: 20, band: 10 });
    poor.desk.capital = 15;
    poor.desk.pass(swinging(Math.exp(0.02), 7));
    poor.desk.capital = 0;
    poor.desk.pass(swinging(Math.exp(0.02), 7));
    expect(poor.desk.take()).toEqual([]);
  });
});

describe('a fill without a reason', () => {
  it('is told all the same, once the order is complete', () => {
    const { desk, strategy } = placed('macd-trend');
    desk.positionLots = 0;
    strategy.onFill({ side: 'buy', ticks: 1, lots: 400, tag: null, complete: false }, desk);
    strategy.onFill({ side: 'buy', ticks: 1, lots: 600, tag: null, complete: true }, desk);
    expect(said(desk)).toEqual(['Bought 0.006 BTC']);
  });
});

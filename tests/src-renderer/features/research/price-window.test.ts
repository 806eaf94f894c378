import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RunTradeRow } from '../../../../src-shared/contract/research.ts';
import { candleColumns } from '../../../../src-shared/domain/candle.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../../src-shared/kernel/time.ts';
import { clockTicks, linearTicks } from '../../../../src-renderer/features/research/chart-scale.ts';
import {
  barsInView,
  candlePaths,
  PRICE_AXIS,
  pricePlace,
  TIME_AXIS,
  tradeAt,
} from '../../../../src-renderer/features/research/price-place.ts';
import {
  panned,
  tradeAfter,
  tradesIn,
  windowOfTrade,
  windowRound,
  zoomed,
} from '../../../../src-renderer/features/research/price-window.ts';
import { barText } from '../../../../src-renderer/features/research/price-words.ts';

const FROM = Date.UTC(2025, 0, 1);
const RUN = { from: FROM, to: FROM + 300 * DAY_MS, timeframe: '1h' } as const;

function trade(number: number, entryDay: number, exitDay: number, [entryPrice, exitPrice] = ['100', '110']): RunTradeRow {
  const times = { entryTime: FROM + entryDay * DAY_MS, exitTime: FROM + exitDay * DAY_MS };
  return { number, side: 'buy', ...times, entryPrice, exitPrice } as RunTradeRow;
}

describe('what is in view', () => {
  test('stays within the run and never comes below twenty bars', () => {
    const inside = fc.record({
      middle: fc.integer({ min: FROM - 400 * DAY_MS, max: FROM + 900 * DAY_MS }),
      span: fc.double({ min: 0, max: 1e12, noNaN: true }),
      factor: fc.double({ min: 0.01, max: 100, noNaN: true }),
      share: fc.double({ min: -5, max: 5, noNaN: true }),
    });
    fc.assert(
      fc.property(inside, ({ middle, span, factor, share }) => {
        const first = windowRound(RUN, middle, span);
        for (const { from, to } of [first, zoomed(RUN, first, factor, middle), panned(RUN, first, share)]) {
          expect(Number.isInteger(from) && Number.isInteger(to)).toBe(true);
          expect(from).toBeGreaterThanOrEqual(RUN.from);
          expect(to).toBeLessThanOrEqual(RUN.to);
          expect(to - from).toBeGreaterThanOrEqual(20 * HOUR_MS);
        }
      }),
    );
  });

  test('keeps what is under the pointer in its place while it zooms', () => {
    const at = FROM + 100 * DAY_MS;
    const before = { from: FROM + 90 * DAY_MS, to: FROM + 130 * DAY_MS };
    const after = zoomed(RUN, before, 0.5, at);
    expect(after.to - after.from).toBe(20 * DAY_MS);
    expect((at - after.from) / (after.to - after.from)).toBeCloseTo(0.25, 9);
  });

  test('has a chosen trade in its middle, with room around it', () => {
    expect(windowOfTrade(RUN, trade(1, 100, 110))).toEqual({ from: FROM + 90 * DAY_MS, to: FROM + 120 * DAY_MS });
    const short = windowOfTrade(RUN, trade(1, 100, 100));
    expect(short.to - short.from).toBe(80 * HOUR_MS);
    expect(windowOfTrade(RUN, trade(1, 299, 300)).to).toBe(RUN.to);
  });

  test('has every trade that was held in it; keys go from one to the next', () => {
    const trades = [trade(1, 0, 5), trade(2, 8, 20), trade(3, 30, 31)];
    expect(tradesIn(trades, { from: FROM + 10 * DAY_MS, to: FROM + 12 * DAY_MS }).map(({ number }) => number)).toEqual([2]);
    expect(tradesIn(trades, { from: FROM + 5 * DAY_MS, to: FROM + 30 * DAY_MS }).map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(tradeAfter(trades, 2, 1, 0)?.number).toBe(3);
    expect(tradeAfter(trades, 1, -1, 0)).toBeUndefined();
    expect(tradeAfter(trades, null, 1, FROM + 6 * DAY_MS)?.number).toBe(2);
    expect(tradeAfter(trades, null, -1, FROM + 6 * DAY_MS)?.number).toBe(1);
  });
});

describe('where times and prices lie', () => {
  const candles = candleColumns(3);
  candles.time.set([FROM, FROM + HOUR_MS, FROM + 2 * HOUR_MS]);
  candles.open.set([100, 104, 102]);
  candles.high.set([105, 106, 103]);
  candles.low.set([99, 101, 90]);
  candles.close.set([104, 102, 95]);
  const window = { from: FROM, to: FROM + 3 * HOUR_MS };
  const box = { width: 300 + PRICE_AXIS, height: 200 + TIME_AXIS };

  test('the bars in view and a chosen trade are between the edges', () => {
    const far = trade(1, 0, 0, ['80', '120']);
    for (const chosen of [undefined, far]) {
      const place = pricePlace(candles, window, { ...box, chosen });
      const [least, most] = chosen === undefined ? [90, 106] : [80, 120];
      expect(place.low).toBeLessThan(least);
      expect(place.high).toBeGreaterThan(most);
      expect(place.y(most)).toBeGreaterThan(0);
      expect(place.y(least)).toBeLessThan(200);
      expect([place.x(FROM), place.x(window.to), place.timeAt(100)]).toEqual([0, 300, FROM + HOUR_MS]);
    }
    expect(pricePlace(candleColumns(0), window, { ...box, chosen: undefined })).toMatchObject({ low: 0, high: 1 });
  });

  test('bars beyond the edges are left out, one that reaches over an edge is not', () => {
    const part = barsInView({ candles, barMs: HOUR_MS }, { from: FROM + 90 * MINUTE_MS, to: FROM + 2 * HOUR_MS });
    expect([...part.time]).toEqual([FROM + HOUR_MS]);
  });

  test('rising and falling bars are drawn apart, each once', () => {
    const paths = candlePaths(candles, HOUR_MS, pricePlace(candles, window, { ...box, chosen: undefined }));
    const boxes = (path: string): number => path.split('z').length - 1;
    expect([boxes(paths.up), boxes(paths.down)]).toEqual([1, 2]);
    expect(paths.upWicks.split('M')).toHaveLength(3);
  });

  test('a press near an entry or an exit means its trade, the nearest of several', () => {
    const place = pricePlace(candles, window, { ...box, chosen: undefined });
    const trades = [
      { ...trade(1, 0, 0, ['100', '95']), exitTime: FROM + 2 * HOUR_MS },
      { ...trade(2, 0, 0, ['104', '102']), entryTime: FROM + HOUR_MS, exitTime: FROM + 2 * HOUR_MS },
    ];
    expect(tradeAt(trades, place, { x: 201, y: place.y(102) + 1, reach: 10 })?.number).toBe(2);
    expect(tradeAt(trades, place, { x: 2, y: place.y(100), reach: 10 })?.number).toBe(1);
    expect(tradeAt(trades, place, { x: 150, y: 10, reach: 10 })).toBeUndefined();
  });
});

test('axes have round figures: prices in steps, instants of the day where the range is short', () => {
  expect(linearTicks(98.2, 121, 6)).toEqual([100, 105, 110, 115, 120]);
  expect(linearTicks(0.00012, 0.00019, 4)).toEqual([0.00012, 0.00014, 0.00016, 0.00018]);
  expect(linearTicks(5, 5, 4)).toEqual([]);
  expect(clockTicks(FROM, FROM + 6 * HOUR_MS, 4)).toEqual([0, 2, 4, 6].map((hour) => FROM + hour * HOUR_MS));
  expect(clockTicks(FROM, FROM + 90 * DAY_MS, 4)).toEqual([0, 1, 2, 3].map((month) => Date.UTC(2025, month, 1)));
  expect([barText(2 * DAY_MS), barText(4 * HOUR_MS), barText(15 * MINUTE_MS)]).toEqual(['2 d', '4 h', '15 min']);
});

import { describe, expect, test } from 'vitest';
import type { RunTradeRow } from '../../../../src-shared/contract/research.ts';
import { candleColumns } from '../../../../src-shared/domain/candle.ts';
import { DAY_MS, HOUR_MS } from '../../../../src-shared/kernel/time.ts';
import { runDrawing } from '../../../../src-renderer/features/chart/run-marks.ts';
import { timeframeReaching } from '../../../../src-renderer/state/laid-run.ts';
import type { LaidRun } from '../../../../src-renderer/state/laid-run.ts';

const FROM = Date.UTC(2026, 0, 5);
const bars = candleColumns(10);
for (let at = 0; at < 10; at += 1) bars.time[at] = FROM + at * HOUR_MS;

function trade(number: number, entry: number, exit: number, side: 'buy' | 'sell' = 'buy'): RunTradeRow {
  const times = { entryTime: FROM + entry * HOUR_MS + 250, exitTime: FROM + exit * HOUR_MS + 250 };
  return { number, side, ...times, entryPrice: String(100 + number), exitPrice: String(200 + number) } as RunTradeRow;
}

function laid(trades: readonly RunTradeRow[], over: Partial<LaidRun> = {}): LaidRun {
  const facts = { run: 14, words: 'sma-cross 5/20', timeframe: '1h', quote: 'USD' } as const;
  return { ...facts, trades, closedTrades: trades.length, hidden: false, chosen: null, ...over };
}

describe('a run on a chart', () => {
  test('has a mark at each entry and exit, and a line between them', () => {
    const { marks, lines } = runDrawing(laid([trade(1, 1, 4), trade(2, 6, 8, 'sell')], { chosen: 2 }), bars, HOUR_MS);
    expect(marks.map(({ part, side, bar, price, run }) => [part, side, bar, price, run])).toEqual([
      ['entry', 'buy', 1, 101, 14],
      ['exit', 'sell', 4, 201, 14],
      ['entry', 'sell', 6, 102, 14],
      ['exit', 'buy', 8, 202, 14],
    ]);
    expect(lines).toEqual([
      { from: { time: FROM + HOUR_MS, price: 101 }, to: { time: FROM + 4 * HOUR_MS, price: 201 }, chosen: false },
      { from: { time: FROM + 6 * HOUR_MS, price: 102 }, to: { time: FROM + 8 * HOUR_MS, price: 202 }, chosen: true },
    ]);
  });

  test('says several of one kind in one bar as one mark', () => {
    const { marks } = runDrawing(laid([trade(1, 2, 2), trade(2, 2.5, 2.5)]), bars, HOUR_MS);
    expect(marks.map(({ part, bar, trades }) => [part, bar, trades.map(({ number }) => number)])).toEqual([
      ['entry', 2, [1, 2]],
      ['exit', 2, [1, 2]],
    ]);
  });

  test('has a line into the bars that are known, and no mark outside them', () => {
    const { marks, lines } = runDrawing(laid([trade(1, -9, -3), trade(2, -5, 3), trade(3, 9, 20)]), bars, HOUR_MS);
    expect(lines.map(({ to }) => to.price)).toEqual([202, 203]);
    expect(marks.map(({ part, bar }) => [part, bar])).toEqual([
      ['exit', 3],
      ['entry', 9],
    ]);
  });

  test('draws nothing while it is hidden, gone, or without bars', () => {
    const nothing = { marks: [], lines: [] };
    expect(runDrawing(laid([trade(1, 1, 2)], { hidden: true }), bars, HOUR_MS)).toEqual(nothing);
    expect(runDrawing(undefined, bars, HOUR_MS)).toEqual(nothing);
    expect(runDrawing(laid([trade(1, 1, 2)]), candleColumns(0), HOUR_MS)).toEqual(nothing);
  });
});

test('a trade of long ago is shown in bars that reach it', () => {
  expect(timeframeReaching('1m', 2 * DAY_MS)).toBe('1m');
  expect(timeframeReaching('1m', 300 * DAY_MS)).toBe('4h');
  expect(timeframeReaching('1h', 200 * DAY_MS)).toBe('1h');
  expect(timeframeReaching('4h', 10_000 * DAY_MS)).toBe('1d');
});

import { describe, expect, it } from 'vitest';
import type { CandleColumns } from '../../../../src-shared/domain/candle.ts';
import type { StrategyParameters } from '../../../../src-shared/domain/strategy-spec.ts';
import { findStrategy } from '../../../../src-main/core/strategies/catalog.ts';
import { NextOpenDesk, TEST_INSTRUMENT, wanderingBars } from './next-open-desk.ts';

/**
 * The gallery against plain re-computations: whole columns of textbook indicators, from the first bar on, and the rules over them as a
 * trader would write them down. Nothing of the program is used but the strategies under test.
 */
interface Plain {
  /** Whether a row that is flat buys, and one that holds sells. `since` is the row of the purchase's decision. */
  buys(row: number): boolean;
  sells(row: number, since: number): boolean;
}

const rowsOf = (columns: CandleColumns): number[] => Array.from({ length: columns.length }, (_, row) => row);
const closesOf = (columns: CandleColumns): number[] => [...columns.close];

function smooth(values: readonly number[], period: number, share: number): number[] {
  const first = values.findIndex((value) => !Number.isNaN(value));
  let average = Number.NaN;
  return values.map((value, row) => {
    if (row === first + period - 1) average = values.slice(first, row + 1).reduce((sum, each) => sum + each, 0) / period;
    else if (row >= first + period) average = share * value + (1 - share) * average;
    return average;
  });
}

const exponential = (values: readonly number[], period: number): number[] => smooth(values, period, 2 / (period + 1));
const wilder = (values: readonly number[], period: number): number[] => smooth(values, period, 1 / period);

function simple(values: readonly number[], period: number): number[] {
  return values.map((_, row) =>
    row < period - 1 ? Number.NaN : values.slice(row - period + 1, row + 1).reduce((a, b) => a + b, 0) / period,
  );
}

function trueRanges({ high, low, close }: CandleColumns): number[] {
  return [...high].map((top, row) => {
    if (row === 0) return Number.NaN;
    const before = close[row - 1]!;
    return Math.max(top, before) - Math.min(low[row]!, before);
  });
}

const highestBefore = (columns: CandleColumns, row: number, bars: number): number =>
  row < bars ? Number.NaN : Math.max(...columns.high.subarray(row - bars, row));
const lowestBefore = (columns: CandleColumns, row: number, bars: number): number =>
  row < bars ? Number.NaN : Math.min(...columns.low.subarray(row - bars, row));

const PLAIN: readonly [string, StrategyParameters, (columns: CandleColumns) => Plain][] = [
  [
    'rsi-reversion',
    { period: 7, buyBelow: 30, sellAbove: 60 },
    (columns) => {
      const changes = closesOf(columns).map((close, row) => (row === 0 ? Number.NaN : close - columns.close[row - 1]!));
      const up = wilder(
        changes.map((change) => (change > 0 ? change : change <= 0 ? 0 : change)),
        7,
      );
      const down = wilder(
        changes.map((change) => (change < 0 ? -change : change >= 0 ? 0 : change)),
        7,
      );
      const rsi = up.map((gain, row) => (100 * gain) / (gain + down[row]!));
      return { buys: (row) => rsi[row]! < 30, sells: (row) => rsi[row]! > 60 };
    },
  ],
  [
    'bollinger-reversion',
    { period: 20, width: 1.5 },
    (columns) => {
      const closes = closesOf(columns);
      const middle = simple(closes, 20);
      const squares = simple(
        closes.map((close) => close * close),
        20,
      );
      const lower = middle.map((mean, row) => mean - 1.5 * Math.sqrt(squares[row]! - mean * mean));
      return { buys: (row) => closes[row]! < lower[row]!, sells: (row) => closes[row]! >= middle[row]! };
    },
  ],
  [
    'donchian-breakout',
    { entry: 15, exit: 6 },
    (columns) => ({
      buys: (row) => columns.close[row]! > highestBefore(columns, row, 15),
      sells: (row) => columns.close[row]! < lowestBefore(columns, row, 6),
    }),
  ],
  [
    'macd-trend',
    { fast: 5, slow: 12, signal: 4 },
    (columns) => {
      const slow = exponential(closesOf(columns), 12);
      const line = exponential(closesOf(columns), 5).map((fast, row) => fast - slow[row]!);
      const signal = exponential(line, 4);
      return { buys: (row) => line[row]! > signal[row]!, sells: (row) => line[row]! < signal[row]! };
    },
  ],
  [
    'momentum',
    { period: 24, threshold: 1.5, trend: 60 },
    (columns) => {
      const closes = closesOf(columns);
      const trend = simple(closes, 60);
      const change = closes.map((close, row) => (row < 24 ? Number.NaN : 100 * (close / closes[row - 24]! - 1)));
      return {
        buys: (row) => change[row]! > 1.5 && closes[row]! > trend[row]!,
        sells: (row) => change[row]! < 0 || closes[row]! < trend[row]!,
      };
    },
  ],
  [
    'keltner-breakout',
    { period: 10, width: 1.2, atrPeriod: 8, stop: 0.7 },
    (columns) => {
      const closes = closesOf(columns);
      const middle = exponential(closes, 10);
      const range = wilder(trueRanges(columns), 8);
      return {
        buys: (row) => closes[row]! > middle[row]! + 1.2 * range[row]!,
        sells: (row, since) => closes[row]! < middle[row]! || closes[row]! < closes[since]! - 0.7 * range[since]!,
      };
    },
  ],
  [
    'chandelier-trend',
    { entry: 12, atrPeriod: 10, distance: 2 },
    (columns) => {
      const range = wilder(trueRanges(columns), 10);
      return {
        buys: (row) => columns.close[row]! > highestBefore(columns, row, 12),
        sells: (row, since) => columns.close[row]! < Math.max(...columns.high.subarray(since, row + 1)) - 2 * range[row]!,
      };
    },
  ],
];

function plainDecisions(columns: CandleColumns, rule: Plain): string[] {
  const decisions: string[] = [];
  let since = -1;
  for (const row of rowsOf(columns)) {
    if (since < 0 ? !rule.buys(row) : !rule.sells(row, since)) continue;
    decisions.push(`${since < 0 ? 'buy' : 'sell'} ${String(row)}`);
    since = since < 0 ? row : -1;
  }
  return decisions;
}

describe.each(PLAIN)('%s', (id, parameters, plain) => {
  it('buys and sells where a plain reading of its rule does', () => {
    for (const seed of [1, 2, 3]) {
      const columns = wanderingBars(seed, 1_500);
      const desk = new NextOpenDesk(findStrategy(id)!.create(parameters, TEST_INSTRUMENT));
      desk.play(columns, 0, columns.length);
      const expected = plainDecisions(columns, plain(columns));
      expect(desk.decisions).toEqual(expected);
      expect(expected.length).toBeGreaterThan(20);
    }
  });
});

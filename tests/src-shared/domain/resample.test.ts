import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TIMEFRAMES, type CandleColumns, candleColumns } from '../../../src-shared/domain/candle.ts';
import { drawnStep, joinedCandles, resampleCandles } from '../../../src-shared/domain/resample.ts';
import { MINUTE_MS } from '../../../src-shared/kernel/time.ts';
import { rowsOf, walkBars } from '../../support/candle-kit.ts';

const DAY = Date.UTC(2026, 0, 5);

/** The same by grouping rows under the open of their long bar, written as plainly as it can be. */
function naive(columns: CandleColumns, from: number, to: number): { readonly rows: number[][]; readonly partial: number[] } {
  const rows = rowsOf(columns);
  const first = rows[0]![0]!;
  const end = rows.at(-1)![0]! + from;
  const opens = [...new Set(rows.map((row) => row[0]! - (row[0]! % to)))].filter((open) => open >= first && open + to <= end);
  const parts = opens.map((open) => rows.filter((row) => row[0]! >= open && row[0]! < open + to));
  return {
    rows: parts.map((part, i) => [
      opens[i]!,
      part[0]![1]!,
      Math.max(...part.map((row) => row[2]!)),
      Math.min(...part.map((row) => row[3]!)),
      part.at(-1)![4]!,
      part.reduce((sum, row) => sum + row[5]!, 0),
    ]),
    partial: opens.filter((_, i) => parts[i]!.length < to / from),
  };
}

describe('longer bars of shorter ones', () => {
  test('by hand', () => {
    const columns = candleColumns(7);
    columns.time.set([4, 5, 6, 7, 8, 9, 10].map((minute) => DAY + minute * MINUTE_MS));
    columns.open.set([1, 10, 11, 12, 13, 14, 2]);
    columns.high.set([1, 12, 19, 13, 14, 15, 2]);
    columns.low.set([1, 9, 10, 7, 12, 13, 2]);
    columns.close.set([1, 11, 12, 13, 14, 15, 2]);
    columns.volume.set([1, 1, 2, 3, 4, 5, 6]);
    const made = resampleCandles(columns, '1m', '5m');
    expect(rowsOf(made.columns)).toEqual([[DAY + 5 * MINUTE_MS, 10, 19, 7, 15, 15]]);
    expect(made).toMatchObject({ partial: [], leftOut: 2 });
  });

  test('are those of a plain grouping, whatever is missing', () => {
    const frames = ['5m', '15m', '1h', '2h'] as const;
    const input = fc.record({
      bars: fc.integer({ min: 10, max: 400 }),
      start: fc.integer({ min: 0, max: 200 }),
      skip: fc.uniqueArray(fc.integer({ min: 1, max: 390 }), { maxLength: 200 }),
      to: fc.constantFrom(...frames),
      seed: fc.nat(1_000),
    });
    fc.assert(
      fc.property(input, ({ bars, start, skip, to, seed }) => {
        const inside = skip.filter((place) => place < bars - 1);
        const columns = walkBars({ bars, from: DAY + start * MINUTE_MS, timeframe: '1m', seed, skip: inside });
        const made = resampleCandles(columns, '1m', to);
        const expected = naive(columns, MINUTE_MS, TIMEFRAMES[to]);
        expect(rowsOf(made.columns)).toEqual(expected.rows);
        expect(made.partial).toEqual(expected.partial);
        const used = rowsOf(columns).filter(([time]) =>
          expected.rows.some(([open]) => time! >= open! && time! < open! + TIMEFRAMES[to]),
        ).length;
        expect(made.leftOut).toBe(columns.length - used);
      }),
      { seed: 20_261_121, numRuns: 200 },
    );
  });

  test('of nothing are nothing', () => {
    expect(resampleCandles(candleColumns(0), '1m', '1h')).toMatchObject({ columns: { length: 0 }, partial: [], leftOut: 0 });
  });

  test('cannot be shorter or equal, or of another measure', () => {
    const bars = walkBars({ bars: 10, from: DAY, timeframe: '4h' });
    for (const to of ['1h', '4h', '6h'] as const)
      expect(() => resampleCandles(bars, '4h', to)).toThrow(expect.objectContaining({ code: 'input.invalid' }));
  });
});

describe('bars for a drawing', () => {
  test('take the shortest step that a person counts in and that brings them down to as many as are wanted', () => {
    const day = 1_440 * MINUTE_MS;
    expect(drawnStep(MINUTE_MS, 300 * MINUTE_MS, 400)).toBe(MINUTE_MS);
    expect(drawnStep(MINUTE_MS, day, 400)).toBe(5 * MINUTE_MS);
    expect(drawnStep(240 * MINUTE_MS, 730 * day, 400)).toBe(2 * day);
    // 6 hours are no whole number of bars of 4.
    expect(drawnStep(240 * MINUTE_MS, 100 * day, 500)).toBe(480 * MINUTE_MS);
    expect(drawnStep(MINUTE_MS, 100_000 * day, 20)).toBe(30 * day);
  });

  test('keep what the ends lack', () => {
    const columns = walkBars({ from: DAY + 3 * MINUTE_MS, bars: 9, timeframe: '1m' });
    const made = joinedCandles(columns, 5 * MINUTE_MS);
    expect([...made.time]).toEqual([DAY, DAY + 5 * MINUTE_MS, DAY + 10 * MINUTE_MS]);
    expect(made.open[0]).toBe(columns.open[0]);
    expect(made.close[2]).toBe(columns.close[8]);
    expect(made.high[1]).toBe(Math.max(...columns.high.subarray(2, 7)));
    expect(made.volume[2]).toBeCloseTo(columns.volume[7]! + columns.volume[8]!, 12);
  });
});

import { describe, expect, it } from 'vitest';
import { candleColumns } from '../../../../src-shared/domain/candle.ts';
import type { CandleColumns } from '../../../../src-shared/domain/candle.ts';
import { CandleSeries, barAtOrAfter, mergeCandles } from '../../../../src-renderer/state/candles/candle-series.ts';

function bars(...rows: readonly (readonly [time: number, close: number])[]): CandleColumns {
  const columns = candleColumns(rows.length);
  rows.forEach(([time, close], at) => {
    columns.time[at] = time;
    for (const part of ['open', 'high', 'low', 'close', 'volume'] as const) columns[part][at] = close;
  });
  return columns;
}

const live = (time: number, close: number) => [time, close, close, close, close, close] as const;
const shown = ({ columns }: CandleSeries): (readonly [number, number])[] =>
  Array.from(columns.time, (time, at) => [time, columns.close[at]!] as const);

describe('history and live bars', () => {
  it('merge by time; what was asked for later counts', () => {
    const merged = mergeCandles(bars([2, 20], [3, 30], [5, 50]), bars([1, 1], [2, 2], [4, 4]));
    expect(Array.from(merged.time)).toEqual([1, 2, 3, 4, 5]);
    expect(Array.from(merged.close)).toEqual([1, 2, 30, 4, 50]);
  });

  it('grow at both ends and change only the newest bar in place', () => {
    const series = new CandleSeries();
    series.merge(bars([10, 1], [20, 2]));
    const { epoch } = series;
    series.apply(live(20, 3));
    series.apply(live(30, 4));
    expect(series.epoch).toBe(epoch);
    series.merge(bars([0, 9]));
    expect(series.epoch).toBeGreaterThan(epoch);
    expect(shown(series)).toEqual([
      [0, 9],
      [10, 1],
      [20, 3],
      [30, 4],
    ]);
  });

  it('correct a known older bar and ignore one that was never known', () => {
    const series = new CandleSeries();
    series.merge(bars([10, 1], [20, 2], [30, 3]));
    const { epoch } = series;
    series.apply(live(20, 7));
    series.apply(live(15, 8));
    expect(series.epoch).toBe(epoch + 1);
    expect(shown(series)).toEqual([
      [10, 1],
      [20, 7],
      [30, 3],
    ]);
  });

  it('hold thousands of live bars', () => {
    const series = new CandleSeries();
    for (let time = 0; time < 3_000; time += 1) series.apply(live(time, time * 2));
    expect(series.length).toBe(3_000);
    expect(series.columns.close[2_999]).toBe(5_998);
    series.clear();
    expect(series.length).toBe(0);
  });

  it('leave the columns that were handed in as they were', () => {
    const history = bars([10, 1], [20, 2]);
    const series = new CandleSeries();
    series.merge(history);
    series.apply(live(20, 9));
    expect(Array.from(history.close)).toEqual([1, 2]);
  });
});

it('finds the first bar at or after a time', () => {
  const columns = bars([10, 1], [20, 2], [30, 3]);
  expect([5, 10, 11, 30, 31].map((time) => barAtOrAfter(columns, time))).toEqual([0, 0, 1, 2, 3]);
});

import { describe, expect, it } from 'vitest';
import type { FillRow } from '../../../../src-shared/contract/rows.ts';
import { candleColumns, sliceCandles } from '../../../../src-shared/domain/candle.ts';
import type { CandleColumns } from '../../../../src-shared/domain/candle.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../../src-shared/kernel/time.ts';
import { createFormat } from '../../../../src-renderer/format/format.ts';
import { PLAIN_STYLE } from '../../../../src-renderer/format/number-style.ts';
import { markPrice, mergeMarks } from '../../../../src-renderer/features/chart/fill-marks.ts';
import { INDICATORS } from '../../../../src-shared/domain/indicators/catalog.ts';
import { runOf } from '../../../../src-renderer/features/chart/indicator-lines.ts';
import { legendBar, rangeSummary } from '../../../../src-renderer/features/chart/legend-model.ts';
import { timeframeFor } from '../../../../src-renderer/features/chart/ranges.ts';
import { timeMarks, timeStep } from '../../../../src-renderer/features/chart/time-axis.ts';

const START = Date.UTC(2026, 10, 21, 13, 0);

function bars(closes: readonly number[], stepMs = MINUTE_MS, start = START): CandleColumns {
  const columns = candleColumns(closes.length);
  closes.forEach((close, at) => {
    columns.time[at] = start + at * stepMs;
    columns.open[at] = at === 0 ? close : closes[at - 1]!;
    columns.close[at] = close;
    columns.high[at] = Math.max(columns.open[at], close) + 1;
    columns.low[at] = Math.min(columns.open[at], close) - 1;
    columns.volume[at] = 10;
  });
  return columns;
}

const fill = (minute: number, side: 'buy' | 'sell', size: string): FillRow =>
  ({ id: `${side}${String(minute)}`, side, size, time: START + minute * MINUTE_MS + 1_500 }) as FillRow;

describe('fill marks', () => {
  it('become one per side and bar, with the exact sum of the sizes', () => {
    const marks = mergeMarks(
      [fill(2, 'buy', '0.1'), fill(2, 'buy', '0.2'), fill(2, 'sell', '0.05'), fill(4, 'buy', '1')],
      bars([5, 6, 7, 8, 9]),
      MINUTE_MS,
    );
    expect(marks.map(({ bar, side, size, fills }) => [bar, side, size, fills.length])).toEqual([
      [2, 'buy', '0.3', 2],
      [2, 'sell', '0.05', 1],
      [4, 'buy', '1', 1],
    ]);
  });

  it('are left out where no bar is known', () => {
    expect(mergeMarks([fill(-1, 'buy', '1'), fill(5, 'buy', '1')], bars([5, 6, 7, 8, 9]), MINUTE_MS)).toEqual([]);
  });

  it('stand clear of the seven bars around', () => {
    const columns = bars([20, 18, 5, 19, 20, 21, 22, 23, 40]);
    expect(markPrice({ bar: 4, side: 'buy' }, columns)).toBe(4);
    expect(markPrice({ bar: 4, side: 'sell' }, columns)).toBe(24);
    expect(markPrice({ bar: 0, side: 'sell' }, columns)).toBe(21);
  });
});

describe('the legend', () => {
  it('shows the bar under the cursor, else the newest, with its change since the close before', () => {
    const columns = bars([100, 110, 99]);
    expect(legendBar(columns, 1)).toMatchObject({ open: 100, close: 110, change: 110 / 100 - 1 });
    expect(legendBar(columns, null)).toMatchObject({ close: 99, change: 99 / 110 - 1 });
    expect(legendBar(columns, 7)).toMatchObject({ close: 99 });
    expect(legendBar(bars([]), null)).toBeNull();
  });

  it('sums up what is in view', () => {
    expect(rangeSummary(bars([100, 110, 99]), 1, 9)).toEqual({ bars: 2, change: 99 / 100 - 1, high: 111, low: 98 });
    expect(rangeSummary(bars([]), 0, -1)).toBeNull();
  });
});

describe('an indicator along the bars of a chart', () => {
  const wave = (length: number): CandleColumns => {
    const columns = candleColumns(length);
    for (let at = 0; at < length; at += 1) {
      columns.time[at] = at * 60_000;
      for (const name of ['open', 'high', 'low', 'close'] as const) columns[name][at] = 100 + Math.sin(at / 9) * 7;
      columns.volume[at] = 1;
    }
    return columns;
  };

  it.each(INDICATORS.map(({ id }) => id))('%s is the same whether bars come one by one, change while they form, or all at once', (id) => {
    const shown = { indicator: id, parameters: {}, hidden: false };
    const columns = wave(120);
    const whole = runOf(shown)!;
    whole.restart(columns);
    const live = runOf(shown)!;
    live.restart(sliceCandles(columns, 0, 100));
    for (let at = 100; at < 120; at += 1) {
      // Each bar is something else first.
      const forming = wave(at + 1);
      forming.close[at] = 500;
      forming.high[at] = 500;
      live.take(forming, at);
      live.take(columns, at);
    }
    expect(live.values).toEqual(whole.values);
  });

  it('is none for an indicator that the catalogue does not have', () => {
    expect(runOf({ indicator: 'gone', parameters: {}, hidden: false })).toBeNull();
  });
});

it('finds the finest timeframe in which a span can be read', () => {
  expect(timeframeFor(DAY_MS, 616)).toBe('5m');
  expect(timeframeFor(7 * DAY_MS, 616)).toBe('1h');
  expect(timeframeFor(3_650 * DAY_MS, 616)).toBe('1d');
  expect(timeframeFor(DAY_MS, 2_400)).toBe('1m');
});

describe('the time axis', () => {
  const format = createFormat(PLAIN_STYLE, 'utc');
  const texts = (columns: CandleColumns, barMs: number, barSpacing: number): string[] =>
    timeMarks({ columns, barMs, barSpacing, from: 0, to: columns.length, format }).map((mark) => mark.text);

  it('takes the smallest round step with enough room', () => {
    expect(timeStep(MINUTE_MS, 6)).toBe(15 * MINUTE_MS);
    expect(timeStep(MINUTE_MS, 80)).toBe(MINUTE_MS);
    expect(timeStep(HOUR_MS, 6)).toBe(DAY_MS);
  });

  it('stands on round times, and names the day at midnight', () => {
    expect(texts(bars(new Array<number>(40).fill(1), MINUTE_MS, START + 7 * MINUTE_MS), MINUTE_MS, 6)).toEqual(['13:15', '13:30', '13:45']);
    expect(texts(bars(new Array<number>(8).fill(1), HOUR_MS, Date.UTC(2026, 10, 21, 21)), HOUR_MS, 30)).toEqual([
      '21:00',
      '22 Nov',
      '03:00',
    ]);
  });

  it('stands where months begin when days are narrow', () => {
    expect(texts(bars(new Array<number>(100).fill(1), DAY_MS, Date.UTC(2026, 8, 15)), DAY_MS, 3)).toEqual([
      'Oct 2026',
      'Nov 2026',
      'Dec 2026',
    ]);
  });
});

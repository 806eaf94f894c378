import { describe, expect, it } from 'vitest';
import { candleColumns, type CandleColumns } from '../../../../src-shared/domain/candle.ts';
import { indicatorColumns, indicatorOf } from '../../../../src-shared/domain/indicators/catalog.ts';
import type { IndicatorParameters } from '../../../../src-shared/domain/indicators/indicator.ts';
import { Sfc32 } from '../../../../src-shared/kernel/random.ts';
import { DAY_MS, HOUR_MS } from '../../../../src-shared/kernel/time.ts';

type Row = readonly [high: number, low: number, close: number, volume?: number, hour?: number];

function bars(rows: readonly Row[]): CandleColumns {
  const columns = candleColumns(rows.length);
  for (const [row, [high, low, close, volume = 1, hour = row * 24]] of rows.entries()) {
    columns.time[row] = hour * HOUR_MS;
    columns.open[row] = columns.close[row] = close;
    columns.high[row] = high;
    columns.low[row] = low;
    columns.volume[row] = volume;
  }
  return columns;
}

const closes = (values: readonly number[]): CandleColumns => bars(values.map((value) => [value, value, value]));
const NONE = Number.NaN;

/** The outputs of an indicator at every bar, to nine digits. */
function over(id: string, parameters: IndicatorParameters, columns: CandleColumns): readonly (readonly number[])[] {
  return indicatorColumns(indicatorOf(id)!, parameters, columns).map((column) => [...column].map((value) => Number(value.toFixed(9))));
}

describe('worked by hand', () => {
  it('KAMA: a straight way takes the fast share squared, a way to nowhere the slow one', () => {
    // Over two bars: 10 -> 12 straight, then back to 11 (one of three), then on to 11 and to 12.
    const shares = [1, 1 / 3, 1].map((ratio) => (ratio * (2 / 3 - 2 / 31) + 2 / 31) ** 2);
    const first = 11 + shares[0]! * (12 - 11);
    const second = first + (2 / 31) ** 2 * (11 - first);
    expect(over('kama', { period: 2, fast: 2, slow: 30 }, closes([10, 11, 12, 11]))[0]).toEqual(
      [NONE, NONE, first, second].map((value) => Number(value.toFixed(9))),
    );
  });

  it('VWMA: 10 and 20, of which three times as much was traded', () => {
    expect(
      over(
        'vwma',
        { period: 2 },
        bars([
          [10, 10, 10, 1],
          [20, 20, 20, 3],
          [40, 40, 40, 0],
          [50, 50, 50, 0],
        ]),
      )[0],
    ).toEqual([NONE, 17.5, 20, 45]);
  });

  it('CMO: up 3, down 1', () => {
    expect(over('cmo', { period: 2 }, closes([10, 13, 12, 12, 12]))[0]).toEqual([NONE, NONE, 50, -100, 0]);
  });

  it('PPO: an average of 12 over one of 10', () => {
    expect(over('ppo', { fast: 1, slow: 2, signal: 1 }, closes([8, 12]))).toEqual([
      [NONE, 20],
      [NONE, 20],
      [NONE, 0],
    ]);
  });

  it('ADL and CMF: a close at the high, in the middle, at a quarter, and a bar without height', () => {
    const columns = bars([
      [12, 8, 12, 10],
      [12, 8, 10, 50],
      [12, 8, 9, 8],
      [9, 9, 9, 100],
    ]);
    expect(over('adl', {}, columns)[0]).toEqual([10, 10, 6, 6]);
    expect(over('cmf', { period: 3 }, columns)[0]).toEqual([NONE, NONE, Number((6 / 68).toFixed(9)), Number((-4 / 158).toFixed(9))]);
  });

  it('Choppiness: up and down the same height is 100, one line up is 0', () => {
    const back: readonly Row[] = [0, 1, 2, 3, 4].map((row) => (row % 2 === 0 ? [10, 10, 10] : [12, 12, 12]));
    expect(over('choppiness', { period: 4 }, bars(back))[0]!.at(-1)).toBe(100);
    expect(over('choppiness', { period: 4 }, closes([1, 2, 3, 4, 5]))[0]!.at(-1)).toBe(0);
  });

  it('Vortex: a bar that rises by its height', () => {
    // Ranges 3 and 3 (the closes before count), rises 4 and 4, falls 0 and 0.
    const columns = bars([
      [12, 10, 11],
      [14, 12, 13],
      [16, 14, 15],
    ]);
    expect(over('vortex', { period: 2 }, columns)).toEqual([
      [NONE, NONE, Number((8 / 6).toFixed(9))],
      [NONE, NONE, 0],
    ]);
  });

  it('Ultimate: every bar closes at its high', () => {
    expect(over('ultimate', { short: 1, middle: 2, long: 3 }, closes([1, 2, 3, 4]))[0]).toEqual([NONE, NONE, NONE, 100]);
    expect(over('ultimate', { short: 1, middle: 2, long: 3 }, closes([4, 5, 6, 5]))[0]!.at(-1)).toBe(
      Number(((100 * (0 + 2 * (1 / 2) + 2 / 3)) / 7).toFixed(9)),
    );
  });

  it('Connors RSI: three rises in a row, each smaller in percent than the ones before', () => {
    // RSI 100, streaks 1, 2, 3: RSI 100, and no return was lower.
    expect(over('connors-rsi', { rsi: 2, streak: 2, rank: 2 }, closes([10, 11, 12, 13]))[0]).toEqual([
      NONE,
      NONE,
      NONE,
      Number((200 / 3).toFixed(9)),
    ]);
  });
});

describe('SuperTrend', () => {
  it('stays below a rise, never falls back, and stands above from the close on that is at or below it', () => {
    const columns = bars([
      [11, 9, 10],
      [12, 10, 11],
      [15, 13, 15],
      [14, 12, 13],
      [12, 8, 9],
      [10, 8, 9],
    ]);
    // ATR of one bar: true ranges 2, 4, 3, 5, 2. Lower edges 9, 10, 10 (kept), then a close of 9: upper edge 15, and 11.
    expect(over('supertrend', { period: 1, width: 1 }, columns)[0]).toEqual([NONE, 9, 10, 10, 15, 11]);
  });
});

describe('pivot points', () => {
  // A day before with the high 110, the low 100 and the close 105.
  const before: readonly Row[] = [
    [108, 101, 104, 1, 24],
    [110, 103, 108, 1, 30],
    [109, 100, 105, 1, 47],
  ];
  const levels = [105, 110, 115, 120, 100, 95, 90];

  it('are of the UTC day before, from midnight to midnight', () => {
    const found = over('pivots', {}, bars([...before, [200, 150, 160, 1, 48], [300, 90, 100, 1, 71], [100, 100, 100, 1, 72]]));
    for (const [output, level] of levels.entries()) expect(found[output]!.slice(0, 5)).toEqual([NONE, NONE, NONE, level, level]);
    expect(found[0]![5]).toBe(Number(((300 + 90 + 100) / 3).toFixed(9)));
  });

  it('do not come from a day whose beginning is missing', () => {
    const found = over('pivots', {}, bars([[500, 1, 7, 1, 12], ...before, [1, 1, 1, 1, 48]]));
    expect(found[0]).toEqual([NONE, NONE, NONE, NONE, 105]);
  });

  it('are of the last day that has bars', () => {
    const found = over('pivots', {}, bars([...before, [1, 1, 1, 1, 24 * 9]]));
    expect(found.map((column) => column[3])).toEqual(levels);
  });
});

describe('ZigZag', () => {
  const turns = (rows: readonly Row[]) => over('zigzag', { percent: 10 }, bars(rows))[0];

  it('says a turn at the bar that confirms it, keeps it, and changes nothing it said', () => {
    const rows: readonly Row[] = [
      [100, 100, 100],
      [105, 104, 105],
      [111, 108, 110],
      [120, 115, 118],
      [119, 109, 110],
      [118, 108, 109],
      [105, 100, 101],
      [109, 101, 108],
      [110, 105, 110],
    ];
    const said = [100, 100, 100, 100, 100, 120, 120, 120, 100];
    expect(turns(rows)).toEqual(said);
    for (let end = 1; end < rows.length; end += 1) expect(turns(rows.slice(0, end))).toEqual(said.slice(0, end));
  });

  it('confirms no turn by a bar that goes further the old way first, or last', () => {
    const up: readonly Row[] = [
      [100, 100, 100],
      [120, 111, 115],
    ];
    expect(turns([...up, [130, 100, 101]])).toEqual([100, 100, 100]);
    // 117 is a tenth below 130.
    expect(turns([...up, [130, 100, 101], [118, 117, 117]])).toEqual([100, 100, 100, 130]);
    const down: readonly Row[] = [
      [100, 100, 100],
      [99, 80, 85],
    ];
    expect(turns([...down, [100, 70, 99], [77, 75, 77]])).toEqual([100, 100, 100, 70]);
  });

  it('waits where the first bars go both ways at once', () => {
    expect(
      turns([
        [100, 100, 100],
        [120, 80, 100],
        [100, 95, 96],
        [125, 119, 125],
        [112, 111, 112],
      ]),
    ).toEqual([100, 100, 100, 80, 125]);
  });
});

describe('the Hurst exponent', () => {
  /** A path of closes whose returns hang on the one before by a share. */
  function path(share: number): CandleColumns {
    const random = new Sfc32(77);
    const columns = candleColumns(6_000);
    let log = 0;
    let step = 0;
    for (let row = 0; row < columns.length; row += 1) {
      step = share * step + 0.001 * random.normal();
      log += step;
      columns.time[row] = row * DAY_MS;
      columns.close[row] = 100 * Math.exp(log);
    }
    return columns;
  }

  const mean = (column: readonly number[]): number => {
    const said = column.filter((value) => !Number.isNaN(value));
    return said.reduce((sum, value) => sum + value, 0) / said.length;
  };

  it('is about a half of chance once it is corrected, and too large before; more where returns last, less where they turn', () => {
    const [corrected, raw] = over('hurst', { period: 256 }, path(0));
    expect(mean(corrected!)).toBeCloseTo(0.5, 1);
    expect(mean(raw!)).toBeGreaterThan(mean(corrected!) + 0.03);
    expect(mean(over('hurst', { period: 256 }, path(0.6))[0]!)).toBeGreaterThan(0.6);
    expect(mean(over('hurst', { period: 256 }, path(-0.6))[0]!)).toBeLessThan(0.42);
  });

  it('is a half where prices stand still or grow by the same share at every bar', () => {
    const steady = Array.from({ length: 60 }, (_, row) => 100 * 2 ** (row / 16));
    for (const values of [steady, steady.map(() => 7)]) {
      expect(over('hurst', { period: 32 }, closes(values)).map((column) => column.at(-1))).toEqual([0.5, 0.5]);
    }
  });
});

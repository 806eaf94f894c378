import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candleColumns, sliceCandles, type CandleColumns } from '../../src-shared/domain/candle.ts';
import { indicatorColumns, indicatorOf, INDICATORS, parameterProblem, presetsOf } from '../../src-shared/domain/indicators/catalog.ts';
import type { IndicatorDefinition, IndicatorParameters } from '../../src-shared/domain/indicators/indicator.ts';
import { copyIndicator } from '../../src-shared/domain/indicators/building/copy.ts';
import { Sfc32 } from '../../src-shared/kernel/random.ts';
import { DAY_MS } from '../../src-shared/kernel/time.ts';

/** A market of its own per seed: bars whose high and low hold their open and close. */
function bars(seed: number, length: number, barMs = 900_000): CandleColumns {
  const random = new Sfc32(seed);
  const columns = candleColumns(length);
  let price = 100;
  for (let row = 0; row < length; row += 1) {
    const open = price;
    price = Math.max(1, price * (1 + 0.01 * random.normal()));
    columns.time[row] = row * barMs;
    columns.open[row] = open;
    columns.close[row] = price;
    columns.high[row] = Math.max(open, price) * (1 + 0.002 * random.next());
    columns.low[row] = Math.min(open, price) * (1 - 0.002 * random.next());
    columns.volume[row] = Math.floor(1_000 * random.next());
  }
  return columns;
}

/** Long enough for every indicator with parameters up to 30. */
const ROWS = 180;

/** Bars of a length at which the indicator is as soon warm as it says: what goes by the day is told of days. */
function barsFor({ id }: IndicatorDefinition, seed: number): CandleColumns {
  return bars(seed, ROWS, id === 'pivots' ? DAY_MS : 900_000);
}

/** Parameters that are small enough for a short series. */
function parametersOf(definition: IndicatorDefinition): fc.Arbitrary<IndicatorParameters> {
  const each = definition.parameters.map(({ name, min, max, decimals }) =>
    (decimals === 0
      ? fc.integer({ min, max: Math.min(max, 30) })
      : fc.integer({ min: Math.ceil(min * 10), max: 10 * Math.min(max, 4) }).map((n) => n / 10)
    ).map((value) => [name, value] as const),
  );
  return fc.tuple(...each).map((pairs) => Object.fromEntries(pairs));
}

const CASES = INDICATORS.map((definition) => [definition.id, definition] as const);

describe.each(CASES)('%s', (_id, definition) => {
  const parameters = parametersOf(definition);

  it('says nothing before it is warm, and a number ever after', () => {
    fc.assert(
      fc.property(fc.nat(), parameters, (seed, values) => {
        const ours = indicatorColumns(definition, values, barsFor(definition, seed));
        const warm = definition.warmUp(values);
        for (const [output, column] of ours.entries()) {
          expect(column.findIndex((value) => Number.isFinite(value))).toBe(warm[output]);
          expect(column.subarray(warm[output]).every((value) => Number.isFinite(value))).toBe(true);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('knows nothing of bars to come', () => {
    fc.assert(
      fc.property(fc.nat(), parameters, fc.integer({ min: 1, max: ROWS - 1 }), (seed, values, cut) => {
        const columns = barsFor(definition, seed);
        const whole = indicatorColumns(definition, values, columns);
        const part = indicatorColumns(definition, values, sliceCandles(columns, 0, cut));
        for (const [output, column] of part.entries()) expect(column).toEqual(whole[output]!.subarray(0, cut));
      }),
      { numRuns: 30 },
    );
  });

  it('goes its own way from a copy, to the same values', () => {
    fc.assert(
      fc.property(fc.nat(), parameters, fc.integer({ min: 0, max: 100 }), (seed, values, cut) => {
        const columns = barsFor(definition, seed);
        const whole = indicatorColumns(definition, values, columns);
        const indicator = definition.make(values);
        for (let row = 0; row < cut; row += 1) indicator.update(columns, row);
        const copy = copyIndicator(indicator);
        const other = barsFor(definition, seed + 1);
        for (let row = cut; row < ROWS; row += 1) indicator.update(other, row);
        for (let row = cut; row < ROWS; row += 1) copy.update(columns, row);
        expect([...copy.values]).toEqual(whole.map((column) => column[ROWS - 1]));
      }),
      { numRuns: 20 },
    );
  });

  it('writes its values into the same array at every bar', () => {
    const columns = bars(5, 200);
    const indicator = definition.make(presetsOf(definition));
    const { values } = indicator;
    expect(values).toHaveLength(definition.outputs.length);
    for (let row = 0; row < columns.length; row += 1) {
      indicator.update(columns, row);
      expect(indicator.values).toBe(values);
    }
  });

  it('does not care in what money prices are: so many times as much, or the same share', () => {
    fc.assert(
      fc.property(fc.nat(), parameters, fc.integer({ min: -12, max: 12 }), (seed, values, power) => {
        const columns = barsFor(definition, seed);
        const scale = 2 ** power;
        const scaled = { ...columns };
        for (const name of ['open', 'high', 'low', 'close'] as const) scaled[name] = columns[name].map((price) => price * scale);
        const one = indicatorColumns(definition, values, columns);
        const other = indicatorColumns(definition, values, scaled);
        const factor = definition.unit === 'price' ? scale : 1;
        // A power of two changes no digit of a double.
        for (const [output, column] of one.entries()) expect(other[output]).toEqual(column.map((value) => value * factor));
      }),
      { numRuns: 30 },
    );
  });

  it('names its outputs apart, and bands have two edges', () => {
    expect(definition.outputs.every(({ name }, at, all) => all.findIndex((each) => each.name === name) === at)).toBe(true);
    expect(definition.outputs.filter(({ style }) => style === 'band').length % 2).toBe(0);
  });

  it('stands still over bars that do', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-8, max: 1e6, noNaN: true }), parameters, (price, values) => {
        const columns = candleColumns(ROWS);
        for (let row = 0; row < columns.length; row += 1) {
          columns.time[row] = row * DAY_MS;
          columns.volume[row] = 3;
          for (const name of ['open', 'high', 'low', 'close'] as const) columns[name][row] = price;
        }
        for (const column of indicatorColumns(definition, values, columns)) {
          const last = column.at(-1)!;
          expect(Number.isFinite(last)).toBe(true);
          expect(Math.abs(last - column.at(-2)!)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(last)));
        }
      }),
      { numRuns: 20 },
    );
  });

  it('takes its presets, and nothing beyond its bounds', () => {
    const presets = Object.fromEntries(definition.parameters.map(({ name, default: preset }) => [name, preset]));
    expect(parameterProblem(definition, presets)).toBeNull();
    for (const { name, min, max, decimals } of definition.parameters) {
      for (const wrong of [min - 1, max + 1, Number.NaN, min + 10 ** -(decimals + 1)]) {
        expect(parameterProblem(definition, { ...presets, [name]: wrong })).toMatch(/number from/u);
      }
    }
  });
});

describe('averages', () => {
  it.each(['sma', 'ema', 'wma', 'vwap', 'kama', 'vwma', 'alma'])('%s lies between the lowest low and the highest high so far', (id) => {
    const definition = INDICATORS.find((candidate) => candidate.id === id)!;
    fc.assert(
      fc.property(fc.nat(), parametersOf(definition), (seed, values) => {
        const columns = bars(seed, 90);
        const [column] = indicatorColumns(definition, values, columns);
        let high = -Infinity;
        let low = Infinity;
        for (let row = 0; row < columns.length; row += 1) {
          high = Math.max(high, columns.high[row]!);
          low = Math.min(low, columns.low[row]!);
          const value = column![row]!;
          if (Number.isFinite(value)) expect(value >= low - 1e-9 && value <= high + 1e-9).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });
});

/** What each indicator is over bars that all stand at 7.1 with a volume of 3: written down by its formula. */
const AT_REST: Readonly<Record<string, readonly number[]>> = {
  sma: [7.1],
  ema: [7.1],
  wma: [7.1],
  dema: [7.1],
  tema: [7.1],
  hma: [7.1],
  kama: [7.1],
  vwma: [7.1],
  t3: [7.1],
  alma: [7.1],
  vwap: [7.1],
  bollinger: [7.1, 7.1, 7.1],
  keltner: [7.1, 7.1, 7.1],
  donchian: [7.1, 7.1, 7.1],
  pivots: [7.1, 7.1, 7.1, 7.1, 7.1, 7.1, 7.1],
  ichimoku: [7.1, 7.1, 7.1, 7.1],
  parabolic: [7.1],
  supertrend: [7.1],
  zigzag: [7.1],
  rsi: [50],
  'connors-rsi': [33.333333333],
  macd: [0, 0, 0],
  ppo: [0, 0, 0],
  stochastic: [50, 50],
  'stoch-rsi': [50, 50],
  'williams-r': [-50],
  cci: [0],
  cmo: [0],
  tsi: [0, 0],
  ultimate: [50],
  roc: [0],
  atr: [0],
  stdev: [0],
  ulcer: [0],
  choppiness: [100],
  adx: [0, 0, 0],
  aroon: [0, 0],
  vortex: [0, 0],
  hurst: [0.5, 0.5],
  obv: [0],
  mfi: [50],
  adl: [0],
  cmf: [0],
};

it('every indicator at rest is what its formula says', () => {
  const columns = candleColumns(150);
  for (const name of ['open', 'high', 'low', 'close'] as const) columns[name].fill(7.1);
  columns.volume.fill(3);
  columns.time.forEach((_, row) => (columns.time[row] = row * DAY_MS));
  const found = INDICATORS.map((definition) => [
    definition.id,
    indicatorColumns(definition, presetsOf(definition), columns).map((column) => Number(column.at(-1)!.toFixed(9)) + 0),
  ]);
  expect(Object.fromEntries(found)).toEqual(AT_REST);
});

/** A mean over the window that ends at a row, weighted by place. */
function weighted(values: ArrayLike<number>, row: number, period: number): number {
  let sum = 0;
  for (let i = 1; i <= period; i += 1) sum += i * values[row - period + i]!;
  return sum / ((period * (period + 1)) / 2);
}

/** An EMA that begins with the mean of its first values, the plain way. */
function plainEma(values: readonly number[], period: number): readonly number[] {
  const weight = 2 / (period + 1);
  let average = values.slice(0, period).reduce((sum, value) => sum + value, 0) / period;
  return [average, ...values.slice(period).map((value) => (average = weight * value + (1 - weight) * average))];
}

describe('averages of averages', () => {
  const columns = bars(11, 200);
  const closes = [...columns.close];
  const last = (id: string, values: IndicatorParameters): number => indicatorColumns(indicatorOf(id)!, values, columns)[0]!.at(-1)!;
  const once = plainEma(closes, 13);
  const twice = plainEma(once, 13);

  it('DEMA is twice the average less its average', () => {
    expect(last('dema', { period: 13 })).toBeCloseTo(2 * once.at(-1)! - twice.at(-1)!, 9);
  });

  it('TEMA corrects once more', () => {
    expect(last('tema', { period: 13 })).toBeCloseTo(3 * once.at(-1)! - 3 * twice.at(-1)! + plainEma(twice, 13).at(-1)!, 9);
  });

  it('HMA is a weighted average over the root of its length', () => {
    const raw = closes.map((_, row) => (row < 15 ? Number.NaN : 2 * weighted(closes, row, 8) - weighted(closes, row, 16)));
    expect(last('hma', { period: 16 })).toBeCloseTo(weighted(raw, 199, 4), 9);
  });
});

describe('VWAP', () => {
  const over = (days: number, hours: readonly number[]): readonly number[] => {
    const columns = candleColumns(hours.length);
    hours.forEach((hour, row) => {
      columns.time[row] = hour * 3_600_000;
      for (const name of ['open', 'high', 'low', 'close'] as const) columns[name][row] = row + 1;
      columns.volume[row] = row + 1;
    });
    return [...indicatorColumns(indicatorOf('vwap')!, { days }, columns)[0]!];
  };

  it('begins anew at 00:00 UTC', () => {
    expect(over(1, [22, 23, 24, 25])).toEqual([1, 5 / 3, 3, 25 / 7]);
  });

  it('of seven days begins on Mondays', () => {
    // 4 January 1970 was a Sunday.
    expect(over(7, [4 * 24 - 2, 4 * 24 - 1, 4 * 24, 4 * 24 + 1])).toEqual([1, 5 / 3, 3, 25 / 7]);
  });

  it('of all bars never begins anew', () => {
    expect(over(0, [22, 23, 24, 25])).toEqual([1, 5 / 3, 14 / 6, 3]);
  });
});

const SLIDING = ['sma', 'wma', 'bollinger', 'stdev', 'cci', 'mfi', 'donchian', 'stochastic', 'williams-r', 'ulcer', 'roc', 'vwma', 'alma'];

describe('a window that slides long', () => {
  it.each([...SLIDING, 'cmo', 'ultimate', 'choppiness', 'cmf', 'vortex'])('%s has forgotten huge values without a trace', (id) => {
    const definition = indicatorOf(id)!;
    const values = presetsOf(definition);
    const plain = bars(17, 300);
    const shaken = bars(17, 300);
    for (let row = 0; row < 100; row += 1) {
      for (const name of ['open', 'high', 'low', 'close'] as const) shaken[name][row] = plain[name][row]! * 1e12;
      shaken.volume[row] = plain.volume[row]! * 1e6;
    }
    const one = indicatorColumns(definition, values, plain);
    const other = indicatorColumns(definition, values, shaken);
    for (const [output, column] of one.entries()) {
      for (let row = 150; row < 300; row += 1) {
        expect(Math.abs(other[output]![row]! - column[row]!)).toBeLessThanOrEqual(1e-12 * Math.abs(column[row]!) + 1e-12);
      }
    }
  });
});

describe('mistakes of known packages', () => {
  const over = (id: string, values: IndicatorParameters) =>
    indicatorColumns(
      INDICATORS.find((each) => each.id === id)!,
      values,
      bars(3, 200),
    );

  it('RSI is not rounded to two digits', () => {
    expect(
      over('rsi', { period: 14 })[0]!
        .subarray(14)
        .some((value) => Math.abs(value * 100 - Math.round(value * 100)) > 1e-6),
    ).toBe(true);
  });

  it('MACD smooths by its own lengths, not by fixed shares', () => {
    const presets = { fast: 12, slow: 26, signal: 9 };
    for (const [other, output] of [[{ fast: 5 }, 0] as const, [{ slow: 40 }, 0] as const, [{ signal: 4 }, 1] as const]) {
      expect(over('macd', { ...presets, ...other })[output]!.at(-1)).not.toBe(over('macd', presets)[output]!.at(-1));
    }
  });

  it('ATR is not a simple mean of the last ranges', () => {
    const columns = bars(3, 200);
    let sum = 0;
    for (let row = 186; row < 200; row += 1) {
      const before = columns.close[row - 1]!;
      sum += Math.max(columns.high[row]! - columns.low[row]!, Math.abs(columns.high[row]! - before), Math.abs(columns.low[row]! - before));
    }
    expect(Math.abs(over('atr', { period: 14 })[0]!.at(-1)! - sum / 14)).toBeGreaterThan(1e-6);
  });

  it('no output is shifted: a jump of the last bar shows in that bar, but for channels that look before it', () => {
    const calm = bars(3, 200);
    const jumped = bars(3, 200);
    jumped.close[199] = jumped.high[199] = 500;
    jumped.volume[199] = 1e9;
    // The channel's edges, the cloud's spans and the pivots are of bars before; Aroon and ADX know the high, the lowest low is as it was;
    // a rise that goes on confirms no turn.
    const still: Readonly<Record<string, readonly number[]>> = {
      donchian: [0, 1, 2],
      pivots: [0, 1, 2, 3, 4, 5, 6],
      ichimoku: [2, 3],
      aroon: [1],
      zigzag: [0],
    };
    for (const definition of INDICATORS) {
      const values = presetsOf(definition);
      const [one, other] = [calm, jumped].map((columns) => indicatorColumns(definition, values, columns));
      const changed = one!.map((column, output) => column.at(-1) !== other![output]!.at(-1));
      expect([definition.id, changed]).toEqual([definition.id, changed.map((_, output) => !(still[definition.id] ?? []).includes(output))]);
    }
  });

  it('RSI, ATR and ADX take Wilder’s share of 1 / length, not 2 / (length + 1)', () => {
    const columns = bars(3, 200);
    const gains = [...columns.close].slice(1).map((close, row) => Math.max(0, close - columns.close[row]!));
    const losses = [...columns.close].slice(1).map((close, row) => Math.max(0, columns.close[row]! - close));
    // Wilder's length of 14 is the exponential average's of 27.
    const share = (values: readonly number[]): number => {
      let average = values.slice(0, 14).reduce((sum, value) => sum + value, 0) / 14;
      for (const value of values.slice(14)) average = (13 * average + value) / 14;
      return average;
    };
    expect(over('rsi', { period: 14 })[0]!.at(-1)).toBeCloseTo(100 - 100 / (1 + share(gains) / share(losses)), 9);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candleColumns, sliceCandles, type CandleColumns } from '../../src-shared/domain/candle.ts';
import { indicatorColumns, INDICATORS, parameterProblem } from '../../src-shared/domain/indicators/catalog.ts';
import type { IndicatorDefinition, IndicatorParameters } from '../../src-shared/domain/indicators/indicator.ts';
import { Sfc32 } from '../../src-shared/kernel/random.ts';

/** A market of its own per seed: bars whose high and low hold their open and close. */
function bars(seed: number, length: number): CandleColumns {
  const random = new Sfc32(seed);
  const columns = candleColumns(length);
  let price = 100;
  for (let row = 0; row < length; row += 1) {
    const open = price;
    price = Math.max(1, price * (1 + 0.01 * random.normal()));
    columns.time[row] = row * 900_000;
    columns.open[row] = open;
    columns.close[row] = price;
    columns.high[row] = Math.max(open, price) * (1 + 0.002 * random.next());
    columns.low[row] = Math.min(open, price) * (1 - 0.002 * random.next());
    columns.volume[row] = Math.floor(1_000 * random.next());
  }
  return columns;
}

/** Parameters that are small enough for a short series. */
function parametersOf(definition: IndicatorDefinition): fc.Arbitrary<IndicatorParameters> {
  const each = definition.parameters.map(({ name, min, max, decimals }) =>
    (decimals === 0 ? fc.integer({ min, max: Math.min(max, 30) }) : fc.integer({ min: 1, max: 40 }).map((n) => n / 10)).map(
      (value) => [name, value] as const,
    ),
  );
  return fc.tuple(...each).map((pairs) => Object.fromEntries(pairs));
}

const CASES = INDICATORS.map((definition) => [definition.id, definition] as const);

describe.each(CASES)('%s', (_id, definition) => {
  const parameters = parametersOf(definition);

  it('says nothing before it is warm, and a number ever after', () => {
    fc.assert(
      fc.property(fc.nat(), parameters, (seed, values) => {
        const ours = indicatorColumns(definition, values, bars(seed, 120));
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
      fc.property(fc.nat(), parameters, fc.integer({ min: 1, max: 119 }), (seed, values, cut) => {
        const columns = bars(seed, 120);
        const whole = indicatorColumns(definition, values, columns);
        const part = indicatorColumns(definition, values, sliceCandles(columns, 0, cut));
        for (const [output, column] of part.entries()) expect(column).toEqual(whole[output]!.subarray(0, cut));
      }),
      { numRuns: 30 },
    );
  });

  it('stands still over bars that do', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), parameters, (price, values) => {
        const columns = candleColumns(150);
        for (let row = 0; row < columns.length; row += 1) {
          columns.time[row] = row;
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
    for (const { name, min, max } of definition.parameters) {
      for (const wrong of [min - 1, max + 1, Number.NaN, min + 0.001]) {
        expect(parameterProblem(definition, { ...presets, [name]: wrong })).toMatch(/number from/u);
      }
    }
  });
});

describe('averages', () => {
  it.each(['sma', 'ema', 'wma', 'vwap'])('%s lies between the lowest low and the highest high so far', (id) => {
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

  it('MACD smooths by its own signal length', () => {
    expect(over('macd', { fast: 12, slow: 26, signal: 9 })[1]!.at(-1)).not.toBe(over('macd', { fast: 12, slow: 26, signal: 4 })[1]!.at(-1));
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
});

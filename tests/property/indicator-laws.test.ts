import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candleColumns, sliceCandles, type CandleColumns } from '../../src-shared/domain/candle.ts';
import { indicatorColumns, indicatorOf, INDICATORS, presetsOf } from '../../src-shared/domain/indicators/catalog.ts';
import type { IndicatorDefinition, IndicatorParameters } from '../../src-shared/domain/indicators/indicator.ts';
import { Sfc32 } from '../../src-shared/kernel/random.ts';
import { DAY_MS } from '../../src-shared/kernel/time.ts';

const LONG = process.env['CRYPTOORCH_TEST_LONG'] === '1';
const PRICES = ['open', 'high', 'low', 'close'] as const;
const CASES = INDICATORS.map((definition) => [definition.id, definition] as const);

/** A market that goes on for as long as it is asked: calm and wild times, ticks of a hundredth, closes that repeat, bars without height or volume. */
class Market {
  private readonly random: Sfc32;
  private price: number;
  private row = 0;

  constructor(seed: number, price = 100) {
    this.random = new Sfc32(seed);
    this.price = price;
  }

  next(length: number): CandleColumns {
    const { random } = this;
    const columns = candleColumns(length);
    for (let at = 0; at < length; at += 1, this.row += 1) {
      const wild = this.row % 5_000 < 500 ? 0.02 : this.row % 5_000 < 600 ? 0 : 0.002;
      const open = this.price;
      const pull = 1 + 1e-4 * Math.sign(100 - open);
      this.price = Math.max(0.01, Math.round(open * pull * (1 + wild * random.normal()) * 100) / 100);
      columns.time[at] = this.row * (DAY_MS / 4);
      columns.open[at] = open;
      columns.close[at] = this.price;
      columns.high[at] = Math.max(open, this.price) + (wild === 0 ? 0 : Math.floor(4 * random.next()) / 100);
      columns.low[at] = Math.max(0.01, Math.min(open, this.price) - (wild === 0 ? 0 : Math.floor(4 * random.next()) / 100));
      columns.volume[at] = wild === 0 ? 0 : Math.floor(1_000_000 * random.next()) / 1_000;
    }
    return columns;
  }
}

/** Bar by bar, whatever short way there is for a whole column. */
function barByBar(definition: IndicatorDefinition, values: IndicatorParameters, columns: CandleColumns): readonly Float64Array[] {
  const indicator = definition.make(values);
  const out = definition.outputs.map(() => new Float64Array(columns.length));
  for (let row = 0; row < columns.length; row += 1) {
    indicator.update(columns, row);
    for (const [output, column] of out.entries()) column[row] = indicator.values[output]!;
  }
  return out;
}

function small(definition: IndicatorDefinition): fc.Arbitrary<IndicatorParameters> {
  const draws = definition.parameters.map(({ name, min, default: preset, decimals }) =>
    (decimals === 0 ? fc.integer({ min, max: Math.max(min, 40) }) : fc.constant(preset)).map((value) => [name, value] as const),
  );
  return fc.tuple(...draws).map((pairs) => Object.fromEntries(pairs));
}

describe.each(CASES)('%s', (_id, definition) => {
  it('has the same bits bar by bar and as a column, and each time', () => {
    fc.assert(
      fc.property(fc.nat(), small(definition), (seed, values) => {
        const columns = new Market(seed).next(1_500);
        const stepwise = barByBar(definition, values, columns);
        expect(indicatorColumns(definition, values, columns)).toEqual(stepwise);
        expect(indicatorColumns(definition, values, columns)).toEqual(stepwise);
      }),
      { numRuns: definition.id === 'hurst' ? 2 : 5 },
    );
  });

  it('goes on from a column bar by bar', () => {
    const columns = new Market(4).next(700);
    const values = presetsOf(definition);
    const whole = barByBar(definition, values, columns);
    const indicator = definition.make(values);
    const part = sliceCandles(columns, 0, 501);
    if (indicator.fill === undefined) return;
    indicator.fill(
      part,
      whole.map(() => new Float64Array(part.length)),
    );
    expect([...indicator.values]).toEqual(whole.map((column) => column[500]));
    for (let row = 501; row < 700; row += 1) indicator.update(columns, row);
    expect([...indicator.values]).toEqual(whole.map((column) => column[699]));
    const none = sliceCandles(columns, 0, 0);
    indicator.fill(
      none,
      whole.map(() => new Float64Array(0)),
    );
    expect([...indicator.values]).toEqual(whole.map((column) => column[699]));
  });

  it.each([
    ['of a hundred-thousandth', 1e-5],
    ['of a thousand millions', 1e9],
  ])('says the same of prices %s', (_name, price) => {
    const columns = new Market(8).next(600);
    // No ties: in another money each side of one rounds its own way.
    const random = new Sfc32(9);
    columns.high.forEach((high, row) => (columns.high[row] = high * (1 + 0.001 * random.next())));
    columns.low.forEach((low, row) => (columns.low[row] = low * (1 - 0.001 * random.next())));
    const values = presetsOf(definition);
    const scale = price / 100;
    const scaled = { ...columns };
    for (const name of PRICES) scaled[name] = columns[name].map((each) => each * scale);
    const factor = definition.unit === 'price' ? scale : 1;
    const plain = indicatorColumns(definition, values, columns);
    for (const [output, column] of indicatorColumns(definition, values, scaled).entries()) {
      for (let row = 0; row < column.length; row += 1) {
        const wanted = plain[output]![row]!;
        const unit = definition.unit === 'price' ? 100 : Math.max(1, Math.abs(wanted));
        if (Number.isNaN(wanted)) expect([row, column[row]]).toEqual([row, Number.NaN]);
        else expect(Math.abs(column[row]! / factor - wanted) / unit).toBeLessThan(1e-9);
      }
    }
  });

  it('says a number where the market stops, stands still and goes on', () => {
    const columns = new Market(15).next(900);
    for (let row = 300; row < 600; row += 1) {
      for (const name of PRICES) columns[name][row] = columns.close[299]!;
      columns.volume[row] = 0;
    }
    for (const column of indicatorColumns(definition, presetsOf(definition), columns)) {
      expect(column.subarray(299).every(Number.isFinite)).toBe(true);
    }
  });
});

const BOUNDS: Readonly<Record<string, readonly [low: number, high: number]>> = {
  rsi: [0, 100],
  'connors-rsi': [0, 100],
  stochastic: [0, 100],
  'stoch-rsi': [0, 100],
  mfi: [0, 100],
  ultimate: [0, 100],
  choppiness: [0, 100],
  adx: [0, 100],
  aroon: [0, 100],
  'williams-r': [-100, 0],
  cmo: [-100, 100],
  tsi: [-100, 100],
  cmf: [-1, 1],
};

/** Means of values at a bound may round beyond it in the last digit. */
const ROUNDED = new Set(['stochastic', 'stoch-rsi', 'adx', 'connors-rsi', 'ultimate', 'tsi']);

it.each(Object.entries(BOUNDS))('%s stays within %j', (id, [low, high]) => {
  const definition = indicatorOf(id)!;
  const slack = ROUNDED.has(id) ? 1e-10 : 0;
  fc.assert(
    fc.property(fc.nat(), small(definition), fc.constantFrom(-1, 0, 1), (seed, values, way) => {
      const columns = new Market(seed).next(600);
      // A market that only rises, or only falls, closing at its extremes.
      for (let row = 0; way !== 0 && row < 300; row += 1) {
        const from = 1_000 + way * row;
        columns.open[row] = from;
        columns.close[row] = from + way;
        columns.high[row] = Math.max(from, from + way);
        columns.low[row] = Math.min(from, from + way);
      }
      for (const column of indicatorColumns(definition, values, columns)) {
        expect(column.every((value) => Number.isNaN(value) || (value >= low - slack && value <= high + slack))).toBe(true);
      }
    }),
    { numRuns: 20 },
  );
});

describe('after very many bars', () => {
  const CHUNK = 20_000;
  const CHUNKS = (LONG ? 10_000_000 : 200_000) / CHUNK;
  /** So many bars forget the beginning: windows at once, averages that hang on their past to the last digit that counts. */
  const TAIL = 15_000;
  /** These say what all bars add up to, or hang on a turn that may be long ago. */
  const REMEMBERING = new Set(['obv', 'adl', 'parabolic', 'supertrend', 'zigzag']);
  // The Hurst exponent keeps nothing but its returns, and is slow.
  const forgetful = INDICATORS.filter(({ id }) => !REMEMBERING.has(id) && (LONG || id !== 'hurst'));

  it('every indicator is what it would be of the last bars alone, and running sums have lost nothing', { timeout: 1_800_000 }, () => {
    const market = new Market(23);
    const running = forgetful.map((definition) => ({ definition, indicator: definition.make(presetsOf(definition)) }));
    const obv = indicatorOf('obv')!.make({});
    let balance = 0n;
    let before = Number.NaN;
    let columns = candleColumns(0);
    for (let chunk = 0; chunk < CHUNKS; chunk += 1) {
      columns = market.next(CHUNK);
      for (const { indicator } of running) for (let row = 0; row < CHUNK; row += 1) indicator.update(columns, row);
      for (let row = 0; row < CHUNK; row += 1) {
        obv.update(columns, row);
        const thousandths = BigInt(Math.round(columns.volume[row]! * 1_000));
        if (columns.close[row]! > before) balance += thousandths;
        else if (columns.close[row]! < before) balance -= thousandths;
        before = columns.close[row]!;
      }
    }
    const tail = sliceCandles(columns, CHUNK - TAIL, CHUNK);
    for (const { definition, indicator } of running) {
      const fresh = barByBar(definition, presetsOf(definition), tail).map((column) => column.at(-1)!);
      for (const [output, value] of fresh.entries()) {
        const unit = definition.unit === 'price' ? columns.close.at(-1)! : Math.max(1, Math.abs(value));
        expect([definition.id, Math.abs(indicator.values[output]! - value) / unit]).toEqual([definition.id, expect.closeTo(0, 9)]);
      }
    }
    expect(obv.values[0]! / (Number(balance) / 1_000)).toBeCloseTo(1, 12);
  });

  it.each(['sma', 'stdev', 'bollinger'])('%s has at every bar the digits of its window', (id) => {
    const definition = indicatorOf(id)!;
    const columns = new Market(31).next(LONG ? 1_000_000 : 60_000);
    const ours = indicatorColumns(definition, presetsOf(definition), columns);
    for (let row = 19; row < columns.length; row += 1) {
      const window = columns.close.subarray(row - 19, row + 1);
      const near = window[19]!;
      const mean = near + window.reduce((sum, close) => sum + (close - near), 0) / 20;
      const deviation = Math.sqrt(window.reduce((sum, close) => sum + (close - mean) ** 2, 0) / 20);
      const wanted = id === 'sma' ? [mean] : id === 'stdev' ? [deviation] : [mean + 2 * deviation, mean, mean - 2 * deviation];
      for (const [output, value] of wanted.entries()) {
        if (!(Math.abs(ours[output]![row]! - value) <= 1e-10 * Math.abs(value) + 1e-14 * mean))
          expect([row, ours[output]![row]]).toEqual([row, value]);
      }
    }
  });
});

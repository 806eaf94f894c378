import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candleColumns, type CandleColumns } from '../../src-shared/domain/candle.ts';
import { indicatorColumns, indicatorOf } from '../../src-shared/domain/indicators/catalog.ts';
import { Sfc32 } from '../../src-shared/kernel/random.ts';
import { DAY_MS, HOUR_MS } from '../../src-shared/kernel/time.ts';

/** One bar, as a textbook has it. */
interface Bar {
  readonly time: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

type Values = Readonly<Record<string, number>>;
/** What a formula comes to at the last of the bars that it is shown: everything is worked out anew from all of them. */
type Formula = (bars: readonly Bar[], values: Values) => readonly number[];

const ROWS = 130;

function market(seed: number): readonly Bar[] {
  const random = new Sfc32(seed);
  let close = 50 + 100 * random.next();
  return Array.from({ length: ROWS }, (_, row) => {
    const open = close;
    // Whole ticks, so that closes repeat and bars have no height now and then.
    close = Math.max(1, Math.round((open + random.normal()) * 2) / 2);
    const high = Math.max(open, close) + Math.floor(3 * random.next()) / 2;
    const low = Math.min(open, close) - Math.floor(3 * random.next()) / 4;
    return { time: row * 5 * HOUR_MS, high, low, close, volume: Math.floor(8 * random.next()) };
  });
}

function columnsOf(bars: readonly Bar[]): CandleColumns {
  const columns = candleColumns(bars.length);
  bars.forEach((bar, row) => {
    for (const name of ['time', 'high', 'low', 'close', 'volume'] as const) columns[name][row] = bar[name];
    columns.open[row] = bar.close;
  });
  return columns;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const closesOf = (bars: readonly Bar[]): readonly number[] => bars.map(({ close }) => close);
const changesOf = (values: readonly number[]): readonly number[] => values.slice(1).map((value, i) => value - values[i]!);
/** Of bars that have one before: both of them. */
const pairsOf = (bars: readonly Bar[]): readonly (readonly [before: Bar, bar: Bar])[] => bars.slice(1).map((bar, i) => [bars[i]!, bar]);
const trueHigh = ([before, bar]: readonly [Bar, Bar]): number => Math.max(before.close, bar.high);
const trueLow = ([before, bar]: readonly [Bar, Bar]): number => Math.min(before.close, bar.low);

/** An average that begins with a simple mean, value by value; as many fewer as its length less one. */
function averages(values: readonly number[], period: number, share = 2 / (period + 1)): readonly number[] {
  if (values.length < period) return [];
  let average = sum(values.slice(0, period)) / period;
  return [average, ...values.slice(period).map((value) => (average = share * value + (1 - share) * average))];
}

function rsi(values: readonly number[], period: number): number {
  const changes = changesOf(values);
  const gain = averages(
    changes.map((change) => Math.max(change, 0)),
    period,
    1 / period,
  ).at(-1)!;
  const loss = averages(
    changes.map((change) => Math.max(-change, 0)),
    period,
    1 / period,
  ).at(-1)!;
  return gain === 0 && loss === 0 ? 50 : loss === 0 ? 100 : 100 - 100 / (1 + gain / loss);
}

const flow = ({ high, low, close, volume }: Bar): number => (high === low ? 0 : (((close - low) / (high - low)) * 2 - 1) * volume);

function superTrend(bars: readonly Bar[], period: number, width: number): number {
  const ranges = pairsOf(bars).map((pair) => trueHigh(pair) - trueLow(pair));
  const atrs = averages(ranges, period, 1 / period);
  let state: { upper: number; lower: number; up: boolean } | undefined;
  for (const [i, atr] of atrs.entries()) {
    const bar = bars[period + i]!;
    const before = bars[period + i - 1]!.close;
    const middle = (bar.high + bar.low) / 2;
    const [upper, lower] = [middle + width * atr, middle - width * atr];
    const last = state ?? { upper, lower, up: bar.close >= middle };
    const nextUpper = before > last.upper ? upper : Math.min(upper, last.upper);
    const nextLower = before < last.lower ? lower : Math.max(lower, last.lower);
    state = { upper: nextUpper, lower: nextLower, up: last.up ? bar.close > nextLower : bar.close > nextUpper };
  }
  return state === undefined ? Number.NaN : state.up ? state.lower : state.upper;
}

function rescaledRange(returns: readonly number[]): number {
  const mean = sum(returns) / returns.length;
  const ways = returns.map((_, i) => sum(returns.slice(0, i + 1).map((each) => each - mean)));
  const deviation = Math.sqrt(sum(returns.map((each) => (each - mean) ** 2)) / returns.length);
  return deviation < 1e-14 ? Number.NaN : (Math.max(0, ...ways) - Math.min(0, ...ways)) / deviation;
}

/** Anis and Lloyd's formula with the gamma function as a product of its steps, both from above one half or one. */
function expected(n: number): number {
  const gamma = (x: number): number => (x === 1 ? 1 : x === 0.5 ? Math.sqrt(Math.PI) : (x - 1) * gamma(x - 1));
  const roots = Array.from({ length: n - 1 }, (_, i) => Math.sqrt((n - i - 1) / (i + 1)));
  return (gamma((n - 1) / 2) / (Math.sqrt(Math.PI) * gamma(n / 2))) * sum(roots);
}

function hurst(closes: readonly number[], period: number): readonly number[] {
  const returns = closes.slice(-period - 1).flatMap((close, i, all) => (i === 0 ? [] : [Math.log(close) - Math.log(all[i - 1]!)]));
  const points = [1, 2, 4, 8, 16, 32].flatMap((parts) => {
    const size = Math.floor(period / parts);
    if (size < 8) return [];
    const newest = returns.slice(returns.length - size * parts);
    const ranges = Array.from({ length: parts }, (_, i) => rescaledRange(newest.slice(i * size, (i + 1) * size)));
    const moving = ranges.filter((range) => !Number.isNaN(range));
    return moving.length === 0 ? [] : [{ size, range: sum(moving) / moving.length }];
  });
  const slope = (ys: readonly number[]): number => {
    if (ys.length < 2) return 0.5;
    const xs = points.map(({ size }) => Math.log(size));
    const [mx, my] = [sum(xs) / xs.length, sum(ys) / ys.length];
    return sum(xs.map((x, i) => (x - mx) * (ys[i]! - my))) / sum(xs.map((x) => (x - mx) ** 2));
  };
  return [
    slope(points.map(({ size, range }) => Math.log(range - expected(size) + Math.sqrt((Math.PI * size) / 2)))),
    slope(points.map(({ range }) => Math.log(range))),
  ];
}

/** Two averages as one number, its own average, and what lies between. */
function converging(
  bars: readonly Bar[],
  { fast, slow, signal }: Values,
  together: (quick: number, late: number) => number,
): readonly number[] {
  const quick = averages(closesOf(bars), fast!);
  const late = averages(closesOf(bars), slow!);
  const both = Math.min(quick.length, late.length);
  const joined = late.slice(late.length - both).map((value, i) => together(quick[quick.length - both + i]!, value));
  const smoothed = averages(joined, signal!).at(-1)!;
  return [joined.at(-1)!, smoothed, joined.at(-1)! - smoothed];
}

const FORMULAS: Readonly<Record<string, Formula>> = {
  kama: (bars, { period, fast, slow }) => {
    const closes = closesOf(bars);
    let average = closes[period! - 1]!;
    for (let i = period!; i < closes.length; i += 1) {
      const way = sum(changesOf(closes.slice(i - period!, i + 1)).map(Math.abs));
      const ratio = way === 0 ? 0 : Math.abs(closes[i]! - closes[i - period!]!) / way;
      const share = (ratio * (2 / (fast! + 1) - 2 / (slow! + 1)) + 2 / (slow! + 1)) ** 2;
      average = share * closes[i]! + (1 - share) * average;
    }
    return [average];
  },
  vwma: (bars, { period }) => {
    const last = bars.slice(-period!);
    const volume = sum(last.map((bar) => bar.volume));
    return [volume === 0 ? sum(closesOf(last)) / period! : sum(last.map((bar) => bar.close * bar.volume)) / volume];
  },
  t3: (bars, { period, volume }) => {
    const chain = [closesOf(bars)];
    for (let i = 0; i < 6; i += 1) chain.push(averages(chain[i]!, period!));
    const [e3, e4, e5, e6] = chain.slice(3).map((each) => each.at(-1)!) as [number, number, number, number];
    const v = volume!;
    const c2 = 3 * v ** 2 + 3 * v ** 3;
    const c3 = -6 * v ** 2 - 3 * v - 3 * v ** 3;
    return [-(v ** 3) * e6 + c2 * e5 + c3 * e4 + (1 + 3 * v + v ** 3 + 3 * v ** 2) * e3];
  },
  alma: (bars, { period, offset, sigma }) => {
    const last = closesOf(bars).slice(-period!);
    const weights = last.map((_, i) => Math.exp(-((i - offset! * (period! - 1)) ** 2) / (2 * (period! / sigma!) ** 2)));
    return [sum(last.map((close, i) => close * weights[i]!)) / sum(weights)];
  },
  ppo: (bars, values) => converging(bars, values, (quick, late) => (quick / late - 1) * 100),
  macd: (bars, values) => converging(bars, values, (quick, late) => quick - late),
  sma: (bars, { period }) => [sum(closesOf(bars).slice(-period!)) / period!],
  ema: (bars, { period }) => [averages(closesOf(bars), period!).at(-1)!],
  rsi: (bars, { period }) => [rsi(closesOf(bars), period!)],
  atr: (bars, { period }) => [
    averages(
      pairsOf(bars).map((pair) => trueHigh(pair) - trueLow(pair)),
      period!,
      1 / period!,
    ).at(-1)!,
  ],
  bollinger: (bars, { period, width }) => {
    const last = closesOf(bars).slice(-period!);
    const mean = sum(last) / period!;
    const reach = width! * Math.sqrt(sum(last.map((close) => (close - mean) ** 2)) / period!);
    return [mean + reach, mean, mean - reach];
  },
  cmo: (bars, { period }) => {
    const changes = changesOf(closesOf(bars)).slice(-period!);
    const size = sum(changes.map(Math.abs));
    return [size === 0 ? 0 : (100 * sum(changes)) / size];
  },
  tsi: (bars, { long, short, signal }) => {
    const changes = changesOf(closesOf(bars));
    const above = averages(averages(changes, long!), short!);
    const below = averages(averages(changes.map(Math.abs), long!), short!);
    const strengths = above.map((value, i) => (below[i] === 0 ? 0 : (100 * value) / below[i]!));
    return [strengths.at(-1)!, averages(strengths, signal!).at(-1)!];
  },
  ultimate: (bars, { short, middle, long }) => {
    const share = (period: number): number => {
      const pairs = pairsOf(bars).slice(-period);
      const range = sum(pairs.map((pair) => trueHigh(pair) - trueLow(pair)));
      return range === 0 ? 0.5 : sum(pairs.map((pair) => pair[1].close - trueLow(pair))) / range;
    };
    return [(100 * (4 * share(short!) + 2 * share(middle!) + share(long!))) / 7];
  },
  'connors-rsi': (bars, { rsi: period, streak, rank }) => {
    const closes = closesOf(bars);
    const streaks = closes.map((_, row) => {
      const sign = (i: number): number => (i < 1 ? 0 : Math.sign(closes[i]! - closes[i - 1]!));
      let run = 0;
      while (sign(row) !== 0 && sign(row - run) === sign(row)) run += 1;
      return run * sign(row);
    });
    const returns = changesOf(closes).map((change, i) => change / closes[i]!);
    const lower = returns.slice(-rank! - 1, -1).filter((each) => each < returns.at(-1)!).length;
    return [(rsi(closes, period!) + rsi(streaks, streak!) + (100 * lower) / rank!) / 3];
  },
  choppiness: (bars, { period }) => {
    const pairs = pairsOf(bars).slice(-period!);
    const reached = Math.max(...pairs.map(trueHigh)) - Math.min(...pairs.map(trueLow));
    const way = sum(pairs.map((pair) => trueHigh(pair) - trueLow(pair)));
    return [reached === 0 ? 100 : (100 * Math.log10(way / reached)) / Math.log10(period!)];
  },
  cmf: (bars, { period }) => {
    const last = bars.slice(-period!);
    const volume = sum(last.map((bar) => bar.volume));
    return [volume === 0 ? 0 : sum(last.map(flow)) / volume];
  },
  adl: (bars) => [sum(bars.map(flow))],
  vortex: (bars, { period }) => {
    const pairs = pairsOf(bars).slice(-period!);
    const range = sum(pairs.map((pair) => trueHigh(pair) - trueLow(pair)));
    if (range === 0) return [0, 0];
    const up = sum(pairs.map(([before, bar]) => Math.abs(bar.high - before.low)));
    return [up / range, sum(pairs.map(([before, bar]) => Math.abs(bar.low - before.high))) / range];
  },
  supertrend: (bars, { period, width }) => [superTrend(bars, period!, width!)],
  pivots: (bars) => {
    const day = (bar: Bar): number => Math.floor(bar.time / DAY_MS);
    const before = bars.filter((bar) => day(bar) === day(bars.at(-1)!) - 1);
    const [high, low] = [Math.max(...before.map((bar) => bar.high)), Math.min(...before.map((bar) => bar.low))];
    const p = (high + low + (before.at(-1)?.close ?? Number.NaN)) / 3;
    const height = high - low;
    return [p, 2 * p - low, p + height, high + 2 * (p - low), 2 * p - high, p - height, low - 2 * (high - p)];
  },
  hurst: (bars, { period }) => hurst(closesOf(bars), period!),
};

/** Bounds of the factors that are no lengths, in tenths. */
const TENTHS: Readonly<Record<string, readonly [number, number]>> = { volume: [0, 10], offset: [0, 10], sigma: [30, 80], width: [5, 40] };

function drawn(id: string): fc.Arbitrary<Values> {
  const draws = indicatorOf(id)!.parameters.map(({ name, min }) => {
    const tenths = TENTHS[name];
    const draw = tenths
      ? fc.integer({ min: tenths[0], max: tenths[1] }).map((n) => n / 10)
      : fc.integer({ min: Math.max(2, min), max: 20 + min });
    return draw.map((value) => [name, value] as const);
  });
  return fc.tuple(...draws).map((pairs) => Object.fromEntries(pairs));
}

describe.each(Object.entries(FORMULAS))('%s', (id, formula) => {
  it('is at every bar what its formula says of all bars up to it', () => {
    fc.assert(
      fc.property(fc.nat(), drawn(id), (seed, values) => {
        const bars = market(seed);
        const definition = indicatorOf(id)!;
        const ours = indicatorColumns(definition, values, columnsOf(bars));
        const first = id === 'pivots' ? ours.map((column) => column.findIndex(Number.isFinite)) : definition.warmUp(values);
        for (let row = Math.min(...first); row < ROWS; row += 1 + (row % 7)) {
          const theirs = formula(bars.slice(0, row + 1), values);
          for (const [output, column] of ours.entries()) {
            if (row < first[output]!) continue;
            const size = definition.unit === 'price' ? bars[row]!.close : Math.max(1, Math.abs(theirs[output]!));
            expect([row, output, Math.abs(column[row]! - theirs[output]!) / size]).toEqual([row, output, expect.closeTo(0, 9)]);
          }
        }
      }),
      { numRuns: id === 'hurst' ? 10 : 25 },
    );
  });
});

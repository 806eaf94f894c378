import type { CandleColumns } from '../../src-shared/domain/candle.ts';

/** One column per output. */
export type Columns = readonly Float64Array[];

function silent(rows: number): Float64Array {
  return new Float64Array(rows).fill(Number.NaN);
}

/** A sum that slides: the value that comes is added, the one that goes is taken away. */
export function bareSma({ close, length }: CandleColumns, period: number): Columns {
  const out = silent(length);
  let sum = 0;
  for (let i = 0; i < length; i += 1) {
    sum += close[i]!;
    if (i >= period) sum -= close[i - period]!;
    if (i >= period - 1) out[i] = sum / period;
  }
  return [out];
}

/** Begun with the mean of the first values, then one step for each. */
export function bareEma({ close, length }: CandleColumns, period: number): Columns {
  const out = silent(length);
  const share = 2 / (period + 1);
  let average = 0;
  for (let i = 0; i < period; i += 1) average += close[i]! / period;
  out[period - 1] = average;
  for (let i = period; i < length; i += 1) {
    average += share * (close[i]! - average);
    out[i] = average;
  }
  return [out];
}

/** Both of Wilder's averages in one loop. */
export function bareRsi({ close, length }: CandleColumns, period: number): Columns {
  const out = silent(length);
  const share = 1 / period;
  let gain = 0;
  let loss = 0;
  for (let i = 1; i <= period; i += 1) {
    const change = close[i]! - close[i - 1]!;
    if (change > 0) gain += change / period;
    else loss -= change / period;
  }
  out[period] = 100 - 100 / (1 + gain / loss);
  for (let i = period + 1; i < length; i += 1) {
    const change = close[i]! - close[i - 1]!;
    gain += share * ((change > 0 ? change : 0) - gain);
    loss += share * ((change < 0 ? -change : 0) - loss);
    out[i] = 100 - 100 / (1 + gain / loss);
  }
  return [out];
}

/** All three averages in one loop. */
export function bareMacd({ close, length }: CandleColumns, lengths: readonly [fast: number, slow: number, signal: number]): Columns {
  const [fast, slow, smooth] = lengths;
  const out = [silent(length), silent(length), silent(length)] as const;
  const [macd, signals, rest] = out;
  const shares = [2 / (fast + 1), 2 / (slow + 1), 2 / (smooth + 1)] as const;
  let quick = 0;
  let late = 0;
  let signal = 0;
  for (let i = 0; i < length; i += 1) {
    const value = close[i]!;
    quick = i < fast ? quick + value / fast : quick + shares[0] * (value - quick);
    late = i < slow ? late + value / slow : late + shares[1] * (value - late);
    const first = i - slow + 1;
    if (first < 0) continue;
    const difference = quick - late;
    macd[i] = difference;
    signal = first < smooth ? signal + difference / smooth : signal + shares[2] * (difference - signal);
    if (first < smooth - 1) continue;
    signals[i] = signal;
    rest[i] = difference - signal;
  }
  return out;
}

/** Sums of values and of squares that slide. The values are taken from the first close on, or the squares would swallow the deviations. */
export function bareBollinger({ close, length }: CandleColumns, period: number, width: number): Columns {
  const out = [silent(length), silent(length), silent(length)] as const;
  const [upper, middle, lower] = out;
  const from = close[0]!;
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < length; i += 1) {
    const value = close[i]! - from;
    sum += value;
    squares += value * value;
    if (i >= period) {
      const old = close[i - period]! - from;
      sum -= old;
      squares -= old * old;
    }
    if (i < period - 1) continue;
    const mean = sum / period;
    const reach = width * Math.sqrt(Math.max(0, squares / period - mean * mean));
    upper[i] = from + mean + reach;
    middle[i] = from + mean;
    lower[i] = from + mean - reach;
  }
  return out;
}

/** True ranges and Wilder's average in one loop. */
export function bareAtr({ high, low, close, length }: CandleColumns, period: number): Columns {
  const out = silent(length);
  const share = 1 / period;
  let average = 0;
  for (let i = 1; i < length; i += 1) {
    const before = close[i - 1]!;
    const top = high[i]! > before ? high[i]! : before;
    const bottom = low[i]! < before ? low[i]! : before;
    const range = top - bottom;
    average = i <= period ? average + range / period : average + share * (range - average);
    if (i >= period) out[i] = average;
  }
  return [out];
}

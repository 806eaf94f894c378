import { candleColumns, sliceCandles, type CandleColumns } from '../../../../src-shared/domain/candle.ts';
import { firstAbove, type FundingRates } from '../../../../src-shared/domain/funding.ts';
import { mixSeed, Sfc32 } from '../../../../src-shared/kernel/random.ts';

/**
 * What is done to the bars from a cut on: taken away; turned upside down about the last price that was known; moved up or down by a
 * third or so. The last two once more with the open and the volume of the first bar after the cut left as they are, which is what
 * somebody knows who trades at that open.
 */
export const FUTURES = ['truncated', 'mirrored', 'moved', 'mirrored-after-open', 'moved-after-open'] as const;

/** A kind of other future. */
export type FutureKind = (typeof FUTURES)[number];

/** Prices go at most this many times up or down when they are turned. */
const MOST_TIMES = 8;

/** Bars that are the same before row `cut` and have another future. The same seed and cut give the same bars. */
export function otherFuture(candles: CandleColumns, cut: number, kind: FutureKind, seed: number): CandleColumns {
  if (kind === 'truncated') return sliceCandles(candles, 0, cut);
  const isAfterOpen = kind.endsWith('after-open');
  const changed = copyOf(candles);
  const random = new Sfc32(mixSeed(seed, cut));
  const centre = isAfterOpen || cut === 0 ? candles.open[cut]! : candles.close[cut - 1]!;
  const factor = 1 + (random.next() < 0.5 ? -1 : 1) * (0.2 + 0.2 * random.next());
  const turn = (price: number): number =>
    kind.startsWith('mirrored') ? centre * Math.min(MOST_TIMES, Math.max(1 / MOST_TIMES, centre / price)) : price * factor;
  for (let row = cut; row < candles.length; row += 1) {
    const [high, low] = [turn(candles.high[row]!), turn(candles.low[row]!)];
    changed.open[row] = turn(candles.open[row]!);
    changed.close[row] = turn(candles.close[row]!);
    changed.high[row] = Math.max(high, low);
    changed.low[row] = Math.min(high, low);
    changed.volume[row] = candles.volume[row]! * (0.5 + random.next());
  }
  if (isAfterOpen) keepOpen(changed, candles, cut);
  return changed;
}

/** Rates turned or moved are moved by up to half of this as well, so that those of nothing change too. */
const MOST_SHIFT = 2e-4;

/**
 * Rates of funding that are the same up to an instant and have another future: none behind it; paid the other way round; or some other
 * rate, higher or lower. The same seed and instant give the same rates.
 */
export function otherRates({ time, rate }: FundingRates, after: number, kind: FutureKind, seed: number): FundingRates {
  const known = firstAbove(time, after);
  if (kind === 'truncated') return { time: time.slice(0, known), rate: rate.slice(0, known) };
  const random = new Sfc32(mixSeed(seed, known));
  const factor = kind.startsWith('mirrored') ? -1 : 0.5 + random.next();
  const changed = rate.slice();
  for (let i = known; i < changed.length; i += 1) changed[i] = factor * rate[i]! + MOST_SHIFT * (random.next() - 0.5);
  return { time, rate: changed };
}

function keepOpen(changed: CandleColumns, candles: CandleColumns, row: number): void {
  const open = candles.open[row]!;
  changed.open[row] = open;
  changed.high[row] = Math.max(changed.high[row]!, open);
  changed.low[row] = Math.min(changed.low[row]!, open);
  changed.volume[row] = candles.volume[row]!;
}

function copyOf(candles: CandleColumns): CandleColumns {
  const copy = candleColumns(candles.length);
  for (const name of ['time', 'open', 'high', 'low', 'close', 'volume'] as const) copy[name].set(candles[name].subarray(0, candles.length));
  return copy;
}

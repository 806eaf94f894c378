import { TIMEFRAMES, type CandleColumns, type Timeframe } from './candle.ts';

/** A place where bars are missing. */
export interface CandleGap {
  /** Open of the first missing bar, ms UTC. */
  readonly from: number;
  /** Open of the next bar that exists, ms UTC. */
  readonly to: number;
  /** Bars missing. */
  readonly missing: number;
}

/** What the figures of a series look like: nothing here is an error, all of it is worth knowing before money follows it. */
export interface CandleQuality {
  readonly bars: number;
  /** Bars that the span from the first to the last would hold without gaps. */
  readonly expected: number;
  readonly gaps: number;
  readonly missing: number;
  /** Missing bars of the longest gap. */
  readonly longestGap: number;
  /** Bars without volume. */
  readonly withoutVolume: number;
  /** Bars whose open, high, low and close are one price. */
  readonly flat: number;
  /** Most bars in a row whose figures, volume included, repeat those before: a feed that hung. */
  readonly longestRepeat: number;
  /** The largest change from a close to the next existing bar's close, as a fraction; 0 for fewer than two bars. */
  readonly largestMove: number;
  /** Open of the bar with the largest move, ms UTC; null for fewer than two bars. */
  readonly largestMoveAt: number | null;
  /** Bars that move at least 20 % and come back by at least four fifths of it with the next bar: most often wrong prints. */
  readonly spikes: number;
}

/** A move, as a fraction, from which a bar that is taken back at once counts as a spike. */
const SPIKE = 0.2;
const TAKEN_BACK = 0.8;

/** Every place where the spacing of bars is longer than one. */
export function candleGaps(columns: CandleColumns, timeframe: Timeframe): CandleGap[] {
  const bar = TIMEFRAMES[timeframe];
  const { time, length } = columns;
  const gaps: CandleGap[] = [];
  for (let i = 1; i < length; i += 1) {
    const missing = (time[i]! - time[i - 1]!) / bar - 1;
    if (missing > 0) gaps.push({ from: time[i - 1]! + bar, to: time[i]!, missing });
  }
  return gaps;
}

/** Looks through the figures of bars once. */
export function candleQuality(columns: CandleColumns, timeframe: Timeframe): CandleQuality {
  const { length, open, high, low, close, volume } = columns;
  const gaps = candleGaps(columns, timeframe);
  const missing = gaps.reduce((sum, gap) => sum + gap.missing, 0);
  let withoutVolume = 0;
  let flat = 0;
  for (let i = 0; i < length; i += 1) {
    if (volume[i] === 0) withoutVolume += 1;
    if (high[i] === low[i] && open[i] === close[i]) flat += 1;
  }
  return {
    bars: length,
    expected: length + missing,
    gaps: gaps.length,
    missing,
    longestGap: gaps.reduce((most, gap) => Math.max(most, gap.missing), 0),
    withoutVolume,
    flat,
    longestRepeat: longestRepeat(columns),
    ...moves(columns),
  };
}

function longestRepeat({ length, open, high, low, close, volume }: CandleColumns): number {
  let longest = 0;
  let run = 0;
  for (let i = 1; i < length; i += 1) {
    const before = i - 1;
    const same =
      open[i] === open[before] &&
      high[i] === high[before] &&
      low[i] === low[before] &&
      close[i] === close[before] &&
      volume[i] === volume[before];
    run = same ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

function moves({ length, time, close }: CandleColumns): Pick<CandleQuality, 'largestMove' | 'largestMoveAt' | 'spikes'> {
  let largestMove = 0;
  let largestMoveAt: number | null = null;
  let spikes = 0;
  for (let i = 1; i < length; i += 1) {
    const before = close[i - 1]!;
    const move = Math.abs(close[i]! / before - 1);
    if (largestMoveAt === null || move > largestMove) {
      largestMove = move;
      largestMoveAt = time[i]!;
    }
    if (move < SPIKE || i + 1 >= length) continue;
    const left = Math.abs(close[i + 1]! - before);
    if (left <= (1 - TAKEN_BACK) * Math.abs(close[i]! - before)) spikes += 1;
  }
  return { largestMove, largestMoveAt, spikes };
}

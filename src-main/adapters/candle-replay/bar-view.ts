import { candleColumns, sliceCandles, TIMEFRAMES, type CandleColumns, type Timeframe } from '../../../src-shared/domain/candle.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { invariant } from '../../../src-shared/kernel/result.ts';
import { DAY_MS, type UtcMs } from '../../../src-shared/kernel/time.ts';
import type { MarketView, ViewedPrints, ViewedQuote, ViewedSide, ViewedStats } from '../../ports/market-view.ts';
import type { ReplaySeries } from './candle-replay.ts';

const BPS = 10_000;
/** What half the spread is taken for where the instrument does not say. */
const UNKNOWN_HALF_SPREAD_BPS = 1;
const NO_LEVELS: ViewedSide = { ticks: new Float64Array(0), lots: new Float64Array(0) };
const NO_PRINTS: ViewedPrints = { length: 0, time: new Float64Array(0), ticks: new Float64Array(0), lots: new Float64Array(0), side: [] };

type Bar = readonly [time: number, open: number, high: number, low: number, close: number, volume: number];

/**
 * Stored bars to look at. Only bars that have closed are told, at whatever instant is asked: a bar's range is known with its close. Bars
 * have no book and no prints; best prices stand half a spread around the last close.
 */
export class BarView implements MarketView {
  private readonly instruments: readonly Instrument[];
  private readonly series: readonly ReplaySeries[];

  constructor(instruments: readonly Instrument[], series: readonly ReplaySeries[]) {
    this.instruments = instruments;
    this.series = series;
  }

  quote(index: number, time: UtcMs): ViewedQuote {
    const instrument = this.instruments[index];
    const { columns, timeframe } = this.finest(index);
    const row = rowsUntil(columns, TIMEFRAMES[timeframe], time) - 1;
    invariant(instrument !== undefined && row >= 0, 'a replay begins when a bar has closed');
    const close = columns.close[row]!;
    const half = (instrument.spec.halfSpreadBps ?? UNKNOWN_HALF_SPREAD_BPS) / BPS;
    const lastTicks = instrument.toTicks(close);
    return {
      bidTicks: Math.min(lastTicks, Math.floor((close * (1 - half)) / instrument.tickSize)),
      askTicks: Math.max(lastTicks, Math.ceil((close * (1 + half)) / instrument.tickSize)),
      lastTicks,
      lastLots: 0,
      lastSide: columns.close[row]! >= columns.open[row]! ? 1 : -1,
      lastTime: columns.time[row]! + TIMEFRAMES[timeframe],
    };
  }

  stats24h(index: number, time: UtcMs): ViewedStats {
    const instrument = this.instruments[index];
    invariant(instrument !== undefined, 'the instrument is one of the replay');
    const { columns, timeframe } = this.finest(index);
    const span = TIMEFRAMES[timeframe];
    const to = rowsUntil(columns, span, time);
    // A bar of a day is within the day that ends with it.
    const from = Math.min(to - 1, rowsUntil(columns, span, time - DAY_MS));
    const bar = joined(columns, from, to, 0);
    let quoteVolume = 0;
    for (let row = from; row < to; row += 1) quoteVolume += columns.volume[row]! * columns.close[row]!;
    return {
      openTicks: instrument.toTicks(bar[1]),
      highTicks: instrument.toTicks(bar[2]),
      lowTicks: instrument.toTicks(bar[3]),
      lots: Math.round(bar[5] / instrument.lotSize),
      quoteVolume,
    };
  }

  book(): { readonly bids: ViewedSide; readonly asks: ViewedSide } {
    return { bids: NO_LEVELS, asks: NO_LEVELS };
  }

  prints(): ViewedPrints {
    return NO_PRINTS;
  }

  bars(index: number, timeframe: Timeframe, from: UtcMs, to: UtcMs): CandleColumns {
    const one = this.series.find((candidate) => candidate.instrument === index && candidate.timeframe === timeframe);
    if (one === undefined) return candleColumns(0);
    const { columns } = one;
    const end = rowsUntil(columns, TIMEFRAMES[timeframe], to);
    const first = rowsUntil(columns, 0, from - 1);
    return sliceCandles(columns, Math.min(first, end), end);
  }

  /** Of a longer bar, what its closed parts say; of the shortest, nothing is known before it has closed. */
  formingBar(index: number, timeframe: Timeframe, time: UtcMs): Bar | null {
    const { columns, timeframe: own } = this.finest(index);
    const open = Math.floor(time / TIMEFRAMES[timeframe]) * TIMEFRAMES[timeframe];
    const to = rowsUntil(columns, TIMEFRAMES[own], time);
    const from = rowsUntil(columns, 0, open - 1);
    const known = this.series.some((candidate) => candidate.instrument === index && candidate.timeframe === timeframe);
    return !known || from >= to ? null : joined(columns, from, to, open);
  }

  private finest(index: number): ReplaySeries {
    let finest: ReplaySeries | null = null;
    for (const one of this.series)
      if (one.instrument === index && (finest === null || TIMEFRAMES[one.timeframe] < TIMEFRAMES[finest.timeframe])) finest = one;
    invariant(finest !== null, 'the instrument has bars');
    return finest;
  }
}

/** How many bars opened `span` before an instant or earlier: with their own length as span, those that have closed at it. */
function rowsUntil({ time, length }: CandleColumns, span: number, instant: number): number {
  let from = 0;
  let to = length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (time[middle]! + span <= instant) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Rows as one bar that opens at `open`. */
function joined({ open: opens, high, low, close, volume }: CandleColumns, from: number, to: number, open: number): Bar {
  let highest = high[from]!;
  let lowest = low[from]!;
  let sum = 0;
  for (let row = from; row < to; row += 1) {
    highest = Math.max(highest, high[row]!);
    lowest = Math.min(lowest, low[row]!);
    sum += volume[row]!;
  }
  return [open, opens[from]!, highest, lowest, close[to - 1]!, sum];
}

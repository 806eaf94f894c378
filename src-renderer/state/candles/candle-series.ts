import { candleColumns, sliceCandles } from '../../../src-shared/domain/candle.ts';
import type { CandleColumns } from '../../../src-shared/domain/candle.ts';

/** Open time, open, high, low, close, base volume. */
export type CandleBar = readonly [time: number, open: number, high: number, low: number, close: number, volume: number];

const COLUMNS = ['time', 'open', 'high', 'low', 'close', 'volume'] as const;
const FIRST_CAPACITY = 512;

function writeBar(columns: CandleColumns, at: number, bar: CandleBar): void {
  COLUMNS.forEach((name, index) => {
    columns[name][at] = bar[index]!;
  });
}

function copyInto(target: CandleColumns, at: number, source: CandleColumns, range: readonly [from: number, to: number]): void {
  for (const name of COLUMNS) target[name].set(source[name].subarray(range[0], range[1]), at);
}

/** Position of the first bar that opens at `time` or later; the length when there is none. */
export function barAtOrAfter({ time, length }: Pick<CandleColumns, 'time' | 'length'>, wanted: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (time[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** All bars of both, by time; where both have a bar, the one of `newer` counts. */
export function mergeCandles(older: CandleColumns, newer: CandleColumns): CandleColumns {
  const merged = candleColumns(older.length + newer.length);
  let length = 0;
  let a = 0;
  let b = 0;
  while (a < older.length || b < newer.length) {
    const timeA = a < older.length ? older.time[a]! : Infinity;
    const timeB = b < newer.length ? newer.time[b]! : Infinity;
    if (timeB <= timeA) {
      copyInto(merged, length, newer, [b, b + 1]);
      b += 1;
      if (timeA === timeB) a += 1;
    } else {
      copyInto(merged, length, older, [a, a + 1]);
      a += 1;
    }
    length += 1;
  }
  return sliceCandles(merged, 0, length);
}

/** Bars of one instrument and timeframe that grow at both ends: history before them, live bars after them. */
export class CandleSeries {
  private room = candleColumns(FIRST_CAPACITY);
  private held = 0;
  private shown: CandleColumns = sliceCandles(this.room, 0, 0);
  /** Changes when bars other than the newest changed, so that everything is to be drawn anew. */
  epoch = 0;

  get columns(): CandleColumns {
    return this.shown;
  }

  get length(): number {
    return this.held;
  }

  /** Takes over history. Bars known from the stream that are newer than all of it stay; within it, history counts. */
  merge(history: CandleColumns): void {
    if (history.length === 0) return;
    this.replace(mergeCandles(this.shown, history));
  }

  /** Forgets everything. */
  clear(): void {
    this.replace(candleColumns(0));
  }

  /** Takes a live bar: the newest one anew, or the next. A bar within the known ones is corrected. */
  apply(bar: CandleBar): void {
    const last = this.held === 0 ? -Infinity : this.shown.time[this.held - 1]!;
    if (bar[0] > last) this.append(bar);
    else {
      const at = bar[0] === last ? this.held - 1 : barAtOrAfter(this.shown, bar[0]);
      if (this.shown.time[at] !== bar[0]) return;
      writeBar(this.room, at, bar);
      if (at < this.held - 1) this.epoch += 1;
    }
  }

  private append(bar: CandleBar): void {
    if (this.held === this.room.length) {
      const grown = candleColumns(Math.max(FIRST_CAPACITY, this.room.length * 2));
      copyInto(grown, 0, this.room, [0, this.held]);
      this.room = grown;
    }
    writeBar(this.room, this.held, bar);
    this.held += 1;
    this.shown = sliceCandles(this.room, 0, this.held);
  }

  private replace(columns: CandleColumns): void {
    this.room = columns;
    this.held = columns.length;
    this.shown = columns;
    this.epoch += 1;
  }
}

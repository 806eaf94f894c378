import { createHash } from 'node:crypto';
import { sliceCandles, type Timeframe, TIMEFRAMES } from '../../../src-shared/domain/candle.ts';
import { type DepthKind, DepthMessage, type LevelList } from '../../../src-shared/domain/depth-message.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import { summarize, type TapeSummary } from '../../core/order-book/trade-bars.ts';
import type { DepthTape } from '../../ports/depth.ts';

const KINDS: readonly DepthKind[] = ['snapshot', 'diff', 'ticker', 'trade'];

/** The bars of a recording's trades that have closed at an instant, ms UTC: a recording may have gone on since a run was made. */
export function bookBars(tape: DepthTape, timeframe: Timeframe, instrument: Instrument, to: number): TapeSummary {
  const summary = summarize(tape.messages(), timeframe, instrument);
  const { bars } = summary;
  let rows = bars.length;
  while (rows > 0 && bars.time[rows - 1]! + TIMEFRAMES[timeframe] > to) rows -= 1;
  return rows === bars.length ? summary : { ...summary, bars: sliceCandles(bars, 0, rows) };
}

/** SHA-256 over every message of a recording received up to an instant, 64 hexadecimal digits: bars alone do not say what stood in the book. */
export function bookHash(tape: DepthTape, to: number): string {
  const hash = createHash('sha256');
  const message = new DepthMessage();
  const row = new Float64Array(12);
  const bytes = new Uint8Array(row.buffer);
  const cursor = tape.messages();
  while (cursor.next(message) && message.time <= to) {
    const { time, venueTime, first, last, previous, checksum, ticks, lots, side, bids, asks } = message;
    row.set([KINDS.indexOf(message.kind), time, venueTime, first, last, previous, checksum, ticks, lots, side, bids.length, asks.length]);
    hash.update(bytes);
    for (const levels of [bids, asks]) if (levels.length > 0) hash.update(levelBytes(levels)).update(levelBytes(levels, 'lots'));
  }
  return hash.digest('hex');
}

function levelBytes({ length, ...columns }: LevelList, column: 'ticks' | 'lots' = 'ticks'): Uint8Array {
  const { buffer, byteOffset } = columns[column];
  return new Uint8Array(buffer, byteOffset, length * Float64Array.BYTES_PER_ELEMENT);
}

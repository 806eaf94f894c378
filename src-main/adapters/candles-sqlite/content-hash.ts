import { createHash } from 'node:crypto';
import type { CandleColumns, Timeframe } from '../../../src-shared/domain/candle.ts';
import { civilDate, utcDay } from '../../../src-shared/kernel/time.ts';
import { columnsOf } from './chunk-codec.ts';

/** The UTC month of an instant, counted from year 0: one chunk holds the bars that open in one month. */
export function monthOf(time: number): number {
  const { year, month } = civilDate(utcDay(time));
  return year * 12 + month - 1;
}

/** `2026-01` of a month's number. */
export function monthText(month: number): string {
  return `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}`;
}

/** The bars of one month, hashed: SHA-256 over the columns one after the other (open time, open, high, low, close, volume), each as little-endian doubles. */
export function monthDigest(columns: CandleColumns): Uint8Array {
  const hash = createHash('sha256');
  for (const column of columnsOf(columns)) hash.update(new Uint8Array(column.buffer, column.byteOffset, 8 * columns.length));
  return hash.digest();
}

/** A series hashed: SHA-256 over a line with the timeframe and then the digests of its months in order, so that the figure depends on the bars alone. */
export function seriesHash(timeframe: Timeframe, digests: Iterable<Uint8Array>): string {
  const hash = createHash('sha256').update(`candles 1 ${timeframe}\n`);
  for (const digest of digests) hash.update(digest);
  return hash.digest('hex');
}

import { createHash } from 'node:crypto';
import type { CandleColumns, Timeframe } from '../../../src-shared/domain/candle.ts';

/** SHA-256 over timeframe and columns of bars, 64 hexadecimal digits: equal bars have equal hashes, wherever they were read from. */
export function dataHash(timeframe: Timeframe, candles: CandleColumns): string {
  const hash = createHash('sha256').update(`${timeframe} ${String(candles.length)}\n`);
  for (const column of [candles.time, candles.open, candles.high, candles.low, candles.close, candles.volume]) {
    hash.update(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
  }
  return hash.digest('hex');
}

import { createHash } from 'node:crypto';
import type { CandleColumns } from '../../../src-shared/domain/candle.ts';

/** SHA-256 of columns in their order, 64 hexadecimal digits: equal bars have equal hashes, wherever they were read from. */
export function dataHash({ time, open, high, low, close, volume }: CandleColumns): string {
  const hash = createHash('sha256');
  for (const column of [time, open, high, low, close, volume])
    hash.update(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
  return hash.digest('hex');
}

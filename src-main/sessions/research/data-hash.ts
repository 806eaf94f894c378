import { createHash } from 'node:crypto';
import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import type { FundingRates } from '../../../src-shared/domain/funding.ts';

function hashOf(columns: readonly Float64Array[]): string {
  const hash = createHash('sha256');
  for (const column of columns) hash.update(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
  return hash.digest('hex');
}

/** SHA-256 of instants and rates of funding, 64 hexadecimal digits. */
export function fundingHash({ time, rate }: FundingRates): string {
  return hashOf([time, rate]);
}

/** SHA-256 of columns in their order, 64 hexadecimal digits: equal bars have equal hashes, wherever they were read from. */
export function dataHash({ time, open, high, low, close, volume }: CandleColumns): string {
  return hashOf([time, open, high, low, close, volume]);
}

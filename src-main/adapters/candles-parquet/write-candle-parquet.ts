import { existsSync, renameSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import { diskFault } from '../../../src-shared/kernel/disk-fault.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';

/** Writes candles as Parquet: `ts` as a timestamp in ms UTC, the others as doubles. */
export async function writeCandleParquet(file: string, columns: CandleColumns): Promise<number> {
  if (existsSync(file)) throw new Fault('input.file', { file, problem: 'there is such a file already; it was not touched.' });
  const { time, open, high, low, close, volume } = columns;
  const content = parquetWriteBuffer({
    columnData: [
      { name: 'ts', data: Array.from(time, (ms) => new Date(ms)), type: 'TIMESTAMP', nullable: false },
      { name: 'open', data: open, type: 'DOUBLE', nullable: false },
      { name: 'high', data: high, type: 'DOUBLE', nullable: false },
      { name: 'low', data: low, type: 'DOUBLE', nullable: false },
      { name: 'close', data: close, type: 'DOUBLE', nullable: false },
      { name: 'volume', data: volume, type: 'DOUBLE', nullable: false },
    ],
  });
  const partial = `${file}.partial`;
  try {
    await writeFile(partial, new Uint8Array(content));
    renameSync(partial, file);
    return content.byteLength;
  } catch (thrown) {
    rmSync(partial, { force: true });
    throw diskFault(thrown, file);
  }
}

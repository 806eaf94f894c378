import { createWriteStream, existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import { diskFault } from '../../../src-shared/kernel/disk-fault.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';

const ROWS_PER_PART = 4_096;

/** Writes candles as comma-separated values, compressed when the name ends in `.gz`; every number is the shortest text of its double. */
export async function writeCandleCsv(file: string, columns: CandleColumns): Promise<number> {
  if (existsSync(file)) throw new Fault('input.file', { file, problem: 'there is such a file already; it was not touched.' });
  const partial = `${file}.partial`;
  try {
    const target = createWriteStream(partial);
    if (file.toLowerCase().endsWith('.gz')) await pipeline(Readable.from(csvParts(columns)), createGzip(), target);
    else await pipeline(Readable.from(csvParts(columns)), target);
    renameSync(partial, file);
    return statSync(file).size;
  } catch (thrown) {
    rmSync(partial, { force: true });
    throw diskFault(thrown, file);
  }
}

function* csvParts({ length, time, open, high, low, close, volume }: CandleColumns): Generator<string> {
  yield 'ts,open,high,low,close,volume\n';
  for (let from = 0; from < length; from += ROWS_PER_PART) {
    let text = '';
    for (let i = from; i < Math.min(length, from + ROWS_PER_PART); i += 1)
      text += `${time[i]!},${open[i]!},${high[i]!},${low[i]!},${close[i]!},${volume[i]!}\n`;
    yield text;
  }
}

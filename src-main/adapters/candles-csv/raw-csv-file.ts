import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { RawTable, TableRead } from '../../ports/table-files.ts';
import { RawCsvParser } from './raw-csv-parser.ts';

const CHUNK = 262_144;

/** Reads a text of separated values, gzip-compressed when `gzip`. A compressed file that is truncated or damaged gives the rows before that place. */
export async function readRawCsv(file: string, gzip: boolean, how: TableRead): Promise<RawTable> {
  const parser = new RawCsvParser(file, how);
  const hash = createHash('sha256');
  const hashed = async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      hash.update(chunk);
      yield chunk;
    }
  };
  const take = async (chunks: AsyncIterable<Uint8Array>): Promise<void> => {
    for await (const chunk of chunks) {
      parser.push(chunk);
      how.onProgress?.(parser.length);
    }
  };
  const source = createReadStream(file, { highWaterMark: CHUNK });
  try {
    if (gzip) await pipeline(source, hashed, createGunzip({ chunkSize: CHUNK }), take);
    else await pipeline(source, hashed, take);
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
    if (code.startsWith('Z_')) return parser.finish(true, hash.digest('hex'));
    if (/^E[A-Z]+$/u.test(code)) throw new Fault('input.file', { file, problem: `it cannot be read (${code}).` }, { cause: thrown });
    throw thrown;
  }
  return parser.finish(false, hash.digest('hex'));
}

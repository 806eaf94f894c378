import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { Timeframe } from '../../../src-shared/domain/candle.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { CandleFile, CandleFiles } from '../../ports/candle-files.ts';
import { CandleCsvParser } from './candle-csv-parser.ts';

const CHUNK = 262_144;

/** Reads candle files of comma-separated values, plain (`.csv`) or gzip-compressed (`.gz`), as a stream. */
export class CandleCsvFiles implements CandleFiles {
  async read(file: string, timeframe: Timeframe, onProgress?: (rows: number) => void): Promise<CandleFile> {
    await refuseWhatIsNoFile(file);
    const parser = new CandleCsvParser(file, timeframe);
    const compressed = file.toLowerCase().endsWith('.gz');
    const first = new FirstBytes(file, compressed);
    const take = async (chunks: AsyncIterable<Uint8Array>): Promise<void> => {
      for await (const chunk of chunks) {
        parser.push(chunk);
        onProgress?.(parser.length);
      }
    };
    const source = createReadStream(file, { highWaterMark: CHUNK });
    try {
      if (compressed) await pipeline(source, (chunks) => first.check(chunks), createGunzip({ chunkSize: CHUNK }), take);
      else await pipeline(source, (chunks) => first.check(chunks), take);
    } catch (thrown) {
      throw readFault(thrown, file, parser);
    }
    return parser.finish();
  }
}

/** Looks at the first bytes that pass: the name must say what is inside. */
class FirstBytes {
  private readonly file: string;
  private readonly compressed: boolean;

  constructor(file: string, compressed: boolean) {
    this.file = file;
    this.compressed = compressed;
  }

  async *check(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let seen = false;
    for await (const chunk of chunks) {
      if (!seen) this.compare(chunk[0] === 0x1f && chunk[1] === 0x8b);
      seen = true;
      yield chunk;
    }
    if (!seen) throw this.problem('the file is empty; its first line must be ts,open,high,low,close,volume.');
  }

  private compare(gzip: boolean): void {
    if (gzip === this.compressed) return;
    throw this.problem(
      gzip
        ? 'the file is binary: it is gzip-compressed, so its name must end in .csv.gz.'
        : 'the name ends in .gz, but the file is not gzip-compressed.',
    );
  }

  private problem(problem: string): Fault {
    return new Fault('input.row', { file: this.file, line: 1, column: 'ts', problem });
  }
}

async function refuseWhatIsNoFile(file: string): Promise<void> {
  let problem: string | null = null;
  try {
    if ((await stat(file)).isDirectory()) problem = 'this is a folder, not a file of candles.';
  } catch (thrown) {
    problem = errorCode(thrown) === 'ENOENT' ? 'there is no such file.' : `it cannot be read (${errorCode(thrown)}).`;
  }
  if (problem !== null) throw new Fault('input.file', { file, problem });
}

function errorCode(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : 'unknown';
}

/** What a stream threw, as a fault of the table; whatever is not the file's doing stays what it is. */
function readFault(thrown: unknown, file: string, parser: CandleCsvParser): unknown {
  if (thrown instanceof Fault) return thrown;
  const code = errorCode(thrown);
  if (code === 'Z_BUF_ERROR') return parser.brokenOff('the compressed file is truncated: its data ends in the middle.');
  if (code.startsWith('Z_')) return parser.brokenOff('the compressed file is damaged: it cannot be unpacked any further.');
  if (/^E[A-Z]+$/u.test(code)) return new Fault('input.file', { file, problem: `it cannot be read (${code}).` });
  return thrown;
}

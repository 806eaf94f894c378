import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, parquetSchema } from 'hyparquet';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import type { TablePeek } from '../../ports/table-files.ts';
import { COMPRESSORS } from './compressors.ts';

const SHOWN_ROWS = 5;
const SHOWN_CHARACTERS = 40;

/** The columns and first rows of a Parquet file. Fails with `input.file` for a damaged one. */
export async function peekParquet(path: string): Promise<TablePeek> {
  try {
    const file = await asyncBufferFromFile(path);
    const metadata = await parquetMetadataAsync(file);
    const header = parquetSchema(metadata).children.map((child) => child.element.name);
    const rowEnd = Math.min(SHOWN_ROWS, Number(metadata.num_rows));
    const rows = await parquetReadObjects({ file, metadata, compressors: COMPRESSORS, rowStart: 0, rowEnd });
    return { header, rows: rows.map((row) => header.map((name) => textOf(row[name]))) };
  } catch (thrown) {
    if (!(thrown instanceof Error)) throw thrown;
    throw new Fault(
      'input.file',
      { file: path, problem: `the Parquet file is damaged or of a kind that is not read (${thrown.message}).` },
      { cause: thrown },
    );
  }
}

function textOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  return (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' ? String(value) : '').slice(
    0,
    SHOWN_CHARACTERS,
  );
}

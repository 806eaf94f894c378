import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parquetMetadata, parquetRead, parquetSchema } from 'hyparquet';
import { Fault } from '../../../src-shared/kernel/fault.ts';
import { decimalsOf } from '../../core/market-data/decimals-of.ts';
import { type Layout, headerLayout, statedLayout } from '../../core/market-data/layout.ts';
import { TimeReader } from '../../core/market-data/time-reader.ts';
import type { RawTable, TableRead } from '../../ports/table-files.ts';
import { COMPRESSORS } from './compressors.ts';

/** Reads the columns of a Parquet file by their names; `line` is the number of the row. Fails with `input.file` for a damaged one. */
export async function readRawParquet(file: string, how: TableRead): Promise<RawTable> {
  const bytes = await readFile(file);
  const { buffer, byteOffset, byteLength } = bytes;
  const content = buffer.slice(byteOffset, byteOffset + byteLength);
  try {
    return await readColumns(file, content, how);
  } catch (thrown) {
    if (thrown instanceof Fault || !(thrown instanceof Error)) throw thrown;
    throw new Fault(
      'input.file',
      { file, problem: `the Parquet file is damaged or of a kind that is not read (${thrown.message}).` },
      { cause: thrown },
    );
  }
}

async function readColumns(file: string, content: ArrayBuffer, how: TableRead): Promise<RawTable> {
  const metadata = parquetMetadata(content);
  const names = parquetSchema(metadata).children.map((child) => child.element.name);
  const layout: Layout = how.stated === null ? headerLayout(names, how.roles, file) : statedLayout(how.stated, how.roles);
  const rows = Number(metadata.num_rows);
  const times = new TimeReader(how.zone);
  const columns = how.roles.map(() => new Float64Array(rows).fill(Number.NaN));
  const zoneless: number[] = [];
  const wanted = names.filter((_, field) => (layout.places[field] ?? -1) >= 0);
  await parquetRead({
    file: content,
    metadata,
    columns: wanted,
    compressors: COMPRESSORS,
    onChunk: ({ columnName, columnData, rowStart }) => {
      const place = layout.places[names.indexOf(columnName)]!;
      const column = columns[place]!;
      for (let i = 0; i < columnData.length; i += 1) {
        const value: unknown = columnData[i];
        if (place > 0) {
          column[rowStart + i] = numberOf(value);
          continue;
        }
        column[rowStart + i] = timeOf(value, times);
        if (Number.isNaN(column[rowStart + i]!) && times.problem === 'zone') zoneless.push(rowStart + i + 1);
      }
      how.onProgress?.(rowStart + columnData.length);
    },
  });
  return {
    rows,
    line: Float64Array.from({ length: rows }, (_, row) => row + 1),
    columns,
    decimals: columns.map((column, place) => (place === 0 ? 0 : decimalsOf(column))),
    badLines: [],
    zoneless,
    brokenAt: null,
    timeName: layout.timeName,
    timeMeans: layout.timeMeans,
    timeForms: [...times.forms],
    hash: createHash('sha256').update(new Uint8Array(content)).digest('hex'),
  };
}

function numberOf(value: unknown): number {
  return typeof value === 'number' || typeof value === 'bigint'
    ? Number(value)
    : typeof value === 'string' && value.trim() !== ''
      ? Number(value)
      : Number.NaN;
}

function timeOf(value: unknown, times: TimeReader): number {
  if (value instanceof Date) {
    times.forms.add('timestamps of the file');
    return value.getTime();
  }
  if (typeof value === 'number' || typeof value === 'bigint') return times.count(Number(value));
  return times.text(String(value));
}

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { candleColumns, type CandleColumns } from '../../src-shared/domain/candle.ts';

const reference = process.env['CRYPTOORCH_REFERENCE_DATA'] ?? join(import.meta.dirname, '../../../shared/data');

/** Folder of the published tables of indicators. */
export const TABLES_FOLDER = join(reference, 'indicators');

/** Whether the tables are on this machine. */
export const TABLES_THERE = existsSync(TABLES_FOLDER);

/** The daily bars that the published tables are of. */
export function publishedBars(): CandleColumns {
  const rows = readFileSync(join(TABLES_FOLDER, 'input-default.csv'), 'utf8').trim().split('\n').slice(1);
  const columns = candleColumns(rows.length);
  for (const [row, line] of rows.entries()) {
    const [time, open, high, low, close, volume] = line.split(',').map(Number);
    Object.entries({ time, open, high, low, close, volume }).forEach(([name, value]) => {
      columns[name as 'close'][row] = value ?? Number.NaN;
    });
  }
  return columns;
}

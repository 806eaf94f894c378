import type { CandleColumns } from '../../src-shared/domain/candle.ts';

/** Writes candles to files of other programs. */
export interface CandleExport {
  /**
   * Writes a whole file or none: `.csv`, `.csv.gz` (columns ts,open,high,low,close,volume; ts is the open, ms UTC) or `.parquet` (the same columns, ts a
   * timestamp). Gives its bytes. Fails with `input.file` when the file is there already, and `disk.full`, `disk.failed`.
   */
  write(file: string, columns: CandleColumns): Promise<number>;
}

import type { CandleColumns, Timeframe } from '../../src-shared/domain/candle.ts';

/** Bars as a file holds them, checked row by row. */
export interface CandleFile {
  readonly candles: CandleColumns;
  /** Most digits after the point in any of the four prices. */
  readonly priceDecimals: number;
  /** Most digits after the point in any volume. */
  readonly volumeDecimals: number;
  /** Places where at least one bar is missing. */
  readonly gaps: number;
  /** Bars missing in all of them. */
  readonly missing: number;
  /** The row after which the first gap is, or null without gaps. */
  readonly firstGap: number | null;
}

/** Reads stored bars. */
export interface CandleFiles {
  /**
   * Reads a whole file or nothing. Fails with `input.file` (not there, not readable) and `input.row` (file, 1-based line with the header as 1, column, problem).
   * `onProgress` hears now and then how many rows have been read.
   */
  read(file: string, timeframe: Timeframe, onProgress?: (rows: number) => void): Promise<CandleFile>;
}

/** The line of a file that holds a row of its candles: the header is line 1 and every row has a line of its own. */
export function lineOfRow(row: number): number {
  return row + 2;
}

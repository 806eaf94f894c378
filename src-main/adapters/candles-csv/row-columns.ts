import type { CandleColumns } from '../../../src-shared/domain/candle.ts';

/** The columns of a candle file, in the order in which a row's fields are kept. */
export const COLUMN_NAMES = ['ts', 'open', 'high', 'low', 'close', 'volume'] as const;

/** A column of a candle file. */
export type ColumnName = (typeof COLUMN_NAMES)[number];

const FIRST_CAPACITY = 4_096;

/** Six columns that grow as rows come in. */
export class RowColumns {
  length = 0;
  private columns: Float64Array[] = COLUMN_NAMES.map(() => new Float64Array(FIRST_CAPACITY));

  /** Adds a row of six values in the order of `COLUMN_NAMES`. */
  append(row: Float64Array): void {
    if (this.length === this.columns[0]!.length) this.grow();
    for (let i = 0; i < this.columns.length; i += 1) this.columns[i]![this.length] = row[i]!;
    this.length += 1;
  }

  private grow(): void {
    this.columns = this.columns.map((column) => {
      const larger = new Float64Array(column.length * 2);
      larger.set(column);
      return larger;
    });
  }

  /** What was added, as columns on the same memory. */
  finish(): CandleColumns {
    const [time, open, high, low, close, volume] = this.columns.map((column) => column.subarray(0, this.length));
    return { length: this.length, time: time!, open: open!, high: high!, low: low!, close: close!, volume: volume! };
  }
}

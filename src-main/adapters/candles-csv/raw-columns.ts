const FIRST_CAPACITY = 4_096;

/** A fixed number of columns of doubles that grow as rows come in. */
export class RawColumns {
  length = 0;
  private columns: Float64Array[];

  constructor(width: number) {
    this.columns = Array.from({ length: width }, () => new Float64Array(FIRST_CAPACITY));
  }

  /** Adds a row of one value per column. */
  append(row: Float64Array): void {
    if (this.length === this.columns[0]!.length) this.grow();
    for (let i = 0; i < this.columns.length; i += 1) this.columns[i]![this.length] = row[i]!;
    this.length += 1;
  }

  /** What was added, on the same memory. */
  finish(): Float64Array[] {
    return this.columns.map((column) => column.subarray(0, this.length));
  }

  private grow(): void {
    this.columns = this.columns.map((column) => {
      const larger = new Float64Array(column.length * 2);
      larger.set(column);
      return larger;
    });
  }
}

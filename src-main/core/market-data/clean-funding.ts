import type { RawTable } from '../../ports/table-files.ts';
import type { FoundProblem } from './problem-book.ts';
import { bookOf, inOrder, rowsRefusal, withoutRepeats } from './row-order.ts';

/** What a file of funding rates held. */
export interface CleanedFunding {
  readonly rows: number;
  /** Instants of payment, ms UTC, rising; null when the file may not be taken. */
  readonly time: Float64Array | null;
  /** The rate paid at each, as a fraction of the position: 0.0001 is one basis point, from long to short. */
  readonly rate: Float64Array;
  readonly problems: readonly FoundProblem[];
  readonly refusal: string | null;
}

/** Judges the rows of a file of funding rates: time, rate. */
export function cleanFunding(table: RawTable, repair: boolean): CleanedFunding {
  const book = bookOf(table);
  const [time, rate] = table.columns as [Float64Array, Float64Array];
  const lacking = new Set(table.zoneless);
  const good: number[] = [];
  for (let row = 0; row < table.rows; row += 1) {
    const line = table.line[row]!;
    if (!Number.isNaN(time[row]!) && Number.isFinite(rate[row]!)) good.push(row);
    else if (!Number.isNaN(time[row]!)) book.add('number', line);
    else if (!lacking.has(line)) book.add('time', line);
  }
  const rows = withoutRepeats(table, inOrder(table, good, book), book);
  const problems = book.found();
  const refusal = rowsRefusal(problems, repair) ?? (rows.length === 0 ? 'There are no rates in it.' : null);
  return {
    rows: table.rows + table.badLines.length,
    time: refusal === null ? Float64Array.from(rows, (row) => time[row]!) : null,
    rate: Float64Array.from(rows, (row) => rate[row]!),
    problems,
    refusal,
  };
}

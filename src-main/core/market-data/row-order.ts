import type { RawTable } from '../../ports/table-files.ts';
import { type FoundProblem, PROBLEM_TEXTS, ProblemBook } from './problem-book.ts';

/** Begins the book of a file with what reading it found already. */
export function bookOf(table: RawTable): ProblemBook {
  const book = new ProblemBook();
  for (const line of table.badLines) book.add('row-shape', line);
  for (const line of table.zoneless) book.add('zone', line);
  if (table.brokenAt !== null) book.add('broken-off', table.brokenAt);
  return book;
}

/** Rows by time; those earlier than the row before are noted. Rows of one time stay in the file's order. */
export function inOrder({ line, columns }: RawTable, rows: readonly number[], book: ProblemBook): readonly number[] {
  const time = columns[0]!;
  let unsorted = false;
  for (let i = 1; i < rows.length; i += 1) {
    if (time[rows[i]!]! >= time[rows[i - 1]!]!) continue;
    unsorted = true;
    book.add('unsorted', line[rows[i]!]!);
  }
  return unsorted ? [...rows].sort((a, b) => time[a]! - time[b]! || a - b) : rows;
}

/** One row of each time, out of rows in order; others of that time are noted as duplicates or conflicts. */
export function withoutRepeats({ line, columns }: RawTable, rows: readonly number[], book: ProblemBook): number[] {
  const kept: number[] = [];
  for (const row of rows) {
    const before = kept.at(-1);
    if (before === undefined || columns[0]![row] !== columns[0]![before]) kept.push(row);
    else book.add(columns.every((column) => column[row] === column[before]) ? 'duplicate' : 'conflict', line[row]!);
  }
  return kept;
}

/** Why the rows of a file may not be taken, a sentence; null when they may. */
export function rowsRefusal(problems: readonly FoundProblem[], repair: boolean): string | null {
  const beyond = problems.find(({ kind }) => PROBLEM_TEXTS[kind].repair === null);
  if (beyond) return `${beyond.count} ${PROBLEM_TEXTS[beyond.kind].text}.`;
  if (problems.length > 0 && !repair) return 'The rows are not all in order. --repair drops and sorts what is listed as repairable.';
  return null;
}

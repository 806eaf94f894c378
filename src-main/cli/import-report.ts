import type { CleanedBars } from '../core/market-data/clean-bars.ts';
import { type FoundProblem, PROBLEM_TEXTS } from '../core/market-data/problem-book.ts';
import type { JudgedFile } from '../services/file-import.ts';
import { minuteTime } from './figures.ts';

/** The report of a file for a machine. */
export function fileJson({ file, table, cleaned }: JudgedFile, repair: boolean): Readonly<Record<string, unknown>> {
  const { columns } = cleaned;
  return {
    file,
    sha256: table.hash,
    rows: cleaned.rows,
    bars: columns?.length ?? 0,
    from: columns?.time[0] ?? null,
    lastOpen: columns?.time[columns.length - 1] ?? null,
    time: cleaned.meaning && { means: cleaned.meaning.means, how: cleaned.meaning.how, written: table.timeForms },
    gaps: { count: cleaned.gaps, missing: cleaned.missing, first: cleaned.firstGaps },
    problems: problemJson(cleaned.problems, repair),
    notes: cleaned.notes,
    refusal: cleaned.refusal,
  };
}

/** The report of a file for a person. */
export function fileLines({ file, table, cleaned }: JudgedFile, repair: boolean): readonly string[] {
  const { columns, meaning } = cleaned;
  const span = columns ? `, ${minuteTime(columns.time[0]!)} to ${minuteTime(columns.time[columns.length - 1]!)} UTC` : '';
  return [
    file,
    `  ${cleaned.rows} rows, ${columns ? `${columns.length} bars${span}` : 'nothing taken'}`,
    ...(table.timeForms.length > 0 ? [`  times: ${table.timeForms.join(' and ')}`] : []),
    ...(meaning ? [`  a time is the ${meaning.means} of its bar: ${meaning.how}`] : []),
    ...cleaned.notes.map((note) => `  note: ${note}`),
    ...problemLines(cleaned.problems, repair),
    ...gapLines(cleaned),
    ...(cleaned.refusal === null ? [] : [`  REFUSED: ${cleaned.refusal}`]),
  ];
}

/** Problems for a machine. */
export function problemJson(problems: readonly FoundProblem[], repair: boolean): readonly Readonly<Record<string, unknown>>[] {
  return problems.map(({ kind, count, lines }) => ({ kind, count, lines, repaired: repair ? PROBLEM_TEXTS[kind].repair : null }));
}

/** Problems for a person, a line each. */
export function problemLines(problems: readonly FoundProblem[], repair: boolean): readonly string[] {
  return problems.map(({ kind, count, lines }) => {
    const { text, repair: remedy } = PROBLEM_TEXTS[kind];
    const done = repair && remedy !== null ? `; ${remedy}` : remedy === null ? '' : '; repairable';
    return `  ${count} ${text}${done} (line${lines.length === 1 ? '' : 's'} ${lines.join(', ')}${count > lines.length ? ', …' : ''})`;
  });
}

function gapLines({ gaps, missing, firstGaps }: CleanedBars): readonly string[] {
  if (gaps === 0) return [];
  return [
    `  ${missing} bars missing in ${gaps} gap${gaps === 1 ? '' : 's'}; they stay missing:`,
    ...firstGaps.map(({ line, from, missing: bars }) => `    after line ${line}: ${bars} from ${minuteTime(from)}`),
    ...(gaps > firstGaps.length ? ['    …'] : []),
  ];
}

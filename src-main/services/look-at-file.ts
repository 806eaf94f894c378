import { statSync } from 'node:fs';
import { basename } from 'node:path';
import type { FileBlock, FileLook, FileProblem, FileReading } from '../../src-shared/contract/data-jobs.ts';
import { TIMEFRAMES } from '../../src-shared/domain/candle.ts';
import { Fault } from '../../src-shared/kernel/fault.ts';
import type { CleanedBars } from '../core/market-data/clean-bars.ts';
import { type ColumnRoles, rolesOfHeader, rolesOfRow, unplayedRoles } from '../core/market-data/column-roles.ts';
import { type CleanedFunding, cleanFunding } from '../core/market-data/clean-funding.ts';
import { detectTimeframe } from '../core/market-data/detect-timeframe.ts';
import { namedInFile } from '../core/market-data/named-in-file.ts';
import { type FoundProblem, PROBLEM_TEXTS } from '../core/market-data/problem-book.ts';
import type { RawTable, TableFiles, TablePeek } from '../ports/table-files.ts';
import { type FileRules, type JudgedFile, judgeTable, readFile, rolesOf } from './file-import.ts';

/** A file that was looked at: what is shown of it, and its bars where they may be taken. */
export interface LookedFile {
  readonly look: FileLook;
  /** Null where it could not be judged at all. */
  readonly judged: JudgedFile | null;
  /** Rates of funding where the file was read as such and they may be taken. */
  readonly funding: CleanedFunding | null;
}

/** What looking needs. */
export interface LookRooms {
  readonly files: TableFiles;
  readonly onProgress: (rows: number) => void;
}

/** Largest file that is read, bytes: its rows stand in memory while it is judged. */
const MOST_BYTES = 2 * 1_024 ** 3;
/** A file of trades says nothing of the bars that are to be made of it. */
const BARS_OF_TRADES = '1m';

/** Reads and judges a file as a person has it read, and says what it is; nothing is stored. Fails with `input.file` for what cannot be read at all, `input.option-value` for a zone that nobody knows. */
export async function lookAtFile(file: string, reading: FileReading, { files, onProgress }: LookRooms): Promise<LookedFile> {
  const bytes = sizeOf(file);
  const peek = await files.peek(file);
  const base = reading.symbol?.split('/')[0] ?? '';
  const roles = rolesOf({ content: reading.content, base });
  const { columns, guessed } = columnsOf(peek, reading, () => rolesOfPeek(peek, roles, file));
  const named = namedInFile(basename(file));
  const start = {
    ...EMPTY_LOOK,
    ...{ name: basename(file), bytes, header: peek.header, sample: peek.rows, columns, guessed },
    ...{ namedSymbol: named.symbol, namedVenue: named.venue, timeframe: reading.timeframe },
  };
  if (unplayedRoles(columns, roles).length > 0) return { look: { ...start, block: 'columns' }, judged: null, funding: null };
  // The header's names say more than stated columns do: what a time means, for one.
  const stated = reading.columns === null && peek.header !== null ? null : columns;
  const how = { content: reading.content, base, zone: reading.zone, columns: stated, onProgress };
  const table = await readFile(files, file, how);
  if (reading.content === 'funding') return lookedFunding(start, table, reading.repair);
  const spacing = reading.content === 'bars' ? detectTimeframe(table.columns[0]!) : null;
  const timeframe = reading.timeframe ?? (reading.content === 'bars' ? spacing : BARS_OF_TRADES);
  const read = { ...start, hash: table.hash, timeForms: table.timeForms, spacing, timeframe, rows: table.rows };
  if (timeframe === null)
    return { look: { ...read, block: table.zoneless.length > 0 ? 'zone' : 'timeframe' }, judged: null, funding: null };
  const rules: FileRules = { ...how, timeframe, time: reading.time, repair: reading.repair };
  const cleaned = judgeTable(table, rules);
  return {
    look: { ...read, ...told(cleaned, timeframe, reading.time !== null), block: blockOf(cleaned, reading) },
    judged: { file, table, cleaned },
    funding: null,
  };
}

/** A file of funding rates: no bars are made of it, so nothing of bars is told. */
function lookedFunding(start: Omit<FileLook, 'block'>, table: RawTable, repair: boolean): LookedFile {
  const cleaned = cleanFunding(table, repair);
  const { time, problems, rows } = cleaned;
  const found = { hash: table.hash, timeForms: table.timeForms, timeframe: null, rows, problems: problems.map(problemOf) };
  const block = cleaned.refusal === null ? null : (blockOfRows(problems, repair) ?? 'empty');
  if (time === null) return { look: { ...start, ...found, block }, judged: null, funding: null };
  const span = { bars: time.length, from: time[0]!, to: time[time.length - 1]! };
  return { look: { ...start, ...found, ...span, block }, judged: null, funding: cleaned };
}

const EMPTY_LOOK = {
  hash: '',
  timeForms: [],
  meaning: null,
  spacing: null,
  rows: 0,
  bars: 0,
  from: null,
  to: null,
  gaps: 0,
  missing: 0,
  firstGaps: [],
  problems: [],
  notes: [],
} as const;

function sizeOf(file: string): number {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (!stats?.isFile()) throw new Fault('input.file', { file, problem: 'there is no such file.' });
  if (stats.size > MOST_BYTES)
    throw new Fault('input.file', {
      file,
      problem: 'it is larger than 2 GB. Split it, by years for example, and bring the parts in one by one.',
    });
  return stats.size;
}

function rolesOfPeek(peek: TablePeek, roles: ReturnType<typeof rolesOf>, file: string): ColumnRoles {
  return peek.header === null ? rolesOfRow(peek.rows[0] ?? [], roles) : rolesOfHeader(peek.header, roles, file);
}

/** The columns that a person stated, where they are as many as the file has; else those that the file tells. */
function columnsOf(peek: TablePeek, { columns }: FileReading, tell: () => ColumnRoles): ColumnRoles {
  const width = (peek.header ?? peek.rows[0] ?? []).length;
  return columns?.length === width ? { columns, guessed: false } : tell();
}

function told(cleaned: CleanedBars, timeframe: keyof typeof TIMEFRAMES, chosen: boolean): Partial<FileLook> {
  const { columns, meaning, problems, firstGaps, gaps, missing, notes } = cleaned;
  return {
    rows: cleaned.rows,
    bars: columns?.length ?? 0,
    from: columns === null ? null : columns.time[0]!,
    to: columns === null ? null : columns.time[columns.length - 1]! + TIMEFRAMES[timeframe],
    meaning: meaning && { means: meaning.means, how: chosen ? 'as it was chosen' : meaning.how },
    problems: problems.map(problemOf),
    ...{ firstGaps, gaps, missing, notes },
  };
}

function problemOf({ kind, count, lines }: FoundProblem): FileProblem {
  return { kind, count, lines, repairable: PROBLEM_TEXTS[kind].repair !== null };
}

/** What has to be done about rows that are wrong; null when nothing is, or a repair does it. */
function blockOfRows(problems: readonly FoundProblem[], repair: boolean): FileBlock | null {
  const has = (kind: string): boolean => problems.some((problem) => problem.kind === kind);
  if (has('zone')) return 'zone';
  if (has('broken-off')) return 'damaged';
  return problems.some(({ kind }) => !repair || PROBLEM_TEXTS[kind].repair === null) ? 'rows' : null;
}

/** What a person has to do before the file can be taken. */
function blockOf({ refusal, problems, meaning, rows }: CleanedBars, { content, repair }: FileReading): FileBlock | null {
  if (refusal === null) return null;
  const dropped = problems.reduce((sum, { kind, count }) => (PROBLEM_TEXTS[kind].repair === 'dropped' ? sum + count : sum), 0);
  const rowsBlock = blockOfRows(problems, repair);
  if (rowsBlock !== null) return rowsBlock;
  return content === 'bars' && meaning === null && dropped < rows ? 'time' : 'empty';
}

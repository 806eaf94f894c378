import { TIMEFRAMES, type CandleColumns, type Timeframe, candleColumns } from '../../../src-shared/domain/candle.ts';
import { HOUR_MS, isoTime } from '../../../src-shared/kernel/time.ts';
import type { RawTable } from '../../ports/table-files.ts';
import { type TimeHints, type TimeMeaning, timeMeaning } from './bar-times.ts';
import type { FoundProblem, ProblemBook } from './problem-book.ts';
import { bookOf, inOrder, rowsRefusal, withoutRepeats } from './row-order.ts';

/** A gap between two rows of a file. */
export interface FileGap {
  /** Line of the row after which bars are missing. */
  readonly line: number;
  /** Open of the first missing bar, ms UTC. */
  readonly from: number;
  readonly missing: number;
}

/** What a file of bars held, and what may be taken from it. */
export interface CleanedBars {
  /** The good rows by time, each once; null when the file may not be taken. */
  readonly columns: CandleColumns | null;
  /** Rows of the file. */
  readonly rows: number;
  /** What the times mean; null when that could not be told. */
  readonly meaning: TimeMeaning | null;
  readonly problems: readonly FoundProblem[];
  /** The first gaps. */
  readonly firstGaps: readonly FileGap[];
  readonly gaps: number;
  readonly missing: number;
  /** Sentences about what is unusual and no error. */
  readonly notes: readonly string[];
  /** Why the file may not be taken, a sentence; null when it may. */
  readonly refusal: string | null;
}

/** How a file of bars is to be judged. */
export interface CleaningRules {
  readonly timeframe: Timeframe;
  readonly stated: TimeHints['stated'];
  /** Whether rows that are wrong by themselves are dropped and rows sorted, instead of refusing the file. */
  readonly repair: boolean;
}

const KEPT_GAPS = 5;

/** Judges the rows of a file of bars: time, open, high, low, close, volume. Nothing is ever invented; gaps stay gaps. */
export function cleanBars(table: RawTable, rules: CleaningRules): CleanedBars {
  const book = bookOf(table);
  const good = goodRows(table, book);
  const sorted = inOrder(table, good, book);
  const rows = withoutRepeats(table, sorted, book);
  const times = rows.map((row) => table.columns[0]![row]!);
  const meaning = timeMeaning(times, rules.timeframe, { stated: rules.stated, named: table.timeMeans, timeName: table.timeName });
  const bar = TIMEFRAMES[rules.timeframe];
  const opens = times.map((time) => time - (meaning?.shift ?? 0));
  const notes = alignment(table, { rows, opens, bar }, book);
  const { firstGaps, gaps, missing } = gapsOf(table, { rows, opens, bar });
  const problems = book.found();
  const refusal = refusalOf({ problems, meaning, bars: rows.length, repair: rules.repair });
  const columns = refusal === null ? columnsOf(table, rows, opens) : null;
  return { columns, rows: table.rows + table.badLines.length, meaning, problems, firstGaps, gaps, missing, notes, refusal };
}

/** Rows that are a bar by themselves. */
function goodRows({ rows, line, columns, zoneless }: RawTable, book: ProblemBook): number[] {
  const [time, open, high, low, close, volume] = columns as [Float64Array, ...Float64Array[]];
  const lacking = new Set(zoneless);
  const good: number[] = [];
  for (let row = 0; row < rows; row += 1) {
    const at = line[row]!;
    const prices = [open![row]!, high![row]!, low![row]!, close![row]!] as const;
    const least = Math.min(...prices);
    if (Number.isNaN(time[row]!)) {
      if (!lacking.has(at)) book.add('time', at);
    } else if (!Number.isFinite(least + Math.max(...prices) + volume![row]!)) book.add('number', at);
    else if (least <= 0) book.add('price', at);
    else if (volume![row]! < 0) book.add('volume', at);
    else if (prices[1] !== Math.max(...prices) || prices[2] !== least) book.add('crossed', at);
    else good.push(row);
  }
  return good;
}

interface PlacedRows {
  readonly rows: readonly number[];
  readonly opens: readonly number[];
  readonly bar: number;
}

/** Holds every open against the place in a bar that most have; bars of an hour and less open on whole bars UTC everywhere. */
function alignment(table: RawTable, { rows, opens, bar }: PlacedRows, book: ProblemBook): string[] {
  const counts = new Map<number, number>();
  for (const open of opens) counts.set(open % bar, (counts.get(open % bar) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  const usual = bar <= HOUR_MS ? 0 : ([...counts].find(([, count]) => count === most)?.[0] ?? 0);
  opens.forEach((open, i) => {
    if (open % bar !== usual) book.add('misaligned', table.line[rows[i]!]!);
  });
  return usual === 0
    ? []
    : [
        `The bars open ${isoTime(usual).slice(11, 16)} after the usual instants (whole bars from 00:00 UTC): a venue's own day, or a wrong --zone.`,
      ];
}

function gapsOf(table: RawTable, { rows, opens, bar }: PlacedRows): Pick<CleanedBars, 'firstGaps' | 'gaps' | 'missing'> {
  const firstGaps: FileGap[] = [];
  let gaps = 0;
  let all = 0;
  for (let i = 1; i < opens.length; i += 1) {
    const missing = Math.ceil((opens[i]! - opens[i - 1]!) / bar) - 1;
    if (missing <= 0) continue;
    gaps += 1;
    all += missing;
    if (firstGaps.length < KEPT_GAPS) firstGaps.push({ line: table.line[rows[i - 1]!]!, from: opens[i - 1]! + bar, missing });
  }
  return { firstGaps, gaps, missing: all };
}

interface Verdict {
  readonly problems: readonly FoundProblem[];
  readonly meaning: TimeMeaning | null;
  readonly bars: number;
  readonly repair: boolean;
}

function refusalOf({ problems, meaning, bars, repair }: Verdict): string | null {
  const refusal = rowsRefusal(problems, repair);
  if (refusal !== null) return refusal;
  if (bars === 0) return 'There are no bars in it.';
  if (meaning === null)
    return 'Nothing tells whether its times are the opens or the ends of the bars. State it: --time open or --time end.';
  return null;
}

function columnsOf({ columns }: RawTable, rows: readonly number[], opens: readonly number[]): CandleColumns {
  const bars = candleColumns(rows.length);
  const [, open, high, low, close, volume] = columns;
  rows.forEach((row, i) => {
    bars.time[i] = opens[i]!;
    bars.open[i] = open![row]!;
    bars.high[i] = high![row]!;
    bars.low[i] = low![row]!;
    bars.close[i] = close![row]!;
    bars.volume[i] = volume![row]!;
  });
  return bars;
}

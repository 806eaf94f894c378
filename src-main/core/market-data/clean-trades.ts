import { TIMEFRAMES, type CandleColumns, type Timeframe, candleColumns, sliceCandles } from '../../../src-shared/domain/candle.ts';
import { candleGaps } from '../../../src-shared/domain/candle-quality.ts';
import { DAY_MS, isoTime } from '../../../src-shared/kernel/time.ts';
import type { RawTable } from '../../ports/table-files.ts';
import type { CleanedBars, CleaningRules } from './clean-bars.ts';
import type { ProblemBook } from './problem-book.ts';
import { bookOf, inOrder, rowsRefusal } from './row-order.ts';

const KEPT_GAPS = 5;
const LARGEST_WHOLE = 2 ** 53;

/**
 * Judges the rows of a file of trades (time, price, size) and makes bars of them. Equal rows are trades of their own. A time without trades has no bar. The first and
 * the last bar are left out where they do not begin or end a UTC day: nothing tells whether all their trades are there.
 */
export function cleanTrades(table: RawTable, { timeframe, repair }: Omit<CleaningRules, 'stated'>): CleanedBars {
  const book = bookOf(table);
  const rows = inOrder(table, goodRows(table, book), book);
  const made = barsOf(table, rows, timeframe);
  const { columns, notes } = wholeBars(made, timeframe);
  const problems = book.found();
  const gaps = candleGaps(columns, timeframe);
  const refusal = rowsRefusal(problems, repair) ?? (columns.length === 0 ? 'Its trades do not come to a whole bar.' : null);
  return {
    columns: refusal === null ? columns : null,
    rows: table.rows + table.badLines.length,
    meaning: null,
    problems,
    firstGaps: gaps.slice(0, KEPT_GAPS).map(({ from, missing }) => ({ line: lineBefore(table, rows, from), from, missing })),
    gaps: gaps.length,
    missing: gaps.reduce((sum, gap) => sum + gap.missing, 0),
    notes,
    refusal,
  };
}

function goodRows({ rows, line, columns, zoneless }: RawTable, book: ProblemBook): number[] {
  const [time, price, size] = columns as [Float64Array, Float64Array, Float64Array];
  const lacking = new Set(zoneless);
  const good: number[] = [];
  for (let row = 0; row < rows; row += 1) {
    const at = line[row]!;
    if (Number.isNaN(time[row]!)) {
      if (!lacking.has(at)) book.add('time', at);
    } else if (!Number.isFinite(price[row]! + size[row]!)) book.add('number', at);
    else if (price[row]! <= 0) book.add('price', at);
    else if (size[row]! < 0) book.add('volume', at);
    else good.push(row);
  }
  return good;
}

function barsOf({ columns, decimals }: RawTable, rows: readonly number[], timeframe: Timeframe): CandleColumns {
  const bar = TIMEFRAMES[timeframe];
  const [time, price, size] = columns as [Float64Array, Float64Array, Float64Array];
  const bars = candleColumns(rows.length);
  let at = -1;
  for (const row of rows) {
    const open = Math.floor(time[row]! / bar) * bar;
    const paid = price[row]!;
    if (at < 0 || bars.time[at] !== open) {
      at += 1;
      bars.time[at] = open;
      bars.open[at] = paid;
      bars.high[at] = paid;
      bars.low[at] = paid;
    }
    if (paid > bars.high[at]!) bars.high[at] = paid;
    if (paid < bars.low[at]!) bars.low[at] = paid;
    bars.close[at] = paid;
    bars.volume[at]! += size[row]!;
  }
  for (let i = 0; i <= at; i += 1) bars.volume[i] = exactSum(bars.volume[i]!, decimals[2]!);
  return sliceCandles(bars, 0, at + 1);
}

/** A sum of decimals is a decimal of as many digits: takes away what adding doubles left behind them. */
function exactSum(sum: number, decimals: number): number {
  const scale = 10 ** decimals;
  const whole = Math.round(sum * scale);
  return whole < LARGEST_WHOLE ? whole / scale : sum;
}

function wholeBars(bars: CandleColumns, timeframe: Timeframe): { readonly columns: CandleColumns; readonly notes: readonly string[] } {
  const bar = TIMEFRAMES[timeframe];
  const notes: string[] = [];
  let from = 0;
  let to = bars.length;
  if (to > 0 && bars.time[0]! % DAY_MS !== 0) {
    notes.push(`the first bar, ${isoTime(bars.time[0]!)}, was left out: nothing tells whether its first trades are there.`);
    from = 1;
  }
  if (to > from && (bars.time[to - 1]! + bar) % DAY_MS !== 0) {
    notes.push(`the last bar, ${isoTime(bars.time[to - 1]!)}, was left out: nothing tells whether its last trades are there.`);
    to -= 1;
  }
  return { columns: sliceCandles(bars, from, to), notes };
}

/** The line of the last trade before an instant. */
function lineBefore({ line, columns }: RawTable, rows: readonly number[], time: number): number {
  const next = rows.findIndex((row) => columns[0]![row]! >= time);
  return line[rows[next - 1]!]!;
}

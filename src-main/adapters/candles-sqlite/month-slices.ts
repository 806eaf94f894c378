import { type CandleColumns, candleColumns, sliceCandles } from '../../../src-shared/domain/candle.ts';
import { columnsOf } from './chunk-codec.ts';
import { monthOf } from './content-hash.ts';

/** The bars of one month out of longer columns. */
export interface MonthSlice {
  readonly month: number;
  readonly columns: CandleColumns;
}

/** Bars by UTC month, oldest first, as views on the same memory. */
export function* monthSlices(columns: CandleColumns): Generator<MonthSlice> {
  let start = 0;
  while (start < columns.length) {
    const month = monthOf(columns.time[start]!);
    let end = start + 1;
    while (end < columns.length && monthOf(columns.time[end]!) === month) end += 1;
    yield { month, columns: sliceCandles(columns, start, end) };
    start = end;
  }
}

/** Two sets of bars as one, and how they met. */
export interface MergedBars {
  readonly columns: CandleColumns;
  /** Bars of the second that the first has with the same figures. */
  readonly unchanged: number;
  /** Opens of bars that both have with other figures; the second's figures stand. */
  readonly differing: readonly number[];
}

/** Merges stored bars with new ones by their open times. */
export function mergeBars(stored: CandleColumns, added: CandleColumns): MergedBars {
  const rows = candleColumns(stored.length + added.length);
  const differing: number[] = [];
  let unchanged = 0;
  let length = 0;
  let i = 0;
  let j = 0;
  while (i < stored.length || j < added.length) {
    const before = i < stored.length ? stored.time[i]! : Number.POSITIVE_INFINITY;
    const time = j < added.length ? added.time[j]! : Number.POSITIVE_INFINITY;
    if (before < time) copyBar(stored, i++, rows, length);
    else {
      if (before === time && sameBar(stored, i, added, j)) unchanged += 1;
      else if (before === time) differing.push(time);
      if (before === time) i += 1;
      copyBar(added, j++, rows, length);
    }
    length += 1;
  }
  return { columns: sliceCandles(rows, 0, length), unchanged, differing };
}

function copyBar(from: CandleColumns, row: number, to: CandleColumns, at: number): void {
  to.time[at] = from.time[row]!;
  to.open[at] = from.open[row]!;
  to.high[at] = from.high[row]!;
  to.low[at] = from.low[row]!;
  to.close[at] = from.close[row]!;
  to.volume[at] = from.volume[row]!;
}

function sameBar(one: CandleColumns, row: number, other: CandleColumns, at: number): boolean {
  const others = columnsOf(other);
  return columnsOf(one).every((column, place) => column[row] === others[place]![at]);
}

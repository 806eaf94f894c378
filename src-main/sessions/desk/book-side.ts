import { GROUPINGS, groupTicks, type BookSide } from '../../../src-shared/domain/book-grouping.ts';
import type { ViewedSide } from '../../ports/market-view.ts';

/** Rows of every grouping that hold what they would hold if each level were told. */
const ROWS = 30;

/** How far behind the touch a book is looked at, ticks: as far as the rows of the coarsest grouping reach. */
export const BOOK_REACH = ROWS * Math.max(...GROUPINGS);

/**
 * A side of the book thinned out with its distance: single levels at the touch, then sums of 5, 10, 50 and 100 ticks, each as soon as
 * the finer grouping's rows are full. A side of few levels is told as it is, however far they lie apart. Whatever grouping the window chooses, its rows are exact, and a book of thousands of levels stays short.
 *
 * @returns ticks and lots in turn, best first.
 */
export function thinnedSide({ ticks, lots }: ViewedSide, side: BookSide): readonly (readonly [ticks: number, lots: number])[] {
  const best = ticks[0] ?? 0;
  const rows: [number, number][] = [];
  for (let level = 0; level < ticks.length; level += 1) {
    const behind = Math.abs((ticks[level] ?? 0) - best);
    const grouping = ticks.length <= ROWS ? 1 : GROUPINGS.find((each) => behind < ROWS * each);
    if (grouping === undefined) break;
    const row = groupTicks(ticks[level] ?? 0, side, grouping);
    const last = rows.at(-1);
    if (last?.[0] === row) last[1] += lots[level] ?? 0;
    else rows.push([row, lots[level] ?? 0]);
  }
  return rows;
}

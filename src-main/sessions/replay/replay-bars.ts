import { TIMEFRAMES, type CandleColumns, type Timeframe } from '../../../src-shared/domain/candle.ts';
import { resampleCandles } from '../../../src-shared/domain/resample.ts';
import { Fault } from '../../../src-shared/kernel/fault.ts';

/** Bars of one length. */
export interface BarsOfOneLength {
  readonly timeframe: Timeframe;
  readonly columns: CandleColumns;
}

/** Lengths of bars that a chart offers, shortest first. */
const CHARTED = ['1m', '5m', '15m', '1h', '4h', '1d'] as const;

/** The bars of a replay in their own length and in every longer one that is charted. */
export function chartedBars(columns: CandleColumns, timeframe: Timeframe): readonly BarsOfOneLength[] {
  const span = TIMEFRAMES[timeframe];
  const longer = CHARTED.filter((each) => TIMEFRAMES[each] > span && TIMEFRAMES[each] % span === 0);
  return [
    { timeframe, columns },
    ...longer
      .map((each) => ({ timeframe: each, columns: resampleCandles(columns, timeframe, each).columns }))
      .filter((bars) => bars.columns.length > 0),
  ];
}

/** Where a replay begins. */
export interface ReplayStart {
  /** The last bar that has closed at its beginning. */
  readonly row: number;
  /** The instants that its clock stands at: the close of that bar, then of each that comes. */
  readonly closes: Float64Array;
}

/** Begins at the last bar that closed at `from` or before it, else at the first there is. Fails with `replay.range` where no bar would come. */
export function replayStart(
  columns: CandleColumns,
  { from, timeframe, instrument }: { readonly from: number; readonly timeframe: Timeframe; readonly instrument: string },
): ReplayStart {
  const span = TIMEFRAMES[timeframe];
  let row = 0;
  while (row + 1 < columns.length && columns.time[row + 1]! + span <= from) row += 1;
  const closes = columns.time.slice(row).map((time) => time + span);
  if (closes.length < 2) throw new Fault('replay.range', { instrument, bars: closes.length, timeframe });
  return { row, closes };
}

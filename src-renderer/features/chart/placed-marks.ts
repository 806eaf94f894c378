import type { UTCTimestamp } from 'lightweight-charts';
import type { FillRow } from '../../../src-shared/contract/rows.ts';
import type { CandleColumns } from '../../../src-shared/domain/candle.ts';
import type { LaidRun } from '../../state/laid-run.ts';
import type { AnnotationContent } from './annotations.ts';
import { markPrice, mergeMarks } from './fill-marks.ts';
import { runDrawing } from './run-marks.ts';
import { CHART_SENTENCES as SAY } from './sentences.ts';
import type { ChartLook } from './chart-look.ts';

/** Bars, and how long one is. */
interface PlacedOn {
  readonly columns: CandleColumns;
  readonly barMs: number;
}

/** The marks of fills where they stand, with their words. */
export function placedFills(
  fills: readonly FillRow[],
  { columns, barMs }: PlacedOn,
  { format, instrument }: ChartLook,
): AnnotationContent['marks'] {
  return mergeMarks(fills, columns, barMs).map((mark) => ({
    mark,
    time: (columns.time[mark.bar]! / 1_000) as UTCTimestamp,
    price: markPrice(mark, columns),
    text: SAY.mark(mark.side, format.plainQuantity(mark.size, instrument.sizeDecimals), mark.fills.length),
  }));
}

/** The marks and lines of a run where they stand, with their words. */
export function placedRun(laid: LaidRun | undefined, { columns, barMs }: PlacedOn): AnnotationContent['run'] {
  const { marks, lines } = runDrawing(laid, columns, barMs);
  return {
    lines,
    marks: marks.map((mark) => ({
      mark,
      time: (columns.time[mark.bar]! / 1_000) as UTCTimestamp,
      chosen: mark.trades.some(({ number }) => number === laid?.chosen),
      text: SAY.runMark(mark.run, mark.part, mark.trades.length),
    })),
  };
}

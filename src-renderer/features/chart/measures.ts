import { TIMEFRAMES } from '../../../src-shared/domain/candle.ts';
import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { Format } from '../../format/format.ts';
import { age } from '../../format/times.ts';
import type { ChartTimeframe } from '../../state/market-interest.ts';
import type { DrawnMeasure } from './annotations.ts';
import type { ChartTool } from './chart-tool.ts';
import type { Measure } from './drawings.ts';
import { measured } from './measured.ts';
import { CHART_SENTENCES } from './sentences.ts';
import { TOOL_SENTENCES as SAY } from './tool-sentences.ts';

/** A measure as the chart draws and reads it. */
export interface MeasureShown extends DrawnMeasure {
  readonly id: string;
}

export interface MeasureInput {
  readonly instrument: Instrument;
  readonly timeframe: ChartTimeframe;
  readonly format: Format;
  readonly measures: readonly Measure[];
  /** The tool in use; a measure that has begun is drawn with the rest. */
  readonly tool: ChartTool;
  readonly chosen: string | null;
}

/** The kept measures and the one being drawn, with their words. */
export function measuresShown({ instrument, timeframe, format, measures, tool, chosen }: MeasureInput): readonly MeasureShown[] {
  const drawing =
    tool.tool === 'measure' && tool.from !== null && tool.at !== null ? [{ id: 'measure-now', from: tool.from, to: tool.at }] : [];
  return [...measures, ...drawing].map(({ id, from, to }) => {
    const { move, share, bars, spanMs } = measured(from, to, TIMEFRAMES[timeframe]);
    const percent = share === null ? '' : format.signedPercent(share).text;
    const words = [
      SAY.measured(format.change(move, instrument.priceDecimals).text, percent),
      SAY.measuredBars(CHART_SENTENCES.bars(Math.abs(bars)), age(spanMs)),
    ];
    return { id, from, to, words, chosen: id === chosen };
  });
}

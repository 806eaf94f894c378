import type { CandleColumns } from '../candle.ts';
import { length, ONE_LINE, titled, valueOf } from './building/define.ts';
import { Window } from './building/window.ts';
import type { BarIndicator, IndicatorDefinition } from './indicator.ts';

/**
 * Choppiness index (E. W. Dreiss): the logarithm, to the base of the length, of the way that prices went (the sum of true ranges) over how far they came (from the lowest true low to the
 * highest true high), in percent: near 100 sideways, near 0 along one line. True highs, lows and ranges count the close before. 100 where nothing moved.
 */
export class Choppiness implements BarIndicator {
  readonly values = new Float64Array([Number.NaN]);
  private readonly highs: Window;
  private readonly lows: Window;
  private readonly ranges: Window;
  private before = Number.NaN;

  constructor(period: number) {
    this.highs = new Window(period);
    this.lows = new Window(period);
    this.ranges = new Window(period);
  }

  update(columns: CandleColumns, row: number): void {
    const { before, highs, lows, ranges } = this;
    this.before = columns.close[row]!;
    if (Number.isNaN(before)) return;
    const high = Math.max(columns.high[row]!, before);
    const low = Math.min(columns.low[row]!, before);
    highs.push(high);
    lows.push(low);
    ranges.push(high - low);
    if (!ranges.full) return;
    const reached = highs.highest() - lows.lowest();
    const turns = reached === 0 ? ranges.size : Math.max(1, ranges.sum() / reached);
    this.values[0] = Math.min(100, (100 * Math.log(turns)) / Math.log(ranges.size));
  }
}

const LENGTH = length('period', 'Length', 14, 2);

/** The choppiness index in the catalogue. */
export const CHOPPINESS: IndicatorDefinition = {
  id: 'choppiness',
  label: 'Choppiness index',
  family: 'volatility',
  pane: 'own',
  parameters: [LENGTH],
  unit: 'plain',
  outputs: ONE_LINE,
  levels: [38.2, 61.8],
  warmUp: (parameters) => [valueOf(LENGTH, parameters)],
  title: titled('Choppiness', [LENGTH]),
  make: (parameters) => new Choppiness(valueOf(LENGTH, parameters)),
};

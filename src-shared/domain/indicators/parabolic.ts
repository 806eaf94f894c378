import type { CandleColumns } from '../candle.ts';
import { factor, titled, valueOf } from './building/define.ts';
import type { BarIndicator, IndicatorDefinition, IndicatorParameter } from './indicator.ts';

/**
 * Parabolic stop and reverse (J. W. Wilder, 1978): a stop that nears the extreme of its trend by a share that grows with every new extreme, never
 * beyond the last two bars' extremes, and changes sides where it is touched. It begins at the first bar's low, as if in a rise; until it has changed sides
 * for the first time its values hang on that guess.
 */
export class Parabolic implements BarIndicator {
  readonly values = new Float64Array([Number.NaN]);
  private readonly step: number;
  private readonly most: number;
  private rising = true;
  private share: number;
  private extreme = Number.NaN;
  private stop = Number.NaN;
  private readonly highs = new Float64Array(2).fill(Number.NaN);
  private readonly lows = new Float64Array(2).fill(Number.NaN);

  constructor(step: number, most: number) {
    this.step = step;
    this.most = most;
    this.share = step;
  }

  update(columns: CandleColumns, row: number): void {
    const high = columns.high[row]!;
    const low = columns.low[row]!;
    if (Number.isNaN(this.extreme)) {
      this.extreme = high;
      this.stop = low;
    } else this.values[0] = this.follow(high, low);
    this.highs[0] = this.highs[1]!;
    this.highs[1] = high;
    this.lows[0] = this.lows[1]!;
    this.lows[1] = low;
  }

  private follow(high: number, low: number): number {
    const { rising, extreme } = this;
    const next = this.clear(this.stop + this.share * (extreme - this.stop));
    if (rising ? low < next : high > next) {
      this.rising = !rising;
      this.share = this.step;
      this.stop = extreme;
      this.extreme = rising ? low : high;
      return extreme;
    }
    if (rising ? high > extreme : low < extreme) {
      this.extreme = rising ? high : low;
      this.share = Math.min(this.share + this.step, this.most);
    }
    this.stop = next;
    return next;
  }

  /** A stop that is not beyond the extremes of the two bars before. */
  private clear(stop: number): number {
    const [before, last] = this.rising ? this.lows : this.highs;
    if (Number.isNaN(before!)) return stop;
    return this.rising ? Math.min(stop, before!, last!) : Math.max(stop, before!, last!);
  }
}

const STEP: IndicatorParameter = { ...factor('step', 'Step', 0.02), min: 0.01, max: 1, decimals: 3 };
const MOST: IndicatorParameter = { ...factor('most', 'Most', 0.2), min: 0.01, max: 1, decimals: 3 };

/** The parabolic stop in the catalogue. */
export const PARABOLIC: IndicatorDefinition = {
  id: 'parabolic',
  label: 'Parabolic stop and reverse',
  family: 'trend',
  pane: 'overlay',
  parameters: [STEP, MOST],
  unit: 'price',
  outputs: [{ name: 'value', label: '', style: 'dots' }],
  levels: [],
  warmUp: () => [1],
  title: titled('SAR', [STEP, MOST]),
  make: (parameters) => new Parabolic(valueOf(STEP, parameters), valueOf(MOST, parameters)),
};

import type { CandleColumns } from '../candle.ts';
import { length, ONE_LINE, titled, valueOf } from './building/define.ts';
import { Window } from './building/window.ts';
import type { BarIndicator, IndicatorDefinition } from './indicator.ts';

/** Sum of buying pressures over the sum of true ranges of so many bars, a half where nothing moved; NaN until there are so many. */
class Pressure {
  private readonly pressures: Window;
  private readonly ranges: Window;

  constructor(period: number) {
    this.pressures = new Window(period);
    this.ranges = new Window(period);
  }

  update(pressure: number, range: number): number {
    this.pressures.push(pressure);
    this.ranges.push(range);
    if (!this.ranges.full) return Number.NaN;
    const ranges = this.ranges.sum();
    return ranges === 0 ? 0.5 : this.pressures.sum() / ranges;
  }
}

/**
 * Ultimate oscillator (L. Williams, 1976, published 1985): how far above the true low bars closed, over their true ranges, over three lengths that weigh 4, 2 and 1;
 * 0 to 100. The true low and range count the close before. 50 where nothing moved.
 */
export class Ultimate implements BarIndicator {
  readonly values = new Float64Array([Number.NaN]);
  private readonly short: Pressure;
  private readonly middle: Pressure;
  private readonly long: Pressure;
  private before = Number.NaN;

  constructor(short: number, middle: number, long: number) {
    this.short = new Pressure(short);
    this.middle = new Pressure(middle);
    this.long = new Pressure(long);
  }

  update(columns: CandleColumns, row: number): void {
    const { before } = this;
    const close = columns.close[row]!;
    this.before = close;
    if (Number.isNaN(before)) return;
    const low = Math.min(columns.low[row]!, before);
    const pressure = close - low;
    const range = Math.max(columns.high[row]!, before) - low;
    const short = this.short.update(pressure, range);
    const middle = this.middle.update(pressure, range);
    this.values[0] = 100 * ((4 * short + 2 * middle + this.long.update(pressure, range)) / 7);
  }
}

const SHORT = length('short', 'Short', 7);
const MIDDLE = length('middle', 'Middle', 14);
const LONG = length('long', 'Long', 28);

/** The ultimate oscillator in the catalogue. */
export const ULTIMATE: IndicatorDefinition = {
  id: 'ultimate',
  label: 'Ultimate oscillator',
  family: 'momentum',
  pane: 'own',
  parameters: [SHORT, MIDDLE, LONG],
  unit: 'plain',
  outputs: ONE_LINE,
  levels: [30, 70],
  warmUp: (parameters) => [Math.max(valueOf(SHORT, parameters), valueOf(MIDDLE, parameters), valueOf(LONG, parameters))],
  title: titled('Ultimate', [SHORT, MIDDLE, LONG]),
  make: (parameters) => new Ultimate(valueOf(SHORT, parameters), valueOf(MIDDLE, parameters), valueOf(LONG, parameters)),
};

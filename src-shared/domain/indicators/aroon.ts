import type { CandleColumns } from '../candle.ts';
import { length, line, titled, valueOf } from './building/define.ts';
import { Window } from './building/window.ts';
import type { BarIndicator, IndicatorDefinition } from './indicator.ts';

/** Aroon (T. Chande, 1995): how lately the highest high and the lowest low of `period` + 1 bars were, 100 for this bar and 0 for the oldest. The oldest of equal ones counts. */
export class Aroon implements BarIndicator {
  readonly values = new Float64Array(2).fill(Number.NaN);
  private readonly highs: Window;
  private readonly lows: Window;
  private readonly period: number;

  constructor(period: number) {
    this.period = period;
    this.highs = new Window(period + 1);
    this.lows = new Window(period + 1);
  }

  update(columns: CandleColumns, row: number): void {
    const { values, highs, lows, period } = this;
    highs.push(columns.high[row]!);
    lows.push(columns.low[row]!);
    if (!highs.full) return;
    values[0] = (100 * (period - highs.sinceHighest())) / period;
    values[1] = (100 * (period - lows.sinceLowest())) / period;
  }
}

const LENGTH = length('period', 'Length', 25);

/** Aroon in the catalogue. */
export const AROON: IndicatorDefinition = {
  id: 'aroon',
  label: 'Aroon',
  family: 'trend',
  pane: 'own',
  parameters: [LENGTH],
  unit: 'plain',
  outputs: [line('up', 'Up'), line('down', 'Down')],
  levels: [50],
  warmUp: (parameters) => Array<number>(2).fill(valueOf(LENGTH, parameters)),
  title: titled('Aroon', [LENGTH]),
  make: (parameters) => new Aroon(valueOf(LENGTH, parameters)),
};

import type { CandleColumns } from '../candle.ts';
import { edge, length, line, titled, valueOf } from './building/define.ts';
import type { BarIndicator, IndicatorDefinition } from './indicator.ts';
import { Window } from './building/window.ts';

/** Donchian channel (R. Donchian): highest high and lowest low of the `period` bars before this one, and the middle between them. A bar that breaks out stands outside of it. */
export class Donchian implements BarIndicator {
  readonly values = new Float64Array(3).fill(Number.NaN);
  private readonly highs: Window;
  private readonly lows: Window;

  constructor(period: number) {
    this.highs = new Window(period);
    this.lows = new Window(period);
  }

  update(columns: CandleColumns, row: number): void {
    const { values, highs, lows } = this;
    if (highs.full) {
      const upper = highs.highest();
      const lower = lows.lowest();
      values[0] = upper;
      values[1] = (upper + lower) / 2;
      values[2] = lower;
    }
    highs.push(columns.high[row]!);
    lows.push(columns.low[row]!);
  }
}

const LENGTH = length('period', 'Length', 20);

/** The Donchian channel in the catalogue. */
export const DONCHIAN: IndicatorDefinition = {
  id: 'donchian',
  label: 'Donchian channel',
  family: 'channel',
  pane: 'overlay',
  parameters: [LENGTH],
  unit: 'price',
  outputs: [edge('upper', 'Upper'), line('middle', 'Middle'), edge('lower', 'Lower')],
  levels: [],
  warmUp: (parameters) => Array<number>(3).fill(valueOf(LENGTH, parameters)),
  title: titled('Donchian', [LENGTH]),
  make: (parameters) => new Donchian(valueOf(LENGTH, parameters)),
};

import type { CandleColumns } from '../candle.ts';
import { TrueRange } from './atr.ts';
import { length, line, titled, valueOf } from './building/define.ts';
import { Window } from './building/window.ts';
import type { BarIndicator, IndicatorDefinition } from './indicator.ts';

/** Vortex indicator (E. Botes and D. Siepman, 2010): distances from the low before to the high, and from the high before to the low, of so many bars, each sum over that of the true ranges. 0 where nothing moved. */
export class Vortex implements BarIndicator {
  readonly values = new Float64Array(2).fill(Number.NaN);
  private readonly range = new TrueRange();
  private readonly ranges: Window;
  private readonly rises: Window;
  private readonly falls: Window;
  private high = Number.NaN;
  private low = Number.NaN;

  constructor(period: number) {
    this.ranges = new Window(period);
    this.rises = new Window(period);
    this.falls = new Window(period);
  }

  update(columns: CandleColumns, row: number): void {
    const { values, ranges, rises, falls } = this;
    const rise = Math.abs(columns.high[row]! - this.low);
    const fall = Math.abs(columns.low[row]! - this.high);
    this.high = columns.high[row]!;
    this.low = columns.low[row]!;
    const range = this.range.update(columns, row);
    if (Number.isNaN(range)) return;
    ranges.push(range);
    rises.push(rise);
    falls.push(fall);
    if (!ranges.full) return;
    const moved = ranges.sum();
    values[0] = moved === 0 ? 0 : rises.sum() / moved;
    values[1] = moved === 0 ? 0 : falls.sum() / moved;
  }
}

const LENGTH = length('period', 'Length', 14);

/** The vortex indicator in the catalogue. */
export const VORTEX: IndicatorDefinition = {
  id: 'vortex',
  label: 'Vortex indicator',
  family: 'trend',
  pane: 'own',
  parameters: [LENGTH],
  unit: 'plain',
  outputs: [line('plus', '+VI'), line('minus', '−VI')],
  levels: [1],
  warmUp: (parameters) => Array<number>(2).fill(valueOf(LENGTH, parameters)),
  title: titled('Vortex', [LENGTH]),
  make: (parameters) => new Vortex(valueOf(LENGTH, parameters)),
};

import type { CandleColumns } from '../candle.ts';
import { length, ONE_LINE, titled, valueOf } from './building/define.ts';
import { Window } from './building/window.ts';
import type { BarIndicator, IndicatorDefinition } from './indicator.ts';

/** Volume-weighted moving average: the mean of the last closes, each weighing as much as was traded in its bar; the simple mean where nothing was. */
export class Vwma implements BarIndicator {
  readonly values = new Float64Array([Number.NaN]);
  private readonly closes: Window;
  private readonly traded: Window;
  private readonly volumes: Window;

  constructor(period: number) {
    this.closes = new Window(period);
    this.traded = new Window(period);
    this.volumes = new Window(period);
  }

  update(columns: CandleColumns, row: number): void {
    const { closes, traded, volumes } = this;
    const close = columns.close[row]!;
    const volume = columns.volume[row]!;
    closes.push(close);
    traded.push(close * volume);
    volumes.push(volume);
    if (!closes.full) return;
    const weight = volumes.sum();
    this.values[0] = weight > 0 ? traded.sum() / weight : closes.sum() / closes.size;
  }
}

const LENGTH = length('period', 'Length', 20);

/** The volume-weighted moving average in the catalogue. */
export const VWMA: IndicatorDefinition = {
  id: 'vwma',
  label: 'Volume-weighted moving average',
  family: 'average',
  pane: 'overlay',
  parameters: [LENGTH],
  unit: 'price',
  outputs: ONE_LINE,
  levels: [],
  warmUp: (parameters) => [valueOf(LENGTH, parameters) - 1],
  title: titled('VWMA', [LENGTH]),
  make: (parameters) => new Vwma(valueOf(LENGTH, parameters)),
};

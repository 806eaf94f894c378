import type { CandleColumns } from '../candle.ts';
import { length, line, titled, valueOf } from './building/define.ts';
import { ema } from './ema.ts';
import type { BarIndicator, IndicatorDefinition } from './indicator.ts';

/** Moving average convergence divergence (G. Appel, 1979): the fast EMA of the closes less the slow one, the EMA of that difference, and what lies between the two. */
export class Macd implements BarIndicator {
  readonly values = new Float64Array(3).fill(Number.NaN);
  private readonly fast;
  private readonly slow;
  private readonly signal;

  constructor(fast: number, slow: number, signal: number) {
    this.fast = ema(fast);
    this.slow = ema(slow);
    this.signal = ema(signal);
  }

  update(columns: CandleColumns, row: number): void {
    const { values } = this;
    const close = columns.close[row]!;
    const fast = this.fast.update(close);
    const difference = fast - this.slow.update(close);
    values[0] = difference;
    if (Number.isNaN(difference)) return;
    const signal = this.signal.update(difference);
    values[1] = signal;
    values[2] = difference - signal;
  }

  fill({ close, length: rows }: CandleColumns, out: readonly Float64Array[]): void {
    const [differences, signals, rests] = out as [Float64Array, Float64Array, Float64Array];
    this.fast.fill(close, differences);
    this.slow.fill(close, rests);
    let warm = 0;
    for (let row = 0; row < rows; row += 1) {
      const difference = differences[row]! - rests[row]!;
      differences[row] = difference;
      if (Number.isNaN(difference)) warm = row + 1;
    }
    signals.fill(Number.NaN, 0, warm);
    this.signal.fill(differences.subarray(warm), signals.subarray(warm));
    for (let row = 0; row < rows; row += 1) rests[row] = differences[row]! - signals[row]!;
    for (let i = 0; i < out.length && rows > 0; i += 1) this.values[i] = out[i]![rows - 1]!;
  }
}

const FAST = length('fast', 'Fast', 12);
const SLOW = length('slow', 'Slow', 26);
const SIGNAL = length('signal', 'Signal', 9);

/** The moving average convergence divergence in the catalogue. */
export const MACD: IndicatorDefinition = {
  id: 'macd',
  label: 'Moving average convergence divergence',
  family: 'momentum',
  pane: 'own',
  parameters: [FAST, SLOW, SIGNAL],
  unit: 'price',
  outputs: [line('macd', 'MACD'), line('signal', 'Signal'), { name: 'histogram', label: 'Histogram', style: 'histogram' }],
  levels: [0],
  warmUp: (parameters) => {
    const first = Math.max(valueOf(FAST, parameters), valueOf(SLOW, parameters)) - 1;
    const signal = first + valueOf(SIGNAL, parameters) - 1;
    return [first, signal, signal];
  },
  title: titled('MACD', [FAST, SLOW, SIGNAL]),
  make: (parameters) => new Macd(valueOf(FAST, parameters), valueOf(SLOW, parameters), valueOf(SIGNAL, parameters)),
};

import type { CandleColumns } from '../candle.ts';
import { length, line, titled, valueOf } from './building/define.ts';
import { ema } from './ema.ts';
import type { BarIndicator, IndicatorDefinition } from './indicator.ts';

/** Percentage price oscillator (G. Appel): the MACD in percent of its slow average, so that markets and years compare; the EMA of that, and what lies between the two. */
export class Ppo implements BarIndicator {
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
    const slow = this.slow.update(close);
    const percent = (100 * (fast - slow)) / slow;
    values[0] = percent;
    if (Number.isNaN(percent)) return;
    const signal = this.signal.update(percent);
    values[1] = signal;
    values[2] = percent - signal;
  }
}

const FAST = length('fast', 'Fast', 12);
const SLOW = length('slow', 'Slow', 26);
const SIGNAL = length('signal', 'Signal', 9);

/** The percentage price oscillator in the catalogue. */
export const PPO: IndicatorDefinition = {
  id: 'ppo',
  label: 'Percentage price oscillator',
  family: 'momentum',
  pane: 'own',
  parameters: [FAST, SLOW, SIGNAL],
  unit: 'plain',
  outputs: [line('ppo', 'PPO'), line('signal', 'Signal'), { name: 'histogram', label: 'Histogram', style: 'histogram' }],
  levels: [0],
  warmUp: (parameters) => {
    const first = Math.max(valueOf(FAST, parameters), valueOf(SLOW, parameters)) - 1;
    const signal = first + valueOf(SIGNAL, parameters) - 1;
    return [first, signal, signal];
  },
  title: titled('PPO', [FAST, SLOW, SIGNAL]),
  make: (parameters) => new Ppo(valueOf(FAST, parameters), valueOf(SLOW, parameters), valueOf(SIGNAL, parameters)),
};

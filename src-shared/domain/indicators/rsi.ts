import { batchRoom, inBatches } from './building/batches.ts';
import { length, ONE_LINE, OverCloses, titled, valueOf } from './building/define.ts';
import { wilderAverage } from './ema.ts';
import type { IndicatorDefinition, StreamingIndicator } from './indicator.ts';

/** A change that is one upwards, else 0: exact, and without a branch that nobody could foresee. */
function gainOf(change: number): number {
  return (Math.abs(change) + change) * 0.5;
}

/** 100 less 100 over one and the ratio of gain to loss, as a share of their sum; NaN of averages that are. */
function strength(gain: number, loss: number): number {
  const all = gain + loss;
  // The share of one part is one itself where the other is none, so nothing is beyond 100.
  return all === 0 ? 50 : 100 * (gain / all);
}

/**
 * Relative strength index (J. W. Wilder, 1978): 100 less 100 over one and the ratio of average gain to average loss, both Wilder's averages.
 * 100 without losses, 50 where nothing moved at all.
 */
export class Rsi implements StreamingIndicator {
  private readonly gains;
  private readonly losses;
  private before = Number.NaN;

  constructor(period: number) {
    this.gains = wilderAverage(period);
    this.losses = wilderAverage(period);
  }

  update(value: number): number {
    const change = value - this.before;
    this.before = value;
    if (Number.isNaN(change)) return Number.NaN;
    return strength(this.gains.update(gainOf(change)), this.losses.update(gainOf(-change)));
  }

  fill(values: Float64Array, out: Float64Array): void {
    if (out.length === 0) return;
    out[0] = this.update(values[0]!);
    const gains = batchRoom();
    const losses = batchRoom();
    inBatches(out.length - 1, (from, to) => {
      const rows = to - from;
      for (let i = 0; i < rows; i += 1) {
        const change = values[from + i + 1]! - values[from + i]!;
        gains[i] = gainOf(change);
        losses[i] = gainOf(-change);
      }
      const [gained, lost] = rows === gains.length ? [gains, losses] : [gains.subarray(0, rows), losses.subarray(0, rows)];
      this.gains.fill(gained, gained);
      this.losses.fill(lost, lost);
      for (let i = 0; i < rows; i += 1) out[from + i + 1] = strength(gained[i]!, lost[i]!);
    });
    this.before = values[out.length - 1]!;
  }
}

const LENGTH = length('period', 'Length', 14, 2);

/** The relative strength index in the catalogue. */
export const RSI: IndicatorDefinition = {
  id: 'rsi',
  label: 'Relative strength index',
  family: 'momentum',
  pane: 'own',
  parameters: [LENGTH],
  unit: 'plain',
  outputs: ONE_LINE,
  levels: [30, 70],
  warmUp: (parameters) => [valueOf(LENGTH, parameters)],
  title: titled('RSI', [LENGTH]),
  make: (parameters) => new OverCloses(new Rsi(valueOf(LENGTH, parameters))),
};

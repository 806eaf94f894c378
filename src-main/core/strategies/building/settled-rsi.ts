import { SettledAverage } from './settled.ts';

/** Relative strength index (J. W. Wilder, 1978) of averages that forget how they began: 100 without losses, 50 where nothing moved. */
export class SettledRsi {
  /** Closes that it is made of at most. */
  readonly span: number;
  private readonly gains: SettledAverage;
  private readonly losses: SettledAverage;
  private before = Number.NaN;

  constructor(period: number) {
    this.gains = new SettledAverage(period, 1 / period);
    this.losses = new SettledAverage(period, 1 / period);
    this.span = this.gains.span + 1;
  }

  /** Takes the next close; returns the index, NaN until there are `period` changes. */
  update(close: number): number {
    const change = close - this.before;
    this.before = close;
    if (Number.isNaN(change)) return Number.NaN;
    const gain = this.gains.update(Math.max(0, change));
    const loss = this.losses.update(Math.max(0, -change));
    if (loss === 0) return gain === 0 ? 50 : 100;
    return 100 - 100 / (1 + gain / loss);
  }
}

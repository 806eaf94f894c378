import type { CandleColumns } from '../../../../src-shared/domain/candle.ts';
import { TrueRange } from '../../../../src-shared/domain/indicators/atr.ts';
import { SettledAverage } from './settled.ts';

/** Average true range (J. W. Wilder, 1978) of an average that forgets how it began. */
export class SettledAtr {
  /** Bars that it is made of at most. */
  readonly span: number;
  private readonly range = new TrueRange();
  private readonly average: SettledAverage;

  constructor(period: number) {
    this.average = new SettledAverage(period, 1 / period);
    this.span = this.average.span + 1;
  }

  /** Takes the next bar; returns the range, NaN until there are `period` of them. */
  update(columns: CandleColumns, row: number): number {
    const range = this.range.update(columns, row);
    return Number.isNaN(range) ? Number.NaN : this.average.update(range);
  }
}

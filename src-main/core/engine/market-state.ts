import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { BarEvent } from '../../ports/market-source.ts';

/** The newest prices of every instrument as columns: doubles for statistics, ticks for orders; 0 where nothing is known. */
export class MarketState {
  /** Last price, quote units. */
  readonly mark: Float64Array;
  readonly markTicks: Float64Array;
  readonly markTime: Float64Array;
  readonly bidTicks: Float64Array;
  readonly askTicks: Float64Array;

  constructor(instruments: number) {
    this.mark = new Float64Array(instruments);
    this.markTicks = new Float64Array(instruments);
    this.markTime = new Float64Array(instruments);
    this.bidTicks = new Float64Array(instruments);
    this.askTicks = new Float64Array(instruments);
  }

  /** Takes the close of a bar; not where a quote of the same instant stands, which is the newer word. */
  closeBar({ instrument, columns, row, time }: BarEvent, instruments: readonly Instrument[]): void {
    if (this.markTime[instrument] === time && this.askTicks[instrument]! > 0) return;
    const close = columns.close[row] ?? 0;
    this.mark[instrument] = close;
    this.markTicks[instrument] = instruments[instrument]?.toTicks(close) ?? 0;
    this.markTime[instrument] = time;
  }
}

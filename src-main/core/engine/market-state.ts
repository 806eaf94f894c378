import type { Instrument } from '../../../src-shared/domain/instrument.ts';
import type { BarEvent } from '../../ports/market-source.ts';

/** The newest prices of every instrument as columns: doubles for statistics, ticks for orders; 0 where nothing is known. */
export class MarketState {
  /** Last price, quote units. */
  readonly mark: Float64Array;
  /** When prices were heard last: of the best prices where there are any, else of the last price. */
  readonly markTime: Float64Array;
  readonly bidTicks: Float64Array;
  readonly askTicks: Float64Array;
  /** Since when the book of an instrument is stale, ms UTC; 0 where it is not, or is not kept. */
  readonly bookStaleSince: Float64Array;

  private readonly instruments: readonly Instrument[];
  private readonly ticks: Float64Array;
  /** The instrument whose last price is not in `ticks` yet, or -1: most bars pass without anybody asking. */
  private unrounded = -1;

  constructor(all: readonly Instrument[]) {
    const instruments = all.length;
    this.instruments = all;
    this.mark = new Float64Array(instruments);
    this.ticks = new Float64Array(instruments);
    this.markTime = new Float64Array(instruments);
    this.bidTicks = new Float64Array(instruments);
    this.askTicks = new Float64Array(instruments);
    this.bookStaleSince = new Float64Array(instruments);
  }

  /** Last price in whole ticks. */
  get markTicks(): Float64Array {
    if (this.unrounded >= 0) this.round();
    return this.ticks;
  }

  /**
   * Takes the close of a bar; not where a quote of the same instant stands, which is the newer word. A bar makes no best price fresh: bars are still to be
   * had of a venue whose prices are not heard any more.
   */
  closeBar({ instrument, columns, row, time }: BarEvent): void {
    const quoted = this.askTicks[instrument]! > 0;
    if (quoted && this.markTime[instrument] === time) return;
    if (this.unrounded !== instrument) {
      if (this.unrounded >= 0) this.round();
      this.unrounded = instrument;
    }
    this.mark[instrument] = columns.close[row] ?? 0;
    if (!quoted) this.markTime[instrument] = time;
  }

  private round(): void {
    const { unrounded, mark } = this;
    this.ticks[unrounded] = this.instruments[unrounded]?.toTicks(mark[unrounded] ?? 0) ?? 0;
    this.unrounded = -1;
  }
}

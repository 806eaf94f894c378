import type { BookRow, TradesRow } from '../../src-shared/contract/rows.ts';
import type { CandleColumns, Timeframe } from '../../src-shared/domain/candle.ts';
import type { InstrumentSpec } from '../../src-shared/domain/instrument.ts';
import type { DeskClient } from './desk-client.ts';

/** Instruments, their history and the simulated market's speed. */
export class MarketService {
  private readonly desk: DeskClient;

  constructor(desk: DeskClient) {
    this.desk = desk;
  }

  async instruments(): Promise<{ readonly instruments: readonly InstrumentSpec[] }> {
    return { instruments: await this.desk.call('instruments', {}) };
  }

  candles(request: {
    readonly instrument: string;
    readonly timeframe: Timeframe;
    readonly before: number;
    readonly count: number;
  }): Promise<CandleColumns> {
    return this.desk.call('candles', request);
  }

  tape(instrument: string): Promise<{ readonly trades: TradesRow; readonly book: BookRow }> {
    return this.desk.call('tape', { instrument });
  }

  async sparkline(instrument: string): Promise<{ readonly closes: Float64Array }> {
    return { closes: await this.desk.call('sparkline', { instrument }) };
  }

  async loseNext(what: 'request' | 'answer' | 'feed'): Promise<{ readonly armed: boolean }> {
    return { armed: await this.desk.call('loseNext', { what }) };
  }

  async setSpeed(speed: number): Promise<{ readonly speed: number }> {
    return { speed: await this.desk.call('setSpeed', { speed }) };
  }
}
